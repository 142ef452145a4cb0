package orm_test

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// Hostile values go through every condition. Go knows the answer, and the
// statement must be the same whatever the value is: it is a parameter.

// hostile is where the fuzzers begin.
var hostile = []string{
	"", " ", "a", "A", "%", "_", `\`, `\%`, "*", "?", "[", "]", "[a-z]", "[^a]", "'", "''", `"`, "`", ";", "--", "/*", "*/",
	"' OR 1=1 --", "x'); DROP TABLE blog_saying; --", "$1", "?1", ":a", "@a", "$.a", "NULL", "0", "007", "1e3", "-1",
	"two\nlines", "tab\t", "\r\n", "\a", "blank ", " blank", "a\u00a0b", "é", "e\u0301", "Ä", "ß", "İ", "ı", "\u212a", "ſ", "Σς",
	"👍🏽", "👩\u200d👧", "שלום", "中文", "\u2028", "\ufeff", "\ufffd", "<b>&amp;</b>", `{"a":1}`, `["a"]`, strings.Repeat("a%_", 100),
}

// folded is a text and what is looked for in it as SQLite compares them where
// case does not matter: by the letters A to Z, unless there is another in what is
// looked for.
func folded(s, asked string) (string, string) {
	if plain(asked) {
		return small(s), small(asked)
	}
	return strings.ToLower(s), strings.ToLower(asked)
}

// plain reports whether a text is ASCII.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// small is s with the letters A to Z in small.
func small(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// lookup is a condition on a text and what Go says to it.
type lookup struct {
	name  string
	pred  func(asked string) orm.Pred[*Saying]
	holds func(stored, asked string) bool
}

func lookups() []lookup {
	w := Sayings.Words
	val := orm.Val[*Saying, string]
	return []lookup{
		{"Eq", w.Eq, func(s, a string) bool { return s == a }},
		{"Ne", w.Ne, func(s, a string) bool { return s != a }},
		{"In", func(a string) orm.Pred[*Saying] { return w.In("x", a) }, func(s, a string) bool { return s == a || s == "x" }},
		{"Not In", func(a string) orm.Pred[*Saying] { return orm.Not(w.In(a)) }, func(s, a string) bool { return s != a }},
		{"Gt", w.Gt, func(s, a string) bool { return s > a }},
		{"Ge", w.Ge, func(s, a string) bool { return s >= a }},
		{"Lt", w.Lt, func(s, a string) bool { return s < a }},
		{"Le", w.Le, func(s, a string) bool { return s <= a }},
		{"Between", func(a string) orm.Pred[*Saying] { return w.Between(a, a+"~") }, func(s, a string) bool { return a <= s && s <= a+"~" }},
		{"Contains", w.Contains, strings.Contains},
		{"HasPrefix", w.HasPrefix, strings.HasPrefix},
		{"HasSuffix", w.HasSuffix, strings.HasSuffix},
		{"IContains", w.IContains, func(s, a string) bool { s, a = folded(s, a); return strings.Contains(s, a) }},
		{"IEq", w.IEq, func(s, a string) bool { s, a = folded(s, a); return s == a }},
		{"EqF of a value", func(a string) orm.Pred[*Saying] { return w.EqF(val(a)) }, func(s, a string) bool { return s == a }},
		{"Lower", func(a string) orm.Pred[*Saying] { return orm.Lower(w).Eq(strings.ToLower(a)) }, func(s, a string) bool { s, a = strings.ToLower(s), strings.ToLower(a); return s == a }},
		{"Trim", func(a string) orm.Pred[*Saying] { return orm.Trim(w).EqF(orm.Trim(val(a))) }, func(s, a string) bool { return strings.Trim(s, " ") == strings.Trim(a, " ") }},
		{"Length", func(a string) orm.Pred[*Saying] { return orm.Length(w).EqF(orm.Length(val(a))) }, func(s, a string) bool { return utf8.RuneCountInString(s) == utf8.RuneCountInString(a) }},
		{"Concat", func(a string) orm.Pred[*Saying] { return orm.Concat(w, val(a)).Eq(a + a) }, func(s, a string) bool { return s == a }},
		{"Case", func(a string) orm.Pred[*Saying] { return orm.Case(val("no"), orm.If(w.Eq(a), "yes")).Eq("yes") }, func(s, a string) bool { return s == a }},
		{"a subquery", func(a string) orm.Pred[*Saying] {
			return Sayings.ID.InQ(orm.List(Sayings.Filter(w.Contains(a)), Sayings.ID))
		}, strings.Contains},
		{"Search", func(a string) orm.Pred[*Saying] { return orm.Search(a, orm.Columns[*Saying](w)...) }, func(s, a string) bool {
			return !slices.ContainsFunc(strings.Fields(a), func(word string) bool { s, word := folded(s, word); return !strings.Contains(s, word) })
		}},
	}
}

func FuzzLookupsOfText(f *testing.F) {
	ctx := Open(f, sqlite.Memory)
	if err := Sayings.Create(ctx, &Saying{Name: "only"}); err != nil {
		f.Fatal(err)
	}
	for i, s := range hostile {
		f.Add(s, s)
		f.Add("a"+s+"b", s)
		f.Add(s, hostile[(i+1)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, stored, asked string) {
		if odd(stored) || odd(asked) {
			t.Skip("PostgreSQL refuses such texts, and SQLite takes a part of them for the whole")
		}
		if _, err := Sayings.Everything().Update(ctx, Sayings.Words.Set(stored)); err != nil {
			t.Fatal(err)
		}
		if row, err := Sayings.First(ctx); err != nil || row.Words != stored {
			t.Fatalf("%q came back as %+v (%v)", stored, row, err)
		}
		for _, l := range lookups() {
			got, err := Sayings.Filter(l.pred(asked)).Exists(ctx)
			if want := l.holds(stored, asked); err != nil || got != want {
				t.Errorf("%s: is %q in the database %q? %v, want %v (%v)", l.name, stored, asked, got, want, err)
			}
			sameText(t, ctx, l, asked)
		}
	})
}

// odd is a text that is none in every database, or is too long to be looked for.
func odd(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsRune(s, 0) || len(s) > 10_000
}

// sameText fails if the statement of a condition depends on the value.
func sameText(t *testing.T, ctx context.Context, l lookup, asked string) {
	t.Helper()
	word := func(s string) string { // of the same kind: letters beyond ASCII are folded otherwise
		if plain(s) {
			return "x"
		}
		return "é"
	}
	ordinary := word(asked)
	if l.name == "Search" { // it has a condition for each word
		words := strings.Fields(asked)
		for i := range words {
			words[i] = word(words[i])
		}
		ordinary = strings.Join(words, " ")
	}
	want, _, err := orm.SQLOf(ctx, Sayings.Filter(l.pred(ordinary)))
	ok(t, err)
	got, args, err := orm.SQLOf(ctx, Sayings.Filter(l.pred(asked)))
	ok(t, err)
	if got != want {
		t.Errorf("%s: the statement depends on the value\n%s\n%s", l.name, got, want)
	}
	if len(args) == 0 && ordinary != "" {
		t.Errorf("%s: the value is no parameter of %s", l.name, got)
	}
}

func TestNoValueStandsInAStatement(t *testing.T) { Each(t, testNoValueStandsInAStatement) }

func testNoValueStandsInAStatement(t *testing.T, ctx context.Context) {
	for _, l := range lookups() {
		for _, s := range hostile {
			sameText(t, ctx, l, s)
		}
		for _, s := range []string{"\x00 secret", "\xff secret"} { // which have conditions of their own
			if text, _, err := orm.SQLOf(ctx, Sayings.Filter(l.pred(s))); err != nil || strings.Contains(text, "secret") {
				t.Errorf("%s of %q: %s, %v", l.name, s, text, err)
			}
		}
	}
	text := func(q *orm.QuerySet[*Sample]) string {
		text, _, err := orm.SQLOf(ctx, q)
		ok(t, err)
		return text
	}
	low, high := samples()[0], samples()[3]
	s := Samples
	for name, of := range map[string]func(*Sample) orm.Pred[*Sample]{
		"whole numbers":    func(v *Sample) orm.Pred[*Sample] { return s.Large.In(v.Large, 1) },
		"floating numbers": func(v *Sample) orm.Pred[*Sample] { return s.Double.Between(v.Double, 1) },
		"exact numbers":    func(v *Sample) orm.Pred[*Sample] { return s.Exact.Gt(v.Exact) },
		"yes and no":       func(v *Sample) orm.Pred[*Sample] { return s.Flag.Eq(v.Flag) },
		"moments":          func(v *Sample) orm.Pred[*Sample] { return s.At.Lt(v.At) },
		"days":             func(v *Sample) orm.Pred[*Sample] { return s.Day.In(v.Day) },
		"times of day":     func(v *Sample) orm.Pred[*Sample] { return s.Clock.Eq(v.Clock) },
		"durations":        func(v *Sample) orm.Pred[*Sample] { return s.Took.Add(v.Took).Eq(v.Took) },
		"identifiers":      func(v *Sample) orm.Pred[*Sample] { return s.Code.Eq(v.Code) },
		"addresses":        func(v *Sample) orm.Pred[*Sample] { return s.Host.Eq(v.Host) },
		"bytes":            func(v *Sample) orm.Pred[*Sample] { return s.Blob.Eq(v.Blob) },
		"choices":          func(v *Sample) orm.Pred[*Sample] { return s.State.Eq(v.State) },
		"steps of JSON":    func(v *Sample) orm.Pred[*Sample] { return orm.JSONText(s.Tree, v.Name+"'\"").Eq(v.Name) },
		"arguments of SQL": func(v *Sample) orm.Pred[*Sample] { return orm.SQL[*Sample, string]("(?)", v.Name).Eq(v.Name) },
	} {
		if a, b := text(s.Filter(of(low))), text(s.Filter(of(high))); a != b {
			t.Errorf("%s: the statement depends on the value\n%s\n%s", name, a, b)
		}
	}
}

func FuzzLookupsOfNumbers(f *testing.F) {
	ctx := Open(f, sqlite.Memory)
	if err := Samples.Create(ctx, samples()[1]); err != nil {
		f.Fatal(err)
	}
	for _, a := range []int64{0, 1, -1, 10, 9, math.MaxInt32, 1 << 53, 1<<53 + 1, math.MaxInt64, math.MinInt64} {
		f.Add(a, a, float64(a), float64(a))
		f.Add(a, a+1, float64(a)/3, 0.1)
	}
	window := regexp.MustCompile(` LIMIT (\d+)( OFFSET (\d+))?$`)
	f.Fuzz(func(t *testing.T, stored, asked int64, kept, wanted float64) {
		s := Samples
		if math.IsNaN(kept) || math.IsNaN(wanted) {
			t.Skip("no number")
		}
		if _, err := s.Everything().Update(ctx, s.Large.Set(stored), s.Double.Set(kept)); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			pred orm.Pred[*Sample]
			want bool
		}{
			"Eq":           {s.Large.Eq(asked), stored == asked},
			"Ne":           {s.Large.Ne(asked), stored != asked},
			"In":           {s.Large.In(asked, 7), stored == asked || stored == 7},
			"Gt":           {s.Large.Gt(asked), stored > asked},
			"Ge":           {s.Large.Ge(asked), stored >= asked},
			"Lt":           {s.Large.Lt(asked), stored < asked},
			"Le":           {s.Large.Le(asked), stored <= asked},
			"Between":      {s.Large.Between(asked, math.MaxInt64), stored >= asked},
			"Greatest":     {orm.Greatest(s.Large, orm.Val[*Sample](asked)).Eq(asked), stored <= asked},
			"Least":        {orm.Least(s.Large, orm.Val[*Sample](asked)).Eq(asked), stored >= asked},
			"float Eq":     {s.Double.Eq(wanted), kept == wanted},
			"float Ne":     {s.Double.Ne(wanted), kept != wanted},
			"float In":     {s.Double.In(wanted), kept == wanted},
			"float Gt":     {s.Double.Gt(wanted), kept > wanted},
			"float Le":     {s.Double.Le(wanted), kept <= wanted},
			"float Add":    {s.Double.Add(wanted).Eq(kept + wanted), !math.IsNaN(kept + wanted)},
			"float Case":   {orm.Case(s.Double, orm.If(s.Large.Eq(asked), wanted)).Eq(wanted), stored == asked || kept == wanted},
			"float of In":  {s.Double.In(), false},
			"int Coalesce": {orm.Coalesce(s.MaybeLarge, s.Large).Eq(0), true},
		} {
			q := s.Filter(c.pred)
			if got, err := q.Exists(ctx); err != nil || got != c.want {
				t.Errorf("%s: %d, %v in the database and %d, %v: %v, want %v (%v)", name, stored, kept, asked, wanted, got, c.want, err)
			}
			text, _, err := orm.SQLOf(ctx, q)
			ok(t, err)
			if digits := fmt.Sprint(asked); len(digits) > 2 && strings.Contains(text, digits) {
				t.Errorf("%s: the value stands in %s", name, text)
			}
		}
		limit, offset := int(asked), int(stored)
		text, _, err := orm.SQLOf(ctx, s.Limit(limit).Offset(offset))
		ok(t, err)
		want := ""
		switch {
		case limit > 0 && offset > 0:
			want = fmt.Sprintf(" LIMIT %d OFFSET %d", limit, offset)
		case limit > 0:
			want = fmt.Sprintf(" LIMIT %d", limit)
		}
		if got := window.FindString(text); got != want && !(limit <= 0 && strings.HasSuffix(text, fmt.Sprintf(" LIMIT -1 OFFSET %d", offset))) {
			t.Errorf("a limit of %d and an offset of %d are written %q in %s", limit, offset, got, text)
		}
	})
}
