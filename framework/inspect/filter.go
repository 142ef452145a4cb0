package inspect

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// filter chooses tables by name.
type filter struct{ take, leave []string }

// newFilter reads patterns, in which * stands for any letters and a leading !
// leaves out what matches.
func newFilter(patterns []string) (filter, error) {
	var f filter
	for _, p := range patterns {
		name, leave := strings.CutPrefix(p, "!")
		if _, err := path.Match(name, ""); err != nil || name == "" {
			return f, fmt.Errorf("%q is not a pattern for tables, such as blog_*", p)
		}
		if leave {
			f.leave = append(f.leave, name)
		} else {
			f.take = append(f.take, name)
		}
	}
	return f, nil
}

func (f filter) takes(table string) bool {
	// A slash is a letter like others here.
	name := strings.ReplaceAll(table, "/", "\x01")
	matches := func(p string) bool {
		ok, _ := path.Match(strings.ReplaceAll(p, "/", "\x01"), name)
		return ok || p == table
	}
	return (len(f.take) == 0 || slices.ContainsFunc(f.take, matches)) && !slices.ContainsFunc(f.leave, matches)
}

// names reports whether a pattern asks for just this table.
func (f filter) names(table string) bool { return slices.Contains(f.take, table) }

// unmatched says that no table is wanted, and which there are.
func (f filter) unmatched(tables []string) error {
	slices.Sort(tables)
	hint := "there are " + strings.Join(tables[:min(len(tables), 10)], ", ")
	if len(tables) > 10 {
		hint += fmt.Sprintf(" and %d more", len(tables)-10)
	}
	for _, p := range f.take {
		if near := schema.Nearest(p, tables); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
	}
	wanted := append(slices.Clone(f.take), prefixed("!", f.leave)...)
	return fmt.Errorf("inspect: no table matches %s; %s", strings.Join(wanted, ", "), hint)
}

func prefixed(prefix string, words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = prefix + w
	}
	return out
}
