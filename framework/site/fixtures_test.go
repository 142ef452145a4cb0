package site_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const people = `[
{"model": "auth.group", "fields": {"name": "editors", "permissions": ["auth.change_user"], "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}},
{"model": "auth.user", "fields": {"username": "ada", "password": "!", "joined_at": "2026-01-02T03:04:05Z", "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z", "groups": [["editors"]]}}
]
`

func TestDataIsDumpedAndLoaded(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "people.json", people)
	write(t, "wrong.json", `[{"model": "auth.user", "pk": 1, "fields": {"usrname": "x"}}]`)
	write(t, "unknown.jsonl", `{"model": "shop.order", "pk": 1, "fields": {}}`)
	steps := []struct {
		words string
		code  int
		want  string // in either output
	}{
		{"dumpdata", 1, "run migrate first"},
		{"loaddata people.json", 1, "run migrate first"},
		{"migrate", 0, "auth.0001_initial"},
		{"loaddata", 2, "expected \"<files> ...\""},
		{"loaddata nothing.json", 1, "nothing.json: no such file"},
		{"loaddata wrong.json", 1, "wrong.json:1: entry 1, auth.user 1, usrname: auth.User has no such field\n\tdid you mean \"username\"?"},
		{"loaddata unknown.jsonl", 1, "there is no model \"shop.order\""},
		{"loaddata unknown.jsonl --ignore-unknown", 0, "0 rows loaded: 0 new, 0 updated, 1 entry of unknown models left out"},
		{"loaddata people.json --dry-run", 0, "2 rows loaded: 2 new, 0 updated; undone, since this was a dry run"},
		{"loaddata people.json unknown.jsonl --ignore-unknown", 0, "2 rows loaded: 2 new, 0 updated, 1 entry of unknown models left out"},
		{"loaddata people.json", 0, "2 rows loaded: 0 new, 2 updated"},
		{"dumpdata auth --exclude auth.user --natural", 0, `"name": "editors", "permissions": ["auth.change_user"]}}`},
		{"dumpdata AUTH.group", 0, `{"model": "auth.group", "pk": 1, `},
		{"dumpdata auth.user --pks 1,5 --format jsonl", 0, `{"model": "auth.user", "pk": 1, `},
		{"dumpdata auth --pks 1", 1, "name one"},
		{"dumpdata auth.usr", 1, "there is no app and no model \"auth.usr\"; did you mean \"auth.User\"?"},
		{"dumpdata -o people.xml", 1, "people.xml: the name of a fixture ends in .json"},
		{"dumpdata -o nowhere/people.json", 1, "nowhere/people.json"},
		{"dumpdata --format xml", 1, "the formats are json and jsonl"},
		{"dumpdata auth --natural -o all.json.gz", 0, ""},
		{"dumpdata auth --natural -o all.jsonl", 0, ""},
		{"loaddata all.json.gz all.jsonl", 0, "4 rows loaded: 0 new, 4 updated"},
	}
	for _, s := range steps {
		code, out, errs := run(t, t.Context(), strings.Fields(s.words)...)
		if code != s.code || !strings.Contains(out+errs, s.want) {
			t.Errorf("%s: status %d, want %d and %q; it said\n%s%s", s.words, code, s.code, s.want, out, errs)
		}
	}
	_, out, _ := run(t, t.Context(), "dumpdata", "auth", "--natural")
	if d := cmp.Diff(out, unpacked(t, "all.json.gz")); d != "" {
		t.Errorf("the file differs from standard output\n%s", d)
	}
	info, err := os.Stat("all.jsonl")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a file with hashes of passwords can be read by others: %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(".")
	for _, e := range entries {
		if err != nil || strings.HasPrefix(e.Name(), ".gofw-dump") {
			t.Errorf("%s is left, %v", e.Name(), err)
		}
	}
}

func TestAFailedDumpLeavesTheFileThatWasThere(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "all.json", "precious")
	if code, _, _ := run(t, t.Context(), "dumpdata", "-o", "all.json"); code != 1 {
		t.Errorf("status %d", code)
	}
	if text, err := os.ReadFile("all.json"); err != nil || string(text) != "precious" {
		t.Errorf("%s, %v", text, err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func unpacked(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
