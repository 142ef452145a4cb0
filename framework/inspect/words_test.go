package inspect

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
)

func TestGoNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"author_id": "AuthorID", "authorId": "AuthorID", "AuthorID": "AuthorID", "author id": "AuthorID", "site_url": "SiteURL",
		"HTTPServer": "HTTPServer", "_x": "X", "2fa": "Field2fa", "": "Field", "$$": "Field", "größe": "Größe", "名": "Field名",
		"type": "Type", "naïve_café": "NaïveCafé", "a1b2": "A1b2", "ÄÖ": "Äö", "user__name": "UserName", "e\u0301t": "ET",
	} {
		if got := camel(words(name), "Field"); got != want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
}

func TestSingulars(t *testing.T) {
	t.Parallel()
	for plural, want := range map[string]string{
		"posts": "post", "categories": "category", "news": "news", "status": "status", "data": "data", "people": "person",
		"addresses": "address", "address": "address", "blog_posts": "blog_post", "sms": "sms", "canvas": "canvas", "boxes": "box",
		"analysis": "analysis", "quota": "quota", "series": "series", "post": "post", "bonus": "bonus", "children": "child", "ids": "ids",
	} {
		if got := strings.Join(singular(words(plural)), "_"); got != want {
			t.Errorf("%s is %s, want %s", plural, got, want)
		}
	}
}

func TestListedValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ dialect, expr, column, values string }{
		{"sqlite", `status IN ('draft', 'published')`, "status", "draft|published"},
		{"sqlite", `"status" in ('a') OR "status" IS NULL`, "status", "a"},
		{"sqlite", `[status] IS NULL OR ([status] = 'a')`, "status", "a"},
		{"sqlite", `status IN ('it''s', 'a -- b', '(', '/* c */')`, "status", "it's|a -- b|(|/* c */"},
		{"sqlite", "a IN (1, -2, 3) -- why", "a", "1|-2|3"},
		{"sqlite", `'a' = status OR status = 'b'`, "status", "a|b"},
		{"sqlite", `status IN ('a', 'b') AND length(status) > 0`, "", ""},
		{"sqlite", `NOT status IN ('a', 'b')`, "", ""},
		{"sqlite", `status NOT IN ('a', 'b')`, "", ""},
		{"sqlite", `status IN (SELECT name FROM statuses)`, "", ""},
		{"sqlite", `status IN ('a' || 'b')`, "", ""},
		{"sqlite", `status = 'a' OR other = 'b'`, "", ""},
		{"sqlite", `status IS NULL`, "", ""},
		{"sqlite", `status <> 'a'`, "", ""},
		{"sqlite", `lower(status) IN ('a')`, "", ""},
		{"sqlite", ``, "", ""},
		{"sqlite", `status IN (`, "", ""},
		{"sqlite", `status IN ('open`, "status", "open"}, // what is no SQL is no matter
		{"postgres", `((status)::text = ANY ((ARRAY['draft'::character varying, 'published'::character varying])::text[]))`, "status", "draft|published"},
		{"postgres", `(status = ANY (ARRAY['a'::text, 'b'::text]))`, "status", "a|b"},
		{"postgres", `((n = ANY (ARRAY[1, '-2'::integer])) OR (n IS NULL))`, "n", "1|-2"},
		{"postgres", `(kind = ANY (ARRAY['x'::"Mood", 'y'::public."Mood"]))`, "kind", "x|y"},
		{"postgres", `((a)::character varying(10)[] = ANY (ARRAY['x'::bpchar]))`, "a", "x"},
		{"postgres", `((at)::timestamp without time zone = 'x'::timestamp without time zone)`, "at", "x"},
		{"postgres", `(price = ANY (ARRAY[1.5, (2)::numeric]))`, "price", "1.5|2"},
		{"postgres", `(a = E'tab\tand \'quote\'')`, "a", "tab\tand 'quote'"},
		{"mysql", "`status` in ('a','it\\'s','back\\\\slash')", "status", `a|it's|back\slash`},
		{"mysql", "(`status` in (_utf8mb4'a',_utf8mb4'b'))", "status", "a|b"},
	} {
		column, values, ok := listed(c.dialect, c.expr)
		if !ok {
			column, values = "", nil
		}
		if column != c.column || strings.Join(values, "|") != c.values {
			t.Errorf("%s: %s %q, want %s %q", c.expr, column, values, c.column, c.values)
		}
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dialect     string
		kind        schema.Kind
		size        int
		sql         string
		value, left string // what a tag says; the SQL if none can
	}{
		{"sqlite", schema.Text, 0, `'draft'`, "draft", ""},
		{"sqlite", schema.Text, 0, `''`, "", ""},
		{"sqlite", schema.Text, 0, `'a;b'`, "", `'a;b'`},
		{"sqlite", schema.Text, 0, `' padded '`, "", `' padded '`},
		{"sqlite", schema.BigInt, 0, `(-1)`, "-1", ""},
		{"sqlite", schema.BigInt, 0, `+1`, "1", ""},
		{"sqlite", schema.BigInt, 0, `1 + 1`, "", "1 + 1"},
		{"sqlite", schema.SmallInt, 0, `70000`, "", "70000"},
		{"sqlite", schema.Bool, 0, `0`, "false", ""},
		{"sqlite", schema.Bool, 0, `2`, "", "2"},
		{"sqlite", schema.DateTime, 0, `CURRENT_TIMESTAMP`, "now", ""},
		{"sqlite", schema.DateTime, 0, `datetime('now')`, "", "datetime('now')"},
		{"sqlite", schema.String, 3, `'long'`, "", "'long'"},
		{"postgres", schema.String, 9, `'draft'::character varying`, "draft", ""},
		{"postgres", schema.Text, 0, `NULL::text`, "", ""},
		{"postgres", schema.Bool, 0, `false`, "false", ""},
		{"postgres", schema.DateTime, 0, `now()`, "now", ""},
		{"postgres", schema.DateTime, 0, `(now() + '1 day'::interval)`, "", "(now() + '1 day'::interval)"},
		{"postgres", schema.BigInt, 0, `'-7'::integer`, "-7", ""},
		{"mysql", schema.DateTime, 0, `current_timestamp(6)`, "now", ""},
		{"mysql", schema.Binary, 0, `'x'`, "", "'x'"},
	} {
		column := Column{Kind: c.kind, Size: c.size}
		column.fills(c.dialect, c.sql)
		value := ""
		if column.Default != nil {
			value = *column.Default
		}
		if value != c.value || column.DefaultSQL != c.left {
			t.Errorf("%s: %q and %q, want %q and %q", c.sql, value, column.DefaultSQL, c.value, c.left)
		}
	}
}

