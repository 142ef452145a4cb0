package site

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

type collectStatic struct {
	Folder  string        `arg:"" optional:"" help:"Where to; by default SITE_STATIC_ROOT."`
	Clear   bool          `short:"c" help:"Remove everything else from the folder, also the files that open pages may still ask for."`
	DryRun  bool          `short:"n" help:"Change nothing, only tell."`
	Ignore  []string      `short:"i" sep:"none" placeholder:"PATTERN" help:"Leave out files whose name, or its last part, is like this: '*.psd'. May be repeated."`
	Keep    time.Duration `placeholder:"TIME" help:"How long files stay that are replaced: 48h. By default 30 days."`
	Noinput bool          `help:"Ask nothing. It never does."`
	Verbose bool          `help:"Name each file."`
}

// Help shows how the command is used.
func (collectStatic) Help() string {
	return `Writes the static files of the site and its apps, with names that change with their content, compressed copies, and a list of them. gofw build does the same into the program; this is for a folder, which large files and a server in front are quicker with. Nothing needs to be stopped meanwhile: the list comes last. Examples:
  collectstatic /srv/mysite/static
  SITE_STATIC_ROOT=/srv/mysite/static collectstatic --dry-run`
}

// Run collects. It needs neither database nor secret key.
func (v *collectStatic) Run(e *environmentOf) error {
	s, problems := e.settings.read()
	if err := errors.Join(problems...); err != nil {
		return err
	}
	folder := v.Folder
	if folder == "" {
		folder = s.StaticRoot
	}
	if folder == "" {
		return wrongWords{errors.New("collectstatic needs a folder: name it, or set SITE_STATIC_ROOT")}
	}
	sources, onDisk := sourcesOf(s, e.apps)
	if err := checkTarget(s, e.apps, folder); err != nil {
		return err
	}
	plan, err := v.plan(s, sources, onDisk)
	if err != nil {
		return err
	}
	tellPlan(e.err, plan, sources)
	bar := newCollectProgress(e.err)
	r, err := plan.Write(e.ctx, folder, collect.WriteOptions{Keep: v.Keep, Clear: v.Clear, DryRun: v.DryRun, Progress: bar.event})
	bar.stop()
	if err != nil {
		return err
	}
	v.tell(e.out, folder, r)
	return nil
}

// checkTarget refuses a folder among the sources of the site, which may be here
// even if they are not what is collected.
func checkTarget(s Settings, apps []App, folder string) error {
	if moduleHere() == "" {
		return nil
	}
	s.Debug = true
	sources, _ := sourcesOf(s, apps)
	return collect.CheckTarget(folder, sources)
}

// plan is what is collected: the sources, or what the program carries if that
// is collected already.
func (v *collectStatic) plan(s Settings, sources []static.Source, onDisk bool) (*collect.Plan, error) {
	if carried := staticIn(s.Static); !onDisk && static.IsCollected(carried) {
		if len(v.Ignore) > 0 {
			return nil, wrongWords{errors.New("--ignore: the files in this program are collected already")}
		}
		return collect.Again(carried)
	}
	return collect.Read(sources, collect.Options{Prefix: staticPrefix, Ignore: v.Ignore})
}

// tellPlan says what is not collected, and what is missing without harm.
func tellPlan(w io.Writer, p *collect.Plan, sources []static.Source) {
	winner := map[string]static.File{}
	for _, f := range p.Listing.Files {
		winner[f.Name] = f
	}
	for _, f := range p.Listing.Hidden {
		first := winner[f.Name]
		fmt.Fprintf(w, "%s is hidden by %s, which comes first\n", sources[f.Source].Place(f.Path), sources[first.Source].Place(first.Path))
	}
	for _, l := range p.Listing.Left {
		fmt.Fprintf(w, "%q is left out: %s\n", l.Place, l.Why)
	}
	for _, warning := range p.Warnings {
		fmt.Fprintf(w, "%v\n", warning)
	}
}

// tell says what was done.
func (v *collectStatic) tell(w io.Writer, folder string, r collect.Result) {
	written, removed := "written", "removed"
	if v.DryRun {
		written, removed = "would be written", "would be removed"
	}
	if v.Verbose || v.DryRun {
		for _, name := range r.Written {
			fmt.Fprintf(w, "%s %s\n", name, written)
		}
		for _, name := range r.Removed {
			fmt.Fprintf(w, "%s %s\n", name, removed)
		}
	}
	fmt.Fprintf(w, "%d files %s, %d unchanged, %d %s in %s", len(r.Written), written, r.Unchanged, len(r.Removed), removed, folder)
	if r.Copies > 0 {
		fmt.Fprintf(w, "; %d compressed copies", r.Copies)
	}
	fmt.Fprintln(w)
}
