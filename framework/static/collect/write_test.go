package collect_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

var day = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// write collects texts into a folder.
func write(t *testing.T, target string, texts map[string]string, o collect.WriteOptions) collect.Result {
	t.Helper()
	p, err := collect.Read(site(texts), collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	if o.Now.IsZero() {
		o.Now = day
	}
	r, err := p.Write(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tree lists the files of a folder with the time of their last change.
func tree(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		all[name] = info.ModTime()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func listed(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	_ = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	return strings.Join(names, " ")
}

func TestCopiesAreKeptWhenTheySaveEnough(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	texts := map[string]string{
		"long.css":   strings.Repeat("a { color: red }\n", 200),
		"short.css":  strings.Repeat("a", 200),
		"random.bin": randomText(10_000),
		"small.bin":  randomText(120) + strings.Repeat("a", 150),      // saves half, but not 200 bytes
		"little.bin": randomText(50_000) + strings.Repeat("a", 1_000), // saves 1,000 bytes, but not 5 %
		"photo.jpg":  strings.Repeat("x", 5000),                       // its format is compressed already
	}
	r := write(t, dir, texts, collect.WriteOptions{})
	if len(r.Written) != 6 || r.Copies != 3 {
		t.Errorf("%d files, %d copies", len(r.Written), r.Copies)
	}
	m, err := static.ReadManifest(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for name, copies := range map[string]int{"long.css": 3, "short.css": 0, "random.bin": 0, "small.bin": 0, "little.bin": 0, "photo.jpg": 0} {
		if got := m.Stored[m.Files[name]].Variants; len(got) != copies {
			t.Errorf("%s has the copies %v", name, got)
		}
	}
	for suffix, open := range map[string]func(io.Reader) (io.Reader, error){
		".br":  func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		".gz":  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		".zst": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderMaxWindow(8<<20)) },
	} {
		coded, err := os.ReadFile(filepath.Join(dir, m.Files["long.css"]+suffix))
		if err != nil {
			t.Fatal(err)
		}
		in, err := open(bytes.NewReader(coded))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(in); err != nil || string(text) != texts["long.css"] {
			t.Errorf("%s decodes to %d bytes: %v", suffix, len(text), err)
		}
	}
}

// randomText cannot be compressed: all bytes are equally often in it.
func randomText(n int) string {
	x := uint64(1)
	b := make([]byte, n)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x >> 32)
	}
	return string(b)
}

func TestWhatDidNotChangeIsNotWrittenAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	texts := map[string]string{"a.css": strings.Repeat("a{}\n", 500), "b.css": `@import "a.css";`, "img/c.png": "c"}
	write(t, dir, texts, collect.WriteOptions{})
	before := tree(t, dir)
	delete(before, static.ManifestName)
	if r := write(t, dir, texts, collect.WriteOptions{Now: day.Add(time.Hour)}); len(r.Written) != 0 || r.Unchanged != 3 || len(r.Removed) != 0 {
		t.Errorf("%+v", r)
	}
	after := tree(t, dir)
	delete(after, static.ManifestName)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	texts["img/c.png"] = "d"
	if r := write(t, dir, texts, collect.WriteOptions{}); len(r.Written) != 1 || r.Unchanged != 2 {
		t.Errorf("after a change: %+v", r)
	}
}

