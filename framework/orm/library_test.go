package orm_test

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"github.com/google/uuid"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// library writes the rows that the cases ask about.
//
//	key author editor    key tag    key comment post    body
//	1   Ada              1   go     1   c1      alpha   first
//	2   Bob    Ada       2   sql    2   c2      alpha   second
//	3   Cy     Bob       3   web    3   c3      beta    third
//	4   Örn    Cy        4   void   4   c4      zeta    first
//	5   Eve                         5   c5      eta     I said "no"
//
//	key post    title      author status    views featured published  tags        comments
//	1   alpha   Alpha      Ada    published 10    no       noon       go sql      c1 c2
//	2   beta    beta 100%  Bob    published 20    yes      noon + 1 h sql         c3
//	3   gamma   Gamma_x    Ada    draft     0     no       NULL
//	4   delta   delta*     Bob    published 5     no       noon − 1 h go web
//	5   epsilon Epsilon    Bob    draft     7     yes      NULL       web
//	6   zeta    Zeta [1]   Cy     published 20    no       noon + 1 d go sql web  c4
//	7   eta     back\slash Örn    draft     0     yes      NULL                   c5
//	8   theta   (empty)    Örn    published 7     no       noon + 1 h
//
// Noon is that of Sunday, March 1st, 2026, in UTC. The samples and the sayings
// are below.
func library(t *testing.T, ctx context.Context) {
	t.Helper()
	for id, name := range []string{"Ada", "Bob", "Cy", "Örn", "Eve"} {
		a := &Author{Name: name, Roles: []string{"writer"}}
		if name == "Ada" {
			a.Roles = []string{"editor", "writer"}
		}
		if name != "Ada" && name != "Eve" {
			editor := int64(id)
			a.EditorID = &editor
		}
		ok(t, Authors.Create(ctx, a))
	}
	ok(t, Tags.BulkCreate(ctx, []*Tag{{Name: "go"}, {Name: "sql"}, {Name: "web"}, {Name: "void"}}))
	at := func(d time.Duration) *time.Time { v := noon.Add(d); return &v }
	posts := []*Post{
		{Title: "Alpha", Slug: "alpha", AuthorID: 1, Status: StatusPublished, Views: 10, PublishedAt: at(0)},
		{Title: "beta 100%", Slug: "beta", AuthorID: 2, Status: StatusPublished, Views: 20, Featured: true, PublishedAt: at(time.Hour)},
		{Title: "Gamma_x", Slug: "gamma", AuthorID: 1, Status: StatusDraft, Views: 0},
		{Title: "delta*", Slug: "delta", AuthorID: 2, Status: StatusPublished, Views: 5, PublishedAt: at(-time.Hour)},
		{Title: "Epsilon", Slug: "epsilon", AuthorID: 2, Status: StatusDraft, Views: 7, Featured: true},
		{Title: "Zeta [1]", Slug: "zeta", AuthorID: 3, Status: StatusPublished, Views: 20, PublishedAt: at(24 * time.Hour)},
		{Title: `back\slash`, Slug: "eta", AuthorID: 4, Status: StatusDraft, Views: 0, Featured: true},
		{Title: "", Slug: "theta", AuthorID: 4, Status: StatusPublished, Views: 7, PublishedAt: at(time.Hour)},
	}
	for _, p := range posts {
		ok(t, Posts.Create(ctx, p))
	}
	for post, tags := range map[int][]int64{0: {1, 2}, 1: {2}, 3: {1, 3}, 4: {3}, 5: {1, 2, 3}} {
		ok(t, Posts.Tags.Set(ctx, posts[post], tags...))
	}
	ok(t, Comments.BulkCreate(ctx, []*Comment{
		{PostID: 1, Body: "first"}, {PostID: 1, Body: "second"}, {PostID: 2, Body: "third"}, {PostID: 6, Body: "first"}, {PostID: 7, Body: `I said "no"`},
	}))
	ok(t, Samples.BulkCreate(ctx, samples()))
	ok(t, Sayings.BulkCreate(ctx, sayings()))
}