func TestChecksOfATable(t *testing.T) {
	t.Parallel()
	got := createdChecks("CREATE TABLE t (a text CHECK (a <> ')'), -- CHECK (no)\n check_b int, CONSTRAINT \"is b\" CHECK ((b > 0) AND (c)), d text DEFAULT 'CHECK (no)' check(d))")
	want := []Check{{"", "a <> ')'"}, {"is b", "(b > 0) AND (c)"}, {"", "d"}}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	tables := []string{"auth_user", "blog_post", "blog_tag", "a/b", "odd[name"}
	for patterns, want := range map[string]string{
		"": "auth_user blog_post blog_tag a/b odd[name", "blog_*": "blog_post blog_tag", "!blog_*": "auth_user a/b odd[name", "blog_*,!*_tag": "blog_post",
		"*": "auth_user blog_post blog_tag a/b odd[name", "a/b": "a/b", "blog_????": "blog_post", "none": "",
	} {
		f, err := newFilter(strings.FieldsFunc(patterns, func(r rune) bool { return r == ',' }))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, name := range tables {
			if f.takes(name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s takes %q, want %q", patterns, got, want)
		}
	}
	for _, wrong := range []string{"", "!", "a[", "!a["} {
		if _, err := newFilter([]string{wrong}); err == nil {
			t.Errorf("%q passed for a pattern", wrong)
		}
	}
}

// The names that migrations take are known here a second time.
func TestOddNamesAreThoseThatMigrationsRefuse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", "_", "2a", "a-b", "größe", "名前", "a b", strings.Repeat("x", 63), strings.Repeat("x", 64), strings.Repeat("ß", 32), "e\u0301", "a$"} {
		m := &schema.Model{App: "shop", Name: "T", Table: name, Fields: []schema.Field{{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true}}}
		if _, err := migrate.Declare([]*schema.Model{m}); (err != nil) != (odd(name) != "") {
			t.Errorf("%q: migrations say %v, inspect says %q", name, err, odd(name))
		}
	}
}

func FuzzConditions(f *testing.F) {
	f.Add("postgres", `((a)::text = ANY ((ARRAY['x'::character varying])::text[]))`)
	f.Add("sqlite", "CREATE TABLE t (a CHECK (a IN ('x'))")
	f.Add("mysql", "`a` in ('\\")
	f.Fuzz(func(t *testing.T, dialect, text string) {
		listed(dialect, text)
		holdsJSON(dialect, text)
		createdChecks(text)
		unwrapped(text)
		definition(text)
		for _, p := range tokens(dialect, text) {
			if p.end <= p.at || p.end > len(text) {
				t.Fatalf("%q of %q ends at %d", p.text, text, p.end)
			}
		}
		c := Column{Kind: schema.Text}
		c.fills(dialect, text)
		if commented(text) != commented(commented(text)) && len(text) < longestComment {
			t.Fatalf("%q", commented(text))
		}
	})
}
