package site

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gofw/gofw/framework/migrate"
)

func ofApp(entries []migrate.Entry, app string) []migrate.Entry {
	return slices.DeleteFunc(entries, func(m migrate.Entry) bool { return m.App != app })
}

// list shows migrations by app.
func list(out io.Writer, entries []migrate.Entry) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	last := ""
	for _, m := range entries {
		if m.App != last {
			fmt.Fprintln(w, m.App)
			last = m.App
		}
		mark, note := entryWords(m)
		fmt.Fprintf(w, " %s %s\t%s\n", mark, m.Name, note)
	}
	return w.Flush()
}

// listPlan shows migrations in the order in which they are applied.
func listPlan(out io.Writer, entries []migrate.Entry, needs bool) error {
	entries = slices.DeleteFunc(entries, func(m migrate.Entry) bool { return m.Missing })
	slices.SortStableFunc(entries, func(a, b migrate.Entry) int { return cmp.Compare(a.Order, b.Order) })
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, m := range entries {
		mark, note := entryWords(m)
		if needs && len(m.Needs) > 0 {
			note = "needs " + strings.Join(m.Needs, ", ")
		}
		fmt.Fprintf(w, "%s %s.%s\t%s\n", mark, m.App, m.Name, note)
	}
	return w.Flush()
}

// entryWords says how things stand with a migration: [x] is applied, [ ] is not,
// and [-] is applied under other names, which migrate puts right.
func entryWords(m migrate.Entry) (mark, note string) {
	var notes []string
	switch {
	case m.Applied:
		mark = "[x]"
		notes = append(notes, m.AppliedAt.UTC().Format("2006-01-02 15:04"))
	case m.Due:
		mark = "[-]"
		notes = append(notes, "applied under other names: run migrate to record it")
	default:
		mark = "[ ]"
	}
	if m.Squashes != "" {
		notes = append(notes, "squash of "+m.Squashes)
	}
	if m.Edited {
		notes = append(notes, "edited since")
	}
	if m.Halfway {
		notes = append(notes, "interrupted: run migrate")
	}
	if m.Missing {
		notes = append(notes, "its file is gone")
	}
	return mark, strings.Join(notes, ", ")
}
