package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
)

// rebaseCommand puts the migrations of one branch behind those of another.
type rebaseCommand struct {
	App      string `arg:"" help:"The app."`
	Onto     string `help:"The newest migration of the branch that stays as it is." placeholder:"NAME"`
	Upstream string `help:"What this branch or commit of git has stays as it is." placeholder:"BRANCH"`
	DryRun   bool   `help:"Only say what would be done."`
	Noinput  bool   `help:"Ask nothing; needs --onto or --upstream."`
}

// Help has an example.
func (rebaseCommand) Help() string {
	return `Two branches each added migrations, and git has merged them: two have the same number, or HEAD has conflict marks. One side stays; the migrations of the other, yours, get the next numbers and come after it. Files that name them follow. A database that has had them under their old names gets its records renamed by gofw migrate.

    gofw migrations rebase blog
    gofw migrations rebase blog --onto 0005_post_language
    gofw migrations rebase blog --upstream origin/main --noinput`
}

// Run changes the files.
func (c rebaseCommand) Run(ctx context.Context, p *program) error {
	if c.Onto != "" && c.Upstream != "" {
		return usage("--onto and --upstream both say what stays; take one of them")
	}
	at, err := p.findSite(ctx, "migrations rebase")
	if err != nil {
		return err
	}
	h, err := readModels(at)
	if err != nil {
		return err
	}
	app, err := h.app(c.App)
	if err != nil {
		return err
	}
	f := fork{dir: app.Dir}
	if f.heads, err = migrate.Heads(h.sources, c.App); err != nil {
		return readable(err)
	}
	onto, err := c.onto(ctx, p, f)
	if err != nil {
		return err
	}
	rebased, err := migrate.Rebase(h.sources, c.App, onto)
	if err != nil {
		return readable(err)
	}
	if written, err := c.carryOut(p, h, rebased); err != nil || !written {
		return err
	}
	return p.generate(ctx, at.Dir)
}

// carryOut writes the files and says what became of them.
func (c rebaseCommand) carryOut(p *program, h *history, rebased *migrate.Rebased) (written bool, err error) {
	for _, m := range rebased.Moved {
		p.say("%s.%s is %s now, behind %s", c.App, m.From, m.To, rebased.Onto)
	}
	if len(rebased.Changes) == 0 {
		p.say("nothing to do: the migrations of %s follow one another", c.App)
		return false, nil
	}
	for _, change := range rebased.Changes {
		if _, err := h.app(change.App); err != nil {
			return false, fmt.Errorf("%s/%s would have to change, and is not of this site: %w", change.App, change.File, err)
		}
	}
	if c.DryRun {
		return false, nil
	}
	if err := h.change(rebased.Changes); err != nil {
		return false, err
	}
	if len(rebased.Moved) == 0 {
		p.say("HEAD of %s is right again", c.App)
	} else {
		p.say("written; databases that have had them under the old names get their records renamed by gofw migrate")
	}
	return true, nil
}

// fork is the branches of an app: the newest migration of each, and the app's folder.
type fork struct {
	heads []string
	dir   string
}

// onto finds the newest migration of the side that stays.
func (c rebaseCommand) onto(ctx context.Context, p *program, f fork) (string, error) {
	switch {
	case c.Onto != "":
		return c.Onto, nil
	case len(f.heads) == 0:
		return "", fmt.Errorf("%s has no migrations", c.App)
	case len(f.heads) == 1:
		return f.heads[0], nil // HEAD may still be wrong
	case c.Upstream != "":
		return f.headOn(ctx, c.Upstream)
	}
	hint := ""
	for _, upstream := range likelyUpstreams(ctx, f.dir) {
		if head, err := f.headOn(ctx, upstream); err == nil {
			hint = fmt.Sprintf("%s is on %s", head, upstream)
			break
		}
	}
	if !c.Noinput && terminal(p.in) && terminal(p.err) {
		return f.ask(newAsker(ctx, p), hint)
	}
	if hint != "" {
		hint = "; perhaps it is the first, for " + hint
	}
	return "", fmt.Errorf("%s has the heads %s, and which one stays cannot be guessed: say --onto NAME, or --upstream BRANCH%s", c.App, strings.Join(f.heads, " and "), hint)
}

// ask lets a person choose the head that stays.
func (f fork) ask(a asker, hint string) (string, error) {
	if hint != "" {
		hint = " (" + hint + ")"
	}
	for {
		answer, err := a.line(fmt.Sprintf("Which stays as it is, with what is before it%s? The others are put behind it. [%s] ", hint, strings.Join(f.heads, "/")))
		if err != nil {
			return "", err
		}
		var found []string
		for _, head := range f.heads {
			if answer != "" && strings.HasPrefix(head, answer) {
				found = append(found, head)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
}

// headOn is the only head that a branch of git has.
func (f fork) headOn(ctx context.Context, branch string) (string, error) {
	files, err := tracked(ctx, f.dir, branch)
	if err != nil {
		return "", err
	}
	there := slices.DeleteFunc(slices.Clone(f.heads), func(head string) bool { return !slices.Contains(files, head+".yaml") })
	switch len(there) {
	case 0:
		return "", fmt.Errorf("%s has none of the heads %s; say --onto NAME", branch, strings.Join(f.heads, " and "))
	case 1:
		return there[0], nil
	}
	return "", fmt.Errorf("%s has %s; say --onto NAME", branch, strings.Join(there, " and "))
}
