package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/result"
)

const ormCommand = "go run -C tools/bench . orm"

// figures compares gofw with the same by hand, and with the rival that comes
// nearest.
func (e ormEngine) figures(report result.Report) []figure {
	var figures []figure
	for _, o := range report.Operations {
		bar := e.read
		if o.Writes {
			bar = e.write
		}
		hand, ours := costsOf(o, result.Prepared), costsOf(o, result.Gofw)
		figures = append(figures, atMost(fmt.Sprintf("%s: %s against by hand", e.name, o.Name), ormCommand, ratios(ours, hand), bar))
		if name, rival := nearest(o); name != "" {
			figures = append(figures, atLeast(fmt.Sprintf("%s: %s of %s against gofw", e.name, o.Name, name), ormCommand, ratios(rival, ours), 1))
		}
	}
	return figures
}

// costsOf is what an operation cost a contender; nothing if it took no part.
func costsOf(o result.Operation, name string) sample[time.Duration] {
	for _, c := range o.Contenders {
		if c.Name == name {
			return c.Costs
		}
	}
	return nil
}

// nearest is the cheapest contender that is neither by hand nor gofw.
func nearest(o result.Operation) (name string, costs sample[time.Duration]) {
	for _, c := range o.Contenders {
		mine := c.Name == result.Prepared || c.Name == result.Cached || c.Name == result.Gofw
		if s := sample[time.Duration](c.Costs); !mine && (name == "" || s.median() < costs.median()) {
			name, costs = c.Name, s
		}
	}
	return name, costs
}

// showOperations writes two tables of an engine: the CPU time of an operation by
// hand and how many times that the others take, and their allocations.
func showOperations(out io.Writer, engine string, report result.Report) {
	if len(report.Operations) == 0 {
		return
	}
	names := report.Operations[0].Contenders
	table := func(title string, cell func(o result.Operation, c result.Contender) string) {
		fmt.Fprintln(out, title)
		w := tabwriter.NewWriter(out, 0, 4, 2, ' ', tabwriter.AlignRight)
		for _, c := range names {
			fmt.Fprintf(w, "\t%s", c.Name)
		}
		fmt.Fprintln(w, "\t")
		for _, o := range report.Operations {
			fmt.Fprint(w, o.Name)
			for _, n := range names {
				text := "-"
				for _, c := range o.Contenders {
					if c.Name == n.Name {
						text = cell(o, c)
					}
				}
				fmt.Fprintf(w, "\t%s", text)
			}
			fmt.Fprintln(w, "\t")
		}
		_ = w.Flush() // as in show
	}
	table(engine+": CPU time of an operation", func(o result.Operation, c result.Contender) string {
		if c.Name == result.Prepared {
			return fmt.Sprintf("%.1f µs", float64(sample[time.Duration](c.Costs).median())/float64(time.Microsecond))
		}
		return fmt.Sprintf("%.2f ×", ratios(c.Costs, costsOf(o, result.Prepared)).median())
	})
	table(engine+": allocations of an operation, and their kB", func(_ result.Operation, c result.Contender) string {
		return fmt.Sprintf("%.0f / %.1f", c.Allocs, c.Bytes/1000)
	})
}
