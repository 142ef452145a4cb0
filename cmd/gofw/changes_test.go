package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/generator/source"
)

func TestChangesAreMadeAllOrNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	migrations := filepath.Join(dir, "migrations")
	if err := os.MkdirAll(filepath.Join(migrations, "0003_c.yaml"), 0o777); err != nil { // a folder is in the way
		t.Fatal(err)
	}
	for name, text := range map[string]string{"0001_a.yaml": "a", "HEAD": "0001_a\n"} {
		if err := os.WriteFile(filepath.Join(migrations, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	h := &history{apps: []*source.App{{Name: "blog", Dir: dir}, {Name: "shop", Dir: filepath.Join(dir, "shop")}}}
	changes := []migrate.Change{
		{App: "shop", File: "0001_a.yaml", Text: []byte("new")},
		{App: "blog", File: "0002_b.yaml", Text: []byte("new")},
		{App: "blog", File: "HEAD", Text: []byte("0003_c\n")},
		{App: "blog", File: "0001_a.yaml"},
		{App: "blog", File: "0003_c.yaml", Text: []byte("new")},
	}
	if err := h.change(changes); err == nil {
		t.Fatal("no error")
	}
	for name, want := range map[string]string{"0001_a.yaml": "a", "HEAD": "0001_a\n", "0002_b.yaml": ""} {
		got, err := os.ReadFile(filepath.Join(migrations, name))
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s holds %q, want %q (%v)", name, got, want, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "shop", "migrations")); !os.IsNotExist(err) {
		t.Errorf("the folder of the other app is left: %v", err)
	}
	if err := h.change(changes[:4]); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(migrations, "0001_a.yaml")); !os.IsNotExist(err) {
		t.Error("what was to be removed is there")
	}
}
