package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// figure is one line of the report.
type figure struct {
	row     string
	what    string
	value   string
	spread  string // least and most of the rounds
	bar     string // empty is none: for information
	met     bool
	command string // what was measured
}

// below reports whether a bar is missed.
func (f figure) below() bool { return f.bar != "" && !f.met }

func (f figure) verdict() string {
	switch {
	case f.bar == "":
		return "-"
	case f.met:
		return "pass"
	}
	return "below"
}

// under is a figure in time that must stay under a bar; a bar of 0 is none.
func under(what, command string, s sample[time.Duration], bar time.Duration) figure {
	f := figure{what: what, command: command, value: short(s.median()), met: s.median() < bar}
	if len(s) > 1 {
		f.spread = fmt.Sprintf("%s to %s in %d", short(slices.Min(s)), short(slices.Max(s)), len(s))
	}
	if bar > 0 {
		f.bar = "< " + short(bar)
	}
	return f
}

// atLeast is a ratio that must reach a bar; a bar of 0 is none.
func atLeast(what, command string, s sample[float64], bar float64) figure {
	return ratio(what, command, s, "≥", bar, s.median() >= bar)
}

// atMost is a ratio that must not exceed a bar; a bar of 0 is none.
func atMost(what, command string, s sample[float64], bar float64) figure {
	return ratio(what, command, s, "≤", bar, s.median() <= bar)
}

func ratio(what, command string, s sample[float64], sign string, bar float64, met bool) figure {
	f := figure{what: what, command: command, value: fmt.Sprintf("%.2f ×", s.median()), met: met}
	if len(s) > 1 {
		f.spread = fmt.Sprintf("%.2f to %.2f in %d", slices.Min(s), slices.Max(s), len(s))
	}
	if bar > 0 {
		f.bar = fmt.Sprintf("%s %.2f ×", sign, bar)
	}
	return f
}

// short is a duration with three digits.
func short(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// show writes the lines of one row.
func show(out io.Writer, figures []figure) {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, f := range figures {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.row, f.what, f.value, f.spread, f.bar, f.verdict(), f.command)
	}
	_ = w.Flush() // nothing can be said where nothing can be printed
}
