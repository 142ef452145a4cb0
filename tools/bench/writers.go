package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/result"
)

// What the study of SQLite's settings found for one writer, several readers and
// kept statements, against a database as GORM's driver opens it.
const (
	readsBar  = 6.4
	writesBar = 10.5
)

const writersCommand = "go run -C tools/bench . writers"

// writersRow has goroutines read and write one SQLite database, as GORM's driver
// opens it and as gofw does, in turns.
func writersRow(ctx context.Context, b *bench) ([]figure, error) {
	if err := b.compiler(); err != nil {
		return []figure{{what: "SQLite with cgo", value: "not measured: " + err.Error()}}, nil
	}
	program, err := b.build(ctx, b.here, "./contenders/writers", "writers", true)
	if err != nil {
		return nil, err
	}
	var reads, writes sample[float64]
	var lost int
	total := map[string]*result.Traffic{"stock": {}, "gofw": {}}
	length := time.Duration(b.times(4000, 300)) * time.Millisecond
	for range b.times(5, 1) {
		once := map[string]result.Traffic{}
		for _, kind := range []string{"stock", "gofw"} {
			t, err := b.traffic(ctx, program, kind, length)
			if err != nil {
				return nil, err
			}
			once[kind] = t
			total[kind].Add(t)
		}
		reads = append(reads, float64(len(once["gofw"].Reads))/float64(max(1, len(once["stock"].Reads))))
		writes = append(writes, float64(len(once["gofw"].Writes))/float64(max(1, len(once["stock"].Writes))))
	}
	lost = total["gofw"].Locked + total["gofw"].Failed
	spent := length * time.Duration(len(reads))
	return []figure{
		traffic("as GORM's driver opens it", *total["stock"], spent),
		traffic("as gofw opens it", *total["gofw"], spent),
		atLeast("reads a second, gofw against that", writersCommand, reads, readsBar),
		atLeast("transactions a second, gofw against that", writersCommand, writes, writesBar),
		{what: "that failed with gofw", value: fmt.Sprint(lost), bar: "0", met: lost == 0, command: writersCommand},
	}, nil
}

// traffic runs the program once, on a file of its own.
func (b *bench) traffic(ctx context.Context, program, kind string, length time.Duration) (t result.Traffic, err error) {
	folder, err := os.MkdirTemp(b.temp, "writers-*")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(folder)
	out, err := b.command(ctx, folder, nil, program, kind, filepath.Join(folder, "x.db"), length.String())
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(out), &t); err != nil {
		return t, err
	}
	if t.Failed > 0 {
		return t, fmt.Errorf("%s: %d operations failed: %s", kind, t.Failed, t.Error)
	}
	return t, nil
}

// traffic is a line about what was done.
func traffic(what string, t result.Traffic, spent time.Duration) figure {
	second := func(n int) float64 { return float64(n) / spent.Seconds() }
	tried := len(t.Writes) + len(t.Reads) + t.Locked
	return figure{
		what: what, command: writersCommand,
		value:  fmt.Sprintf("%.0f reads and %.0f transactions a second, %.1f %% locked", second(len(t.Reads)), second(len(t.Writes)), 100*float64(t.Locked)/float64(max(1, tried))),
		spread: fmt.Sprintf("99 of 100 reads in %s, transactions in %s", short(percentile(t.Reads, 99)), short(percentile(t.Writes, 99))),
	}
}

// percentile is the duration that so many of a hundred stay under.
func percentile(d []time.Duration, p int) time.Duration {
	if len(d) == 0 {
		return 0
	}
	d = slices.Clone(d)
	slices.Sort(d)
	return d[(len(d)-1)*p/100]
}
