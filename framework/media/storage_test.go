package media_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/media"
)

// storages are the kinds of storages; all keep the same contract.
func storages(t *testing.T) map[string]media.Storage {
	return map[string]media.Storage{"folder": media.Folder{Dir: filepath.Join(t.TempDir(), "media")}, "memory": &media.Memory{}}
}

func keys(t *testing.T, s media.Storage, prefix string) []string {
	t.Helper()
	list := []string{}
	for f, err := range s.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %d", f.Key, f.Size))
	}
	return list
}

func text(t *testing.T, s media.Storage, key string) string {
	t.Helper()
	c, err := s.Open(t.Context(), key)
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	data, err := io.ReadAll(c)
	if err != nil || int64(len(data)) != c.Size || c.Key != key {
		t.Errorf("%s: %d bytes and %v, but %+v", key, len(data), err, c.Info)
	}
	return string(data)
}

func TestAStorageKeepsFiles(t *testing.T) {
	for name, s := range storages(t) {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if got := keys(t, s, ""); len(got) != 0 {
				t.Errorf("a new storage has %q", got)
			}
			for _, key := range []string{"a/b/one.txt", "a/two.txt", "ab/three.txt", "ü/vier und fünf.txt"} {
				if n, err := s.Create(ctx, key, strings.NewReader(key)); err != nil || n != int64(len(key)) {
					t.Errorf("create %s: %d, %v", key, n, err)
				}
			}
			if _, err := s.Create(ctx, "a/two.txt", strings.NewReader("again")); !errors.Is(err, fs.ErrExist) {
				t.Errorf("a key was given twice: %v", err)
			}
			if err := s.Move(ctx, "a/two.txt", "a/b/one.txt"); !errors.Is(err, fs.ErrExist) {
				t.Errorf("a file was moved onto another: %v", err)
			}
			if err := s.Move(ctx, "a/none.txt", "a/new.txt"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("what is not there was moved: %v", err)
			}
			if got := text(t, s, "a/b/one.txt") + text(t, s, "a/two.txt"); got != "a/b/one.txta/two.txt" {
				t.Errorf("files hold %q", got)
			}
			if err := s.Move(ctx, "a/b/one.txt", "c/one.txt"); err != nil {
				t.Error(err)
			}
			if err := s.Delete(ctx, "a/two.txt"); err != nil {
				t.Error(err)
			}
			if err := s.Delete(ctx, "a/two.txt"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted twice: %v", err)
			}
			if _, err := s.Open(ctx, "a/two.txt"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a deleted file is open: %v", err)
			}
			if diff := cmp.Diff([]string{"ab/three.txt 12", "c/one.txt 11", "ü/vier und fünf.txt 21"}, keys(t, s, "")); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"ab/three.txt 12"}, keys(t, s, "ab/th")); diff != "" {
				t.Errorf("with a prefix (-want +got):\n%s", diff)
			}
			if got := s.URL("a b/ü?#%.txt"); got != "/media/a%20b/%C3%BC%3F%23%25.txt" {
				t.Errorf("the address is %s", got)
			}
		})
	}
}

func TestAFileThatBreaksOffIsNotThere(t *testing.T) {
	for name, s := range storages(t) {
		t.Run(name, func(t *testing.T) {
			broken := io.MultiReader(strings.NewReader(strings.Repeat("x", 100_000)), iotest.ErrReader(errors.New("gone")))
			if _, err := s.Create(t.Context(), "a/b.txt", broken); err == nil || !strings.Contains(err.Error(), "gone") {
				t.Errorf("the error is %v", err)
			}
			cancelled, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := s.Create(cancelled, "a/b.txt", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
				t.Errorf("a visitor who left: %v", err)
			}
			if got := keys(t, s, ""); len(got) != 0 {
				t.Errorf("there is %q", got)
			}
		})
	}
}

