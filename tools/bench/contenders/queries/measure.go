package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
	"github.com/gofw/gofw/tools/bench/contenders/result"
)

// bench is how much is measured.
type bench struct {
	rounds  int
	batch   time.Duration
	profile string // a folder; empty is none
}

// measure measures all operations in rounds that contenders take turns in, each
// time beginning with another.
func (b bench) measure(ctx context.Context, all []*contender) (result.Report, error) {
	var report result.Report
	for _, o := range all[0].operations {
		n, err := b.turns(ctx, all[0], o)
		if err != nil {
			return report, fmt.Errorf("%s: %w", o.Name, err)
		}
		out := result.Operation{Name: o.Name, Writes: o.Writes}
		var able []*contender
		for _, c := range all {
			if _, ok := c.operation(o.Name); ok {
				able = append(able, c)
				out.Contenders = append(out.Contenders, result.Contender{Name: c.name})
			}
		}
		for round := range b.rounds {
			for i := range able {
				i = (i + round) % len(able)
				if err := able[i].once(ctx, o.Name, n, &out.Contenders[i]); err != nil {
					return report, fmt.Errorf("%s: %s: %w", o.Name, able[i].name, err)
				}
			}
		}
		for i := range out.Contenders {
			out.Contenders[i].Allocs /= float64(b.rounds)
			out.Contenders[i].Bytes /= float64(b.rounds)
		}
		report.Operations = append(report.Operations, out)
	}
	if b.profile == "" {
		return report, nil
	}
	return report, b.writeProfiles(ctx, all[len(all)-1])
}

// turns is how often an operation is done so that a batch takes its time.
func (b bench) turns(ctx context.Context, c *contender, o task.Operation) (int, error) {
	for n := 1; ; n *= 4 {
		var r result.Contender
		if err := c.once(ctx, o.Name, n, &r); err != nil {
			return 0, err
		}
		if took := r.Costs[0] * time.Duration(n); took > b.batch/4 {
			return max(1, int(b.batch/r.Costs[0])), nil
		}
	}
}

// once measures n turns of an operation, after a few that are not measured.
func (c *contender) once(ctx context.Context, name string, n int, to *result.Contender) error {
	o, _ := c.operation(name)
	if _, err := c.batch(ctx, o, n/10+1, nil); err != nil {
		return err
	}
	u, err := c.batch(ctx, o, n, nil)
	to.Costs = append(to.Costs, u.cost/time.Duration(n))
	to.Allocs += float64(u.allocs) / float64(n)
	to.Bytes += float64(u.bytes) / float64(n)
	return err
}

// used is what a batch has taken.
type used struct {
	cost          time.Duration
	allocs, bytes uint64
}

// batch does n turns of an operation and undoes what they wrote. A profile of the
// turns is written to profile, unless it is nil.
func (c *contender) batch(ctx context.Context, o task.Operation, n int, profile io.Writer) (used, error) {
	ctx, cancel := context.WithCancel(ctx) // as a request's can be
	defer cancel()
	run, within := o.Batch(n), c.carry(ctx)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if profile != nil {
		if err := pprof.StartCPUProfile(profile); err != nil {
			return used{}, err
		}
	}
	began := cost()
	err := run(within)
	spent := cost() - began
	runtime.ReadMemStats(&after)
	pprof.StopCPUProfile() // if there is one
	if err == nil && o.Writes {
		err = o.Tidy(ctx)
	}
	return used{spent, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}, err
}

// writeProfiles profiles each operation of a contender for about a second.
func (b bench) writeProfiles(ctx context.Context, c *contender) error {
	for _, o := range c.operations {
		n, err := bench{batch: time.Second}.turns(ctx, c, o)
		if err != nil {
			return err
		}
		f, err := os.Create(filepath.Join(b.profile, o.Name+".pprof"))
		if err != nil {
			return err
		}
		_, err = c.batch(ctx, o, n, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}
