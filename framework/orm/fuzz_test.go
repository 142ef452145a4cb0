package orm_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// lookup is a condition on a title, and what Go answers.
type lookup struct {
	name string
	pred func(s string) orm.Pred[*Post]
	want func(title, s string) bool
}

var lookups = []lookup{
	{"Eq", title.Eq, func(title, s string) bool { return title == s }},
	{"Contains", title.Contains, strings.Contains},
	{"IContains", title.IContains, func(title, s string) bool { return strings.Contains(lowerASCII(title), lowerASCII(s)) }},
	{"HasPrefix", title.HasPrefix, strings.HasPrefix},
	{"HasSuffix", title.HasSuffix, strings.HasSuffix},
	{"In", func(s string) orm.Pred[*Post] { return title.In(s, "blank") }, func(title, s string) bool { return title == s || title == "blank" }},
}

// lowerASCII has the letters A to Z small: what "in any case" means on SQLite for
// a text of ASCII alone.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// FuzzTextLookups asks for hostile texts, with such a text in the table, and
// compares the answer with Go's. The text is a parameter, always: the statement is
// that of a harmless one.
func FuzzTextLookups(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text.title)
	}
	for _, text := range []string{"%_", `\\%`, `\_\`, "[", "[]", "[^a]", "[[]", "]", "***", "?*", "'", "''", `"`, "?", "$1", ":a", "@a", "/*", "--", ";", "\\", "\x01", "\x7f", "\u2028", "\ufeff", "\ufffd", "\U0010ffff", "K", "ſ", "İ", `{"a":["b"]}`, `","`, strings.Repeat("%a", 90)} {
		f.Add(text)
	}
	ctx := Open(f, sqlite.Memory)
	if err := Authors.Create(ctx, &Author{Name: "Ada"}); err != nil {
		f.Fatal(err)
	}
	var titles []string
	for _, text := range hostileTexts {
		titles = append(titles, text.title)
		if err := Posts.Create(ctx, &Post{Title: text.title, Slug: text.slug, AuthorID: 1}); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) || len(s) > 190 {
			t.Skip("no text that a form gives")
		}
		rows := append(slices.Clone(titles), s, "a"+s, s+"b", "A"+s+"B")
		undo := errors.New("undo")
		err := orm.Atomic(ctx, func(ctx context.Context) error {
			for i, title := range rows[len(titles):] {
				if err := Posts.Create(ctx, &Post{Title: title, Slug: fmt.Sprint("fuzz", i), AuthorID: 1}); err != nil {
					return err
				}
			}
			for _, l := range lookups {
				if err := l.compare(ctx, rows, s); err != nil {
					t.Error(err)
				}
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Error(err)
		}
	})
}

// compare compares the answer of the database with Go's.
func (l lookup) compare(ctx context.Context, titles []string, s string) error {
	q := Posts.Filter(l.pred(s)).OrderBy(key.Asc())
	harmless := "x"
	if !isASCII(s) {
		harmless = "é"
	}
	want, _, err := orm.SQLOf(ctx, Posts.Filter(l.pred(harmless)).OrderBy(key.Asc()))
	if err != nil {
		return err
	}
	text, args, err := orm.SQLOf(ctx, q)
	if err != nil {
		return err
	}
	if text != want || len(args) != 1 {
		return fmt.Errorf("%s(%q) is %s with %q, want %s", l.name, s, text, args, want)
	}
	if l.name == "IContains" && !isASCII(s) {
		return nil
	}
	got, err := orm.List(q, title).All(ctx)
	if err != nil {
		return err
	}
	var found []string
	for _, title := range titles {
		if l.want(title, s) {
			found = append(found, title)
		}
	}
	if !slices.Equal(got, found) {
		return fmt.Errorf("%s(%q) finds %q, want %q", l.name, s, got, found)
	}
	return nil
}
