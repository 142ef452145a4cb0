package collect_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/static/collect"
)

// BenchmarkCollect collects two hundred style sheets of some kilobytes: into an
// empty folder, again when nothing has changed, and in memory as a site does when
// it starts.
func BenchmarkCollect(b *testing.B) {
	texts := map[string]string{}
	for i := range 200 {
		texts[fmt.Sprintf("css/%d.css", i)] = strings.Repeat(fmt.Sprintf("a%d { color: red; order: %d }\n", i, i*i), 20+i) + fmt.Sprintf("b { c: url(%d.png) }", i)
		texts[fmt.Sprintf("css/%d.png", i)] = randomText(2000 + i)
	}
	sources := site(texts)
	plan := func() *collect.Plan {
		p, err := collect.Read(sources, collect.Options{Prefix: "/static/"})
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	dir := b.TempDir()
	n := 0
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			n++
			if _, err := plan().Write(b.Context(), filepath.Join(dir, fmt.Sprint(n)), collect.WriteOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			if _, err := plan().Write(b.Context(), filepath.Join(dir, "1"), collect.WriteOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("in memory", func(b *testing.B) {
		for b.Loop() {
			if _, err := plan().FS(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
