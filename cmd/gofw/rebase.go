package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/generator/source"
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
	branches, err := migrate.Fork(h.sources, c.App)
	if err != nil {
		return readable(err)
	}
	onto, err := c.onto(ctx, p, app, branches)
	if err != nil || onto == "" {
		return err
	}
	rebased, err := migrate.Rebase(h.sources, c.App, onto)
	if err != nil {
		return readable(err)
	}
	return c.carryOut(ctx, p, h, rebased)
}

// carryOut writes the files and says what became of them.
func (c rebaseCommand) carryOut(ctx context.Context, p *program, h *history, rebased *migrate.Rebased) error {
	for _, m := range rebased.Moved {
		p.say("%s.%s is %s now, behind %s", c.App, m.From, m.To, rebased.Onto)
	}
	if len(rebased.Changes) == 0 {
		p.say("nothing to do: the migrations of %s follow one another", c.App)
		return nil
	}
	for _, change := range rebased.Changes {
		if _, err := h.app(change.App); err != nil {
			return fmt.Errorf("%s/%s would have to change, and is not of this site: %w", change.App, change.File, err)
		}
	}
	if c.DryRun {
		return nil
	}
	if err := h.change(rebased.Changes); err != nil {
		return err
	}
	if len(rebased.Moved) == 0 {
		p.say("HEAD of %s is right again", c.App)
	} else {
		p.say("written; databases that have had them under the old names get their records renamed by gofw migrate")
	}
	return p.generate(ctx, h.site.Root)
}

// onto finds the newest migration of the side that stays. It is empty if the
// answer was to do nothing.
func (c rebaseCommand) onto(ctx context.Context, p *program, app *source.App, b migrate.Branches) (string, error) {
	switch {
	case c.Onto != "":
		return c.Onto, nil
	case len(b.Heads) == 0:
		return "", fmt.Errorf("%s has no migrations", c.App)
	case len(b.Heads) == 1:
		return b.Heads[0], nil // HEAD may still be wrong
	case c.Upstream != "":
		there, err := tracked(ctx, app.Dir, c.Upstream)
		if err != nil {
			return "", err
		}
		return headIn(b, there, c.Upstream)
	}
	hint := ""
	for _, upstream := range likelyUpstreams(ctx, app.Dir) {
		there, err := tracked(ctx, app.Dir, upstream)
		if err != nil {
			continue
		}
		if head, err := headIn(b, there, upstream); err == nil {
			hint = fmt.Sprintf("%s is on %s", head, upstream)
			break
		}
	}
	if c.Noinput || !terminal(p.in) || !terminal(p.err) {
		if hint != "" {
			hint = "; perhaps it is the first, for " + hint
		}
		return "", fmt.Errorf("%s has the heads %s, and which one stays cannot be guessed: say --onto NAME, or --upstream BRANCH%s", c.App, strings.Join(b.Heads, " and "), hint)
	}
	return c.ask(newAsker(ctx, p), b, hint)
}

// ask lets a person choose the head that stays.
func (c rebaseCommand) ask(a asker, b migrate.Branches, hint string) (string, error) {
	if hint != "" {
		hint = " (" + hint + ")"
	}
	for {
		answer, err := a.line(fmt.Sprintf("Which stays as it is, with what is before it%s? The others are put behind it. [%s] ", hint, strings.Join(b.Heads, "/")))
		if err != nil {
			return "", err
		}
		var found []string
		for _, head := range b.Heads {
			if answer != "" && strings.HasPrefix(head, answer) {
				found = append(found, head)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
}

// headIn is the only head among files that a branch has.
func headIn(b migrate.Branches, files []string, branch string) (string, error) {
	there := slices.DeleteFunc(slices.Clone(b.Heads), func(head string) bool { return !slices.Contains(files, head+".yaml") })
	switch len(there) {
	case 0:
		return "", fmt.Errorf("%s has none of the heads %s; say --onto NAME", branch, strings.Join(b.Heads, " and "))
	case 1:
		return there[0], nil
	}
	return "", fmt.Errorf("%s has %s; say --onto NAME", branch, strings.Join(there, " and "))
}
