package scaffold

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

var small = Files{"a.txt": []byte("a"), "deep/b.txt": []byte("b"), ".env": []byte("SECRET=1\n")}

func TestCreateWritesAllFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if err := Create(t.Context(), dir, small); err != nil {
		t.Fatal(err)
	}
	for name, want := range small {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, ".env")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf(".env can be read by others: %v %v", info.Mode(), err)
	}
	onlyHolds(t, filepath.Dir(dir), "new")
}

func TestCreateLeavesNothingBehindWhenItFails(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name  string
		ctx   context.Context
		files Files
	}{
		{"a run that was ended", ended, small},
		{"a name that leads out", t.Context(), Files{"a.txt": nil, "z/../../b": nil}},
		{"a name that is absolute", t.Context(), Files{"a.txt": nil, "/b": nil}},
		{"a file where a folder must be", t.Context(), Files{"a": nil, "a/b": nil}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			if err := Create(test.ctx, filepath.Join(parent, "new"), test.files); err == nil {
				t.Error("there was no error")
			}
			onlyHolds(t, parent)
		})
	}
}

func TestCreateRefusesWhatExists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(path string) error
	}{
		{"a folder", func(path string) error { return os.Mkdir(path, 0o755) }},
		{"a file", func(path string) error { return os.WriteFile(path, []byte("mine"), 0o644) }},
		{"a link to nowhere", func(path string) error { return os.Symlink("nowhere", path) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			path := filepath.Join(parent, "new")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			if err := Create(t.Context(), path, small); !errors.Is(err, ErrExists) {
				t.Errorf("got the error %v, want %v", err, ErrExists)
			}
			onlyHolds(t, parent, "new")
			if entries, err := os.ReadDir(path); err == nil && len(entries) > 0 {
				t.Errorf("something was written: %v", entries)
			}
		})
	}
}

func TestCreateInAFolderThatIsMissing(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	if err := Create(t.Context(), filepath.Join(parent, "gone", "new"), small); err == nil {
		t.Error("there was no error")
	}
	onlyHolds(t, parent)
}

// onlyHolds checks what is in a folder, dot files included.
func onlyHolds(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
		t.Errorf("%s holds %v, want %v", dir, got, want)
	}
}