func TestOnlyOneOfManyGetsAKey(t *testing.T) {
	for name, s := range storages(t) {
		t.Run(name, func(t *testing.T) {
			var won atomic.Int32
			var group sync.WaitGroup
			for i := range 8 {
				group.Go(func() {
					_, err := s.Create(t.Context(), "same.txt", strings.NewReader(strings.Repeat(fmt.Sprint(i), 1000)))
					if err == nil {
						won.Add(1)
					} else if !errors.Is(err, fs.ErrExist) {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if got := text(t, s, "same.txt"); won.Load() != 1 || strings.Trim(got, got[:1]) != "" || len(got) != 1000 {
				t.Errorf("%d won; the file begins with %.20q", won.Load(), got)
			}
		})
	}
}

// hostile are keys that would leave a folder, hide in it, or mean something to
// a file system.
var hostile = []string{
	"", ".", "..", "../x", "a/../../x", "/etc/passwd", "//x", "a//b", "a/./b", "a/", "/a", `a\b`, `..\..\x`, `C:\x`, "c:x", "a:stream",
	"a\x00b", "a\nb", "a\x7f", "\xff\xfe", ".hidden", "a/.git/config", "x.", "x ", "a/b. ", "a*", "a?b", `a"b`, "a<b", "a>b", "a|b",
	"a\u202egpj.exe", "a\u200bb", strings.Repeat("x", 256), strings.Repeat("a/", 200) + "x",
}

func TestNoKeyLeavesItsFolder(t *testing.T) {
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret.txt")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := media.Folder{Dir: filepath.Join(outside, "media")}
	if _, err := s.Create(t.Context(), "a/b.txt", strings.NewReader("b")); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link.txt": secret, "out": outside, "up": "..", "a/up.txt": "../../secret.txt"} {
		if err := os.Symlink(to, filepath.Join(s.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	all := append([]string{"link.txt", "out/secret.txt", "up/secret.txt", "a/up.txt", "../secret.txt"}, hostile...)
	for _, key := range all {
		if c, err := s.Open(t.Context(), key); err == nil {
			c.Close()
			t.Errorf("%q was opened", key)
		}
		if key == "link.txt" || key == "a/up.txt" {
			continue // the link itself is in the folder
		}
		if _, err := s.Create(t.Context(), key, strings.NewReader("x")); err == nil {
			t.Errorf("%q was created", key)
		}
		if err := s.Move(t.Context(), "a/b.txt", key); err == nil {
			t.Errorf("a file was moved to %q", key)
		}
		if err := s.Delete(t.Context(), key); err == nil {
			t.Errorf("%q was deleted", key)
		}
	}
	if got, err := os.ReadFile(secret); err != nil || string(got) != "secret" {
		t.Errorf("the file outside holds %q, %v", got, err)
	}
	if diff := cmp.Diff([]string{"a/b.txt 1"}, keys(t, s, "")); diff != "" {
		t.Errorf("in the folder (-want +got):\n%s", diff)
	}
}

func FuzzAKeyThatIsTakenIsInTheFolder(f *testing.F) {
	for _, key := range append(hostile, "a/b.txt", "ü.png") {
		f.Add(key)
	}
	dir := f.TempDir()
	s := media.Folder{Dir: filepath.Join(dir, "one", "two", "media")}
	f.Fuzz(func(t *testing.T, key string) {
		_, err := s.Create(t.Context(), key, strings.NewReader("x"))
		if err != nil {
			return
		}
		defer s.Delete(t.Context(), key)
		if text(t, s, key) != "x" {
			t.Errorf("%q cannot be read", key)
		}
		if rel, err := filepath.Rel(s.Dir, filepath.Join(s.Dir, key)); err != nil || strings.HasPrefix(rel, "..") {
			t.Errorf("%q is at %s", key, rel)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 {
			t.Errorf("%q left something outside: %v, %v", key, entries, err)
		}
	})
}

func TestWithoutAStorageTheErrorSaysSo(t *testing.T) {
	if _, err := media.File("a.txt").Open(t.Context()); err == nil || !strings.Contains(err.Error(), "media.With") {
		t.Error(err)
	}
	if got := media.File("a.txt").URL(t.Context()); got != "" {
		t.Error(got)
	}
}
