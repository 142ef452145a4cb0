package site

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/fixtures"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

type dumpData struct {
	Models []string `arg:"" optional:"" help:"Apps and models: blog, blog.Post. By default all."`

	Exclude []string `short:"e" placeholder:"MODEL" help:"Leave out these apps and models."`
	Format  string   `placeholder:"FORMAT" help:"json, a list, or jsonl, a row on each line. By default that of FILE's name, else json."`
	Indent  int      `placeholder:"N" help:"Spaces in front of each level; by default each row is one line."`
	Natural bool     `help:"Refer to rows by a unique field instead of by key, and leave such keys out."`
	Pks     []string `placeholder:"KEY" help:"Only the rows with these keys, of one model."`
	Output  string   `short:"o" placeholder:"FILE" help:"Where to; compressed if the name ends in .gz. By default standard output."`
}

// Help shows how the command is used.
func (dumpData) Help() string {
	return "Examples:\n  dumpdata -o site.jsonl.gz\n  dumpdata blog auth.User --exclude blog.Comment --indent 2\n  dumpdata blog.Post --pks 1,2 --natural"
}

// Run dumps.
func (v *dumpData) Run(e *environmentOf) error {
	o := fixtures.DumpOptions{Format: fixtures.Format(v.Format), Indent: v.Indent, Natural: v.Natural, Keys: v.Pks}
	compress := false
	if v.Output != "" && v.Output != "-" {
		format, packed, err := fixtures.FormatOf(v.Output)
		if err != nil && v.Format == "" {
			return err
		}
		compress = packed
		if v.Format == "" {
			o.Format = format
		}
	}
	return e.with(func(ctx context.Context, s *Site) error {
		tables, err := s.tables(v.Models, v.Exclude)
		if err != nil {
			return err
		}
		o.Registry = s.registry
		return e.toFile(v.Output, compress, func(w io.Writer) error {
			p := newProgress(e.err, "dumped")
			o.Progress = p.tell
			defer p.end()
			return explainMissingTables(fixtures.Dump(ctx, w, tables, o))
		})
	})
}

// toFile writes a file whole or not at all; the empty name is standard output.
// A dump has hashes of passwords in it, so that only its owner may read it.
func (e *environmentOf) toFile(name string, compress bool, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(e.out)
	}
	pack := func(w io.Writer) error {
		if !compress {
			return write(w)
		}
		z := gzip.NewWriter(w)
		if err := write(z); err != nil {
			return err
		}
		return z.Close()
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() { // a pipe, a device
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(pack(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".gofw-dump-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(pack(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// tables is the tables of these apps and models, without some of them.
func (s *Site) tables(names, exclude []string) ([]*orm.Table, error) {
	in, err := s.named(names)
	if err != nil {
		return nil, err
	}
	out, err := s.named(exclude)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		in = s.registry.Tables()
	}
	return slices.DeleteFunc(in, func(t *orm.Table) bool { return slices.Contains(out, t) }), nil
}

// named is the tables of apps and models, each once.
func (s *Site) named(names []string) ([]*orm.Table, error) {
	var found []*orm.Table
	for _, name := range names {
		var known []string
		hit := false
		for _, t := range s.registry.Tables() {
			m := t.Schema()
			known = append(known, m.Key(), m.App)
			if strings.EqualFold(name, m.Key()) || strings.EqualFold(name, m.App) {
				hit = true
				if !slices.Contains(found, t) {
					found = append(found, t)
				}
			}
		}
		if hit {
			continue
		}
		slices.Sort(known)
		if near := schema.Nearest(name, known); near != "" {
			return nil, fmt.Errorf("there is no app and no model %q; did you mean %q?", name, near)
		}
		return nil, fmt.Errorf("there is no app and no model %q: there are %s", name, strings.Join(slices.Compact(known), ", "))
	}
	return found, nil
}

type loadData struct {
	Files []string `arg:"" help:"Files in JSON, or with a row on each line, compressed or not; - is standard input."`

	IgnoreUnknown bool `help:"Leave out models and fields that the site does not have."`
	DryRun        bool `help:"Do everything, and undo it: to see whether the files are right."`
}

// Help shows how the command is used.
func (loadData) Help() string {
	return "All rows are written, or none. A row whose key is there is updated.\n\nExamples:\n  loaddata site.jsonl.gz\n  loaddata tags.json posts.json --dry-run\n  ssh server mysite dumpdata | loaddata -"
}

// Run loads.
func (v *loadData) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		var sources []fixtures.Source
		for _, name := range v.Files {
			if name == "-" {
				sources = append(sources, fixtures.Source{Name: "standard input", Reader: os.Stdin})
				continue
			}
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			sources = append(sources, fixtures.Source{Name: name, Reader: f})
		}
		p := newProgress(e.err, "loaded")
		report, err := fixtures.Load(ctx, sources, fixtures.LoadOptions{
			Registry: s.registry, IgnoreUnknown: v.IgnoreUnknown, DryRun: v.DryRun, Progress: p.tell,
		})
		p.end()
		if ctx.Err() != nil && err != nil {
			return errors.New("stopped: nothing was written")
		}
		if err != nil {
			return explainMissingTables(err)
		}
		fmt.Fprintln(e.out, told(report, v.DryRun))
		return nil
	})
}

// told is what was done, in words.
func told(r fixtures.Report, dry bool) string {
	text := fmt.Sprintf("%s loaded: %d new, %d updated", counted(r.New+r.Updated, "row"), r.New, r.Updated)
	if r.Ignored > 0 {
		text += fmt.Sprintf(", %s of unknown models left out", counted(r.Ignored, "entry"))
	}
	if dry {
		text += "; undone, since this was a dry run"
	}
	return text
}

func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// When a progress is shown: soon on a terminal, where the line goes away again,
// late and seldom elsewhere, where it stays.
const (
	soon   = 300 * time.Millisecond
	late   = 2 * time.Second
	seldom = 10 * time.Second
)

// progress tells how far a long work is.
type progress struct {
	w     io.Writer
	verb  string
	live  bool
	began time.Time
	last  time.Time
	said  bool
}

func newProgress(w io.Writer, verb string) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, verb: verb, live: ok && terminal(f), began: time.Now()}
}

// tell says how many rows are done, if it is time to say so.
func (p *progress) tell(rows int64) {
	now := time.Now()
	wait := late
	switch {
	case p.live:
		wait = soon
	case p.said:
		wait = seldom
	}
	if now.Sub(p.began) < wait || p.said && now.Sub(p.last) < wait {
		return
	}
	p.last, p.said = now, true
	text := fmt.Sprintf("%s %d rows, %.0f a second", p.verb, rows, float64(rows)/now.Sub(p.began).Seconds())
	if p.live {
		fmt.Fprint(p.w, "\r\x1b[K"+text)
		return
	}
	fmt.Fprintln(p.w, text)
}

// end takes the line from the terminal.
func (p *progress) end() {
	if p.live && p.said {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
