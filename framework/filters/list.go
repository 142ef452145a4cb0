package filters

import (
	"strings"
)

// Join puts a separator between texts; both are escaped where they are no HTML.
func Join[T, S Text](texts []T, separator S) HTML {
	parts := make([]string, len(texts))
	for i, t := range texts {
		parts[i] = markup(t)
	}
	return HTML{strings.Join(parts, markup(separator))}
}

// Item is an entry of a list, with the list below it.
type Item[T Text] struct {
	Text  T
	Items []Item[T]
}

// UnorderedList shows a list with lists in it: <li> and <ul>, but for the <ul>
// around it all, which is the page's.
func UnorderedList[T Text](items []Item[T]) HTML {
	var b strings.Builder
	writeItems(&b, items, "\t")
	return HTML{b.String()}
}

func writeItems[T Text](b *strings.Builder, items []Item[T], indent string) {
	for i, item := range items {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(indent + "<li>" + markup(item.Text))
		if len(item.Items) > 0 {
			b.WriteString("\n" + indent + "<ul>\n")
			writeItems(b, item.Items, indent+"\t")
			b.WriteString("\n" + indent + "</ul>\n" + indent)
		}
		b.WriteString("</li>")
	}
}

// Group is rows that follow one another and have the same key.
type Group[K comparable, T any] struct {
	Key  K
	Rows []T
}

// Regroup puts rows that follow one another and have the same key together. Rows
// in any other order must be sorted by the key before.
func Regroup[K comparable, T any](rows []T, key func(T) K) []Group[K, T] {
	var groups []Group[K, T]
	for i, row := range rows {
		k := key(row)
		if last := len(groups) - 1; last >= 0 && groups[last].Key == k {
			groups[last].Rows = rows[i-len(groups[last].Rows) : i+1 : i+1]
			continue
		}
		groups = append(groups, Group[K, T]{k, rows[i : i+1 : i+1]})
	}
	return groups
}
