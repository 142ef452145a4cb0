package migrate

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Texts that YAML, SQL or people could take for something else.
var nasty = []string{
	"", " ", "null", "Null", "~", "true", "no", "off", "Y", "0", "010", "1.50", "1e5", "0x1F", ".inf", "2024-01-01", "12:30:00",
	"it's", `say "hi"`, `back\slash`, "tab\there", "line\nbreak", "\n", "trailing \n", " leading", "trailing ", "a: b", "a #b", "#a", "- a", "? a",
	"[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a`", "|", ">", ",", "a,b", "äöü", "日本語", "😀", "\u00a0", "\u0085", "\u2028", "\ufeff", "\x07", "\x1b", "\x7f",
	"<<", "=", "'", "''", `"`, "--", "---", "...", "a\r\nb", "a\tb\nc", "x\n\ny", "x\n  y\n", "x\n y", "{field} > 'a'",
}

// Every text comes back from a file as it was.
func TestTextsSurviveTheFile(t *testing.T) {
	t.Parallel()
	for _, s := range nasty {
		f := &File{App: "app", Name: "0001_x", Ops: []Op{
			{Kind: AddField, Model: "M", Field: &Field{Name: "a", Type: schema.Text, Default: &s}, Backfill: &s},
			{Kind: AddCheck, Model: "M", Check: &Check{Name: "c", Expr: s}},
			{Kind: RunSQL, SQL: Scripts{"all": s, "sqlite": s + "\nx"}, Reverse: Scripts{"mysql": s}, Elidable: true},
			{Kind: RunSQL, SQL: Scripts{"all": s}, Reverse: noop},
			{Kind: RunSQL, SQL: Scripts{"all": s}, Reverse: Scripts{}},
			{Kind: RunSQL, SQL: Scripts{"all": s}},
		}}
		roundTrip(t, f)
	}
}

// roundTrip writes and reads a migration and compares.
func roundTrip(t *testing.T, f *File) {
	t.Helper()
	src := f.Encode()
	again, err := Decode(f.App, f.place(), src)
	if err != nil {
		t.Fatalf("%v\nin:\n%s", err, src)
	}
	options := cmp.Options{
		cmpopts.IgnoreUnexported(File{}, Op{}, Field{}),
		cmpopts.IgnoreFields(File{}, "Depends"),
	}
	if diff := cmp.Diff(f, again, options); diff != "" {
		t.Fatalf("(-before +after):\n%s\nin:\n%s", diff, src)
	}
	if f.Checksum() != again.Checksum() {
		t.Fatalf("the checksum differs in:\n%s", src)
	}
	if got := string(again.Encode()); got != string(src) {
		t.Fatalf("writing again gives other bytes:\n%s\n%s", src, got)
	}
}

func TestRandomHistoriesSurviveTheFile(t *testing.T) {
	t.Parallel()
	for seed := range histories(t, 60) {
		for _, f := range randomHistory(int64(seed+1), 40) {
			roundTrip(t, f)
		}
	}
}

func TestPlainTextsAreNotQuoted(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"draft": "draft", "auth.User": "auth.User", "blog.0001_initial": "blog.0001_initial", "blog_post": "blog_post", "two words": "two words",
		"0": `"0"`, "true": `"true"`, "No": `"No"`, "": `""`, "it's": `"it's"`, "a: b": `"a: b"`, "ends.": `"ends."`,
	}
	for s, want := range tests {
		if got := scalar(s); got != want {
			t.Errorf("%q is written %s, want %s", s, got, want)
		}
	}
}

func TestChecksumIgnoresCommentsAndSpacing(t *testing.T) {
	t.Parallel()
	read := func(src string) string {
		f, err := Decode("blog", "blog/migrations/0001_x.yaml", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		return f.Checksum()
	}
	plain := read("ops:\n  - {op: delete_model, model: Post}\n")
	if read("# why\ndepends: [auth.0001_initial]\nops:\n- op: delete_model # gone\n  model: \"Post\"\n") != plain {
		t.Error("a comment changes the checksum")
	}
	if read("ops:\n  - {op: delete_model, model: Posts}\n") == plain {
		t.Error("another model has the same checksum")
	}
}

func TestIndexNamesFitEveryDatabase(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long_", 20)
	a, b := indexName(long, []string{"a"}, false), indexName(long, []string{"b"}, true)
	for _, name := range []string{a, b, indexName("blog_post", []string{"slug"}, true)} {
		if len(name) > longestName {
			t.Errorf("%s has %d characters", name, len(name))
		}
	}
	if !strings.HasSuffix(a, "_idx") || !strings.HasSuffix(b, "_uq") || a[:50] == b[:50] && a == b {
		t.Errorf("%s and %s", a, b)
	}
	if got := indexName("blog_post", []string{"status", "published_at"}, false); got != "blog_post_status_published_at_idx" {
		t.Error(got)
	}
}