// A file that somebody has deleted or cut comes back.
func TestADamagedFolderIsMended(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	texts := map[string]string{"a.css": strings.Repeat("a{}\n", 500), "b.css": "b"}
	write(t, dir, texts, collect.WriteOptions{})
	m, err := static.ReadManifest(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []func() error{
		func() error { return os.Remove(filepath.Join(dir, m.Files["b.css"])) },
		func() error { return os.WriteFile(filepath.Join(dir, m.Files["b.css"]), nil, 0o644) },
		func() error { return os.Remove(filepath.Join(dir, m.Files["a.css"]+".br")) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if _, err := static.Collected(os.DirFS(dir), "/static/"); err == nil || !strings.Contains(err.Error(), "run collectstatic again") {
			t.Errorf("the damage is served: %v", err)
		}
		if r := write(t, dir, texts, collect.WriteOptions{}); len(r.Written) != 1 {
			t.Errorf("%+v", r)
		}
		if _, err := static.Collected(os.DirFS(dir), "/static/"); err != nil {
			t.Error(err)
		}
	}
}

func TestEarlierFilesStayForAWhile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one, two, three := map[string]string{"sub/a.css": "1"}, map[string]string{"sub/a.css": "2"}, map[string]string{"a.css": "3"}
	write(t, dir, one, collect.WriteOptions{})
	write(t, dir, two, collect.WriteOptions{Now: day.Add(24 * time.Hour)})
	if got := listed(t, dir); got != "staticfiles.json sub/a.6b86b273ff34.css sub/a.d4735e3a265e.css" {
		t.Errorf("after two: %s", got)
	}
	files, err := static.Collected(os.DirFS(dir), "/static/")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := files.URL("sub/a.css"); err != nil || got != "/static/sub/a.d4735e3a265e.css" {
		t.Errorf("%s, %v", got, err)
	}
	// The first one was replaced 29 days before this; it stays, and so does the second.
	write(t, dir, three, collect.WriteOptions{Now: day.Add(30 * 24 * time.Hour)})
	if got := listed(t, dir); got != "a.4e07408562be.css staticfiles.json sub/a.6b86b273ff34.css sub/a.d4735e3a265e.css" {
		t.Errorf("after three: %s", got)
	}
	r := write(t, dir, three, collect.WriteOptions{Now: day.Add(31 * 24 * time.Hour)})
	if diff := cmp.Diff([]string{"sub/a.6b86b273ff34.css"}, r.Removed); diff != "" {
		t.Error(diff)
	}
	// That an earlier file is missing harms nobody but those who ask for it.
	if err := os.Rename(filepath.Join(dir, "sub", "a.d4735e3a265e.css"), filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if _, err := static.Collected(os.DirFS(dir), "/static/"); err != nil {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	// A file that comes back counts from anew.
	write(t, dir, two, collect.WriteOptions{Now: day.Add(50 * 24 * time.Hour)})
	write(t, dir, three, collect.WriteOptions{Now: day.Add(60 * 24 * time.Hour)})
	r = write(t, dir, three, collect.WriteOptions{Now: day.Add(89 * 24 * time.Hour)})
	if got := listed(t, dir); len(r.Removed) != 0 || got != "a.4e07408562be.css staticfiles.json sub/a.d4735e3a265e.css" {
		t.Errorf("after it came back: %s", got)
	}
	r = write(t, dir, three, collect.WriteOptions{Now: day.Add(89 * 24 * time.Hour), Keep: time.Hour})
	if got := listed(t, dir); len(r.Removed) != 1 || got != "a.4e07408562be.css staticfiles.json" {
		t.Errorf("with an hour: %s", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "sub")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder is still there: %v", err)
	}
}

func TestClearLeavesTheNewCollectionAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stranger := filepath.Join(dir, "deep", "mine.txt")
	if err := os.MkdirAll(filepath.Dir(stranger), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stranger, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	// The folder was never a collection, so nothing of it is taken away.
	write(t, dir, map[string]string{"a.css": strings.Repeat("1", 1000)}, collect.WriteOptions{Clear: true})
	if _, err := os.Stat(stranger); err != nil {
		t.Fatal(err)
	}
	would := write(t, dir, map[string]string{"a.css": "2"}, collect.WriteOptions{Clear: true, DryRun: true})
	r := write(t, dir, map[string]string{"a.css": "2"}, collect.WriteOptions{Clear: true})
	if got := listed(t, dir); got != "a.d4735e3a265e.css staticfiles.json" {
		t.Errorf("the folder holds %s", got)
	}
	want := []string{"a.2d6f0c09aefb.css", "deep/mine.txt"}
	if len(r.Removed) != 2 || r.Removed[1] != want[1] {
		t.Errorf("removed %v", r.Removed)
	}
	if diff := cmp.Diff(would.Removed, r.Removed); diff != "" {
		t.Errorf("a dry run says something else: %s", diff)
	}
	// A manifest that nobody can read stops, and clear mends it.
	if err := os.WriteFile(filepath.Join(dir, static.ManifestName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := collect.Read(site(map[string]string{"a.css": "2"}), collect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(t.Context(), dir, collect.WriteOptions{}); err == nil || !strings.Contains(err.Error(), "--clear") {
		t.Errorf("a broken manifest: %v", err)
	}
	write(t, dir, map[string]string{"a.css": "2"}, collect.WriteOptions{Clear: true})
	if _, err := static.ReadManifest(os.DirFS(dir)); err != nil {
		t.Error(err)
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	r := write(t, dir, map[string]string{"a.css": "1", "b.css": "2"}, collect.WriteOptions{DryRun: true})
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || len(r.Written) != 2 {
		t.Errorf("%v, %+v", err, r)
	}
	write(t, dir, map[string]string{"a.css": "1"}, collect.WriteOptions{})
	before := tree(t, dir)
	r = write(t, dir, map[string]string{"a.css": "1", "b.css": "2"}, collect.WriteOptions{DryRun: true})
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" || r.Unchanged != 1 || len(r.Written) != 1 {
		t.Errorf("%+v\n%s", r, diff)
	}
}

// A film is read and written in pieces, and not compressed.
func TestAHugeFileTakesNoMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 130 MiB")
	}
	source, target := t.TempDir(), t.TempDir()
	film := filepath.Join(source, "film.bin")
	if err := os.WriteFile(film, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(film, 130<<20); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := collect.Read([]static.Source{{Name: "films", FS: static.Dir(source)}}, collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Write(t.Context(), target, collect.WriteOptions{})
	runtime.ReadMemStats(&after)
	if err != nil || r.Bytes != 130<<20 || r.Copies != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("collecting allocated %d bytes", grown)
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	t.Parallel()
	last := 0
	write(t, t.TempDir(), map[string]string{"a": "1", "b": "2", "c": "3"}, collect.WriteOptions{Progress: func(done, total int) {
		if done != last+1 || total != 3 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if last != 3 {
		t.Errorf("the last is %d", last)
	}
}

func TestACollectionIsStoppedByItsContext(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	p, err := collect.Read(site(map[string]string{"a.css": strings.Repeat("x", 1000)}), collect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := p.Write(ctx, dir, collect.WriteOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, static.ManifestName)); err == nil {
		t.Error("there is a manifest")
	}
}

// Links in the target lead nowhere.
func TestNothingIsWrittenOutsideOfTheFolder(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "css")); err != nil {
		t.Fatal(err)
	}
	p, err := collect.Read(site(map[string]string{"css/a.css": "1"}), collect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(t.Context(), dir, collect.WriteOptions{}); err == nil {
		t.Error("a link is followed")
	}
	if got := listed(t, outside); got != "" {
		t.Errorf("outside there is %s", got)
	}
}

func TestFoldersInEachOtherAreRefused(t *testing.T) {
	t.Parallel()
	for target, refused := range map[string]bool{"static": true, "static/out": true, ".": true, "staticfiles": false, "static/../out": false, "../static": false} {
		if err := collect.CheckTarget(target, []static.Source{{Name: "x", Path: "static"}, {Name: "embedded"}}); (err != nil) != refused {
			t.Errorf("%s: %v", target, err)
		}
	}
}

// What a binary carries can be written to a folder, with its copies.
func TestACollectionCanBeCollectedAgain(t *testing.T) {
	t.Parallel()
	first, second := t.TempDir(), t.TempDir()
	write(t, first, map[string]string{"a.css": strings.Repeat("a", 1000), "b.css": `@import "a.css";`}, collect.WriteOptions{})
	p, err := collect.Again(os.DirFS(first))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(t.Context(), second, collect.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(listed(t, first), listed(t, second)); diff != "" {
		t.Error(diff)
	}
	one, two := load(t, first, static.ManifestName), load(t, second, static.ManifestName)
	if diff := cmp.Diff(one, two); diff != "" {
		t.Error(diff)
	}
}

func load(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
