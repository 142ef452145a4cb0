package site

import (
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/migrate"
)

func TestMigrationsAreToldOneALine(t *testing.T) {
	t.Parallel()
	step := func(name string) migrate.Step { return migrate.Step{App: "blog", Name: name} }
	back := step("0003_c")
	back.Backwards = true
	squash := step("0002_squashed")
	squash.Record = "it stands for blog.0001_a to blog.0002_b, which are applied"
	var out strings.Builder
	p := newMigrationProgress(&out)
	for _, ev := range []migrate.Event{
		{Steps: []migrate.Step{step("0001_a"), step("0002_b")}, Took: 1234 * time.Microsecond},
		{Steps: []migrate.Step{back}, Took: 2345678 * time.Microsecond},
		{Steps: []migrate.Step{squash}},
	} {
		p.event(migrate.Event{Steps: ev.Steps})
		ev.Done = true
		p.event(ev)
	}
	want := "blog.0001_a\nblog.0002_b\n2 migrations as one step in 1ms\n" +
		"undo blog.0003_c in 2.35s\n" +
		"record blog.0002_squashed: it stands for blog.0001_a to blog.0002_b, which are applied\n"
	if out.String() != want {
		t.Errorf("%s\nwant %s", out.String(), want)
	}
	if p.done != 4 {
		t.Errorf("%d done, want 4", p.done)
	}
}

func TestTheBarFills(t *testing.T) {
	t.Parallel()
	for want, at := range map[string][2]int{
		"[....................] 0/3": {0, 3},
		"[######..............] 1/3": {1, 3},
		"[####################] 3/3": {3, 3},
		"[....................] 0/0": {0, 0},
	} {
		if got := bar(at[0], at[1]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