// samples have the smallest value of each kind, the zero value, some value, and
// the largest. What may be missing is missing in "some", and the same as what may
// not in "high".
func samples() []*Sample {
	moment := func(text string) time.Time { at, _ := time.Parse(time.RFC3339Nano, text); return at }
	ip := func(text string) orm.IP { return orm.IP{Addr: netip.MustParseAddr(text)} }
	low := &Sample{
		Name: "low", Tiny: -128, Small: -32768, Middle: -2147483648, Large: -9223372036854775808,
		Single: -1.5, Double: -1e300, Exact: amount("-999999999.999"), Level: LevelLow, State: StatusDraft,
		At: moment("1969-07-20T20:17:40.000001Z"), Day: orm.Date{Year: 1815, Month: 12, Day: 10}, Clock: orm.TimeOfDay{}, Took: -time.Hour,
		Code: uuid.Nil, Host: ip("0.0.0.0"), Blob: []byte{0},
		Tree:       map[string]any{"theme": map[string]any{"color": "red", "size": 12}, "tags": []string{"x", "y"}, `odd "key"`: "yes"},
		MaybeSmall: new(int16(-1)), MaybeLarge: new(int64(-1)), MaybeDouble: new(-0.5), MaybeExact: new(amount("-0.001")), MaybeFlag: new(true), MaybeState: new(StatusPublished),
		MaybeAt: new(moment("1970-01-01T00:00:00Z")), MaybeDay: &orm.Date{Year: 1970, Month: 1, Day: 1}, MaybeClock: &orm.TimeOfDay{Hour: 1}, MaybeTook: new(-time.Minute),
		MaybeCode: new(uuid.MustParse("01234567-89ab-7def-8123-456789abcdef")), MaybeHost: new(ip("10.0.0.1")),
	}
	zero := &Sample{
		Name: "zero", Exact: amount("0"), Level: LevelLow, State: StatusDraft,
		At: moment("2024-02-29T23:59:59.5Z"), Day: orm.Date{Year: 2024, Month: 2, Day: 29}, Clock: orm.TimeOfDay{Hour: 9, Minute: 30},
		Code: uuid.MustParse("01234567-89ab-7def-8123-456789abcdef"), Host: ip("127.0.0.1"), Blob: []byte{}, Tree: map[string]any{},
		MaybeSmall: new(int16), MaybeLarge: new(int64), MaybeDouble: new(float64), MaybeExact: new(amount("0")), MaybeFlag: new(bool), MaybeState: new(Status("")),
		MaybeAt: new(moment("2024-03-01T00:00:00Z")), MaybeDay: &orm.Date{Year: 2024, Month: 3, Day: 1}, MaybeClock: &orm.TimeOfDay{}, MaybeTook: new(time.Duration),
		MaybeCode: new(uuid.Nil), MaybeHost: new(ip("::")),
	}
	some := &Sample{
		Name: "some", Tiny: 7, Small: 700, Middle: 70_000, Large: 7_000_000_000, Octet: 200, Port: 8080, Natural: 3_000_000_000, Wide: 9_007_199_254_740_993,
		Single: 0.5, Double: 0.1, Exact: amount("0.1"), Flag: true, Level: LevelHigh, State: StatusPublished,
		At: noon, Day: orm.Date{Year: 2026, Month: 3, Day: 1}, Clock: orm.TimeOfDay{Hour: 12, Nanosecond: 500_000_000}, Took: 90 * time.Minute,
		Code: uuid.MustParse("01234567-89ab-7def-8123-456789abcdee"), Host: ip("2001:db8::1"), Blob: []byte("bytes"),
		Tree: map[string]any{"theme": map[string]any{"color": `it's "blue"`, "size": 3.5}, "tags": []string{}, "none": nil, "ключ": "да", "a.b": "dotted", "": "unnamed"},
	}
	high := &Sample{
		Name: "high", Tiny: 127, Small: 32767, Middle: 2147483647, Large: 9223372036854775807, Octet: 255, Port: 65535, Natural: 4294967295, Wide: 9223372036854775807,
		Single: 3.5, Double: 1e300, Exact: amount("999999999.999"), Flag: true, Level: LevelHigh, State: StatusPublished,
		At: moment("2026-12-31T23:59:58Z"), Day: orm.Date{Year: 9999, Month: 12, Day: 31}, Clock: orm.TimeOfDay{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999_999_000}, Took: 1000 * time.Hour,
		Code: uuid.Max, Host: ip("255.255.255.255"), Blob: []byte{0xff, 0xfe, 0, '\'', '%'}, Tree: map[string]any{"theme": "plain", "deep": []any{1, []any{2, map[string]any{"end": "here"}}},
			"a<b": "less", "a&b": "and", `a\b`: "backslash", "a\nb": "line", "a'b": "quote", "a b": "blank", "*": "star", "$": "dollar", "empty": ""},
	}
	high.MaybeSmall, high.MaybeLarge, high.MaybeDouble, high.MaybeExact, high.MaybeFlag, high.MaybeState = &high.Small, &high.Large, &high.Double, &high.Exact, &high.Flag, &high.State
	high.MaybeAt, high.MaybeDay, high.MaybeClock, high.MaybeTook, high.MaybeCode, high.MaybeHost = &high.At, &high.Day, &high.Clock, &high.Took, &high.Code, &high.Host
	return []*Sample{low, zero, some, high}
}

// sayings are words that are hard on a database, by their names. Three have
// something to say aside.
func sayings() []*Saying {
	var rows []*Saying
	for _, s := range [][2]string{
		{"empty", ""},
		{"plain", "plain words"},
		{"capital", "PLAIN WORDS"},
		{"percent", "100% sure"},
		{"underscore", "snake_case"},
		{"backslash", `C:\temp\new`},
		{"quote", "it's"},
		{"double", `say "hi"`},
		{"backtick", "`tick`"},
		{"glob", "a*b?c[d]e"},
		{"injection", "x'; DROP TABLE blog_saying; --"},
		{"mark", "? $1 :name @p1"},
		{"null", "NULL"},
		{"number", "007"},
		{"html", "<b>&amp;</b>"},
		{"newline", "two\nlines"},
		{"tab", "tab\there"},
		{"bell", "ring\a"},
		{"leading", " blank"},
		{"trailing", "blank "},
		{"blank", "blank"},
		{"nbsp", "a\u00a0b"},
		{"emoji", "👍🏽 yes 👩\u200d👧"},
		{"composed", "caf\u00e9"},
		{"combining", "cafe\u0301"},
		{"umlaut", "Ärger"},
		{"sharp", "Straße"},
		{"greek", "ΣΊΣΥΦΟΣ"},
		{"hebrew", "שלום"},
		{"chinese", "中文字"},
	} {
		rows = append(rows, &Saying{Name: s[0], Words: s[1]})
	}
	rows[0].Aside, rows[1].Aside, rows[2].Aside = new(""), new("% _"), new("NULL")
	return rows
}
