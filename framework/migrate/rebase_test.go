package migrate

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const conflict = "<<<<<<< HEAD\n0003_mine\n=======\n0002_theirs\n>>>>>>> main\n"

// forked are files as a merge of two branches leaves them.
func forked() map[string]string {
	return map[string]string{
		"blog/0001_initial": "ops:\n  - {op: create_model, model: Post, fields: [{name: id, type: bigauto, pk: true}, {name: title, type: string, size: 50}]}\n",
		"blog/0002_theirs":  "depends: [blog.0001_initial]\nops:\n  - {op: add_field, model: Post, field: {name: theirs, type: text, nullable: true}}\n",
		"blog/0002_mine":    "# Mine.\ndepends:\n  - blog.0001_initial # the first\n# What it does:\nops:\n  - {op: add_field, model: Post, field: {name: mine, type: text, nullable: true}} # a field\n",
		"blog/0003_mine":    "depends: [user.0001_initial, blog.0002_mine]\nops:\n  - {op: add_field, model: Post, field: {name: more, type: text, nullable: true}}\n",
		"blog/HEAD":         conflict,
		"user/0001_initial": "ops:\n  - {op: create_model, model: User, fields: [{name: id, type: bigauto, pk: true}]}\n",
		"user/0002_post":    "depends: [blog.0003_mine]\nops:\n  - {op: add_field, model: User, field: {name: post, type: fk, to: blog.Post, nullable: true}}\n",
		"user/HEAD":         "0002_post\n",
	}
}

func sourcesOf(texts map[string]string) []Source {
	byApp := map[string]fstest.MapFS{}
	for name, text := range texts {
		app, file, _ := strings.Cut(name, "/")
		if byApp[app] == nil {
			byApp[app] = fstest.MapFS{}
		}
		if file != headFile {
			file += ".yaml"
		}
		byApp[app][file] = &fstest.MapFile{Data: []byte(text)}
	}
	var sources []Source
	for app, fsys := range byApp {
		sources = append(sources, Source{App: app, FS: fsys})
	}
	slices.SortFunc(sources, func(a, b Source) int { return strings.Compare(a.App, b.App) })
	return sources
}

func carryOut(texts map[string]string, changes []Change) {
	for _, c := range changes {
		name := c.App + "/" + strings.TrimSuffix(c.File, ".yaml")
		if texts[name] = string(c.Text); c.Text == nil {
			delete(texts, name)
		}
	}
}

func TestRebasePutsOneBranchBehindTheOther(t *testing.T) {
	t.Parallel()
	texts := forked()
	r, err := Rebase(sourcesOf(texts), "blog", "0002_theirs")
	if err != nil {
		t.Fatal(err)
	}
	carryOut(texts, r.Changes)
	want := forked()
	delete(want, "blog/0002_mine")
	delete(want, "blog/0003_mine")
	want["blog/0003_mine_rebased"] = "# Mine.\ndepends: [blog.0002_theirs]\nrenamed_from: [\"0002_mine\"]\n# What it does:\nops:\n  - {op: add_field, model: Post, field: {name: mine, type: text, nullable: true}} # a field\n"
	want["blog/0004_mine"] = "depends: [blog.0003_mine_rebased, user.0001_initial]\nrenamed_from: [\"0003_mine\"]\nops:\n  - {op: add_field, model: Post, field: {name: more, type: text, nullable: true}}\n"
	want["blog/HEAD"] = "0004_mine\n"
	want["user/0002_post"] = strings.Replace(want["user/0002_post"], "0003_mine", "0004_mine", 1)
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Load(sourcesOf(texts)...); err != nil {
		t.Error(err)
	}
	again, err := Rebase(sourcesOf(texts), "blog", "0002_theirs")
	if err != nil || len(again.Moved)+len(again.Changes) > 0 {
		t.Errorf("a second time: %v, %v", again, err)
	}
}

// Databases of either branch get the other's migrations, and their records new
// names.
func TestDatabasesFollowARebase(t *testing.T) {
	t.Parallel()
	mine, theirs, both := forked(), forked(), forked()
	mine["blog/HEAD"] = "0003_mine\n"
	delete(mine, "blog/0002_theirs")
	for _, name := range []string{"blog/0002_mine", "blog/0003_mine", "user/0002_post"} {
		delete(theirs, name)
	}
	theirs["blog/HEAD"], theirs["user/HEAD"] = "0002_theirs\n", "0001_initial\n"
	r, err := Rebase(sourcesOf(both), "blog", "0002_theirs")
	if err != nil {
		t.Fatal(err)
	}
	carryOut(both, r.Changes)
	load := func(texts map[string]string) *Graph {
		g, err := Load(sourcesOf(texts)...)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	after := load(both)
	want := freshDump(t, after)
	for name, before := range map[string]*Graph{"mine": load(mine), "theirs": load(theirs)} {
		db := memory(t)
		to(t, db, before, "", "")
		entries, err := Status(t.Context(), db, SQLite{}, after)
		if err != nil {
			t.Fatal(err)
		}
		due := 0
		for _, e := range entries {
			if e.Missing {
				t.Errorf("%s: %s is missing", name, e.Name)
			}
			if e.Due {
				due++
			}
		}
		if want := map[string]int{"mine": 2}[name]; due != want {
			t.Errorf("%s: %d are due, want %d", name, due, want)
		}
		to(t, db, after, "", "")
		if diff := cmp.Diff(want, dump(t, db)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		names := strings.Join(column(t, db, "SELECT name FROM gofw_migration WHERE app = 'blog' ORDER BY 1"), " ")
		if names != "0001_initial 0002_theirs 0003_mine_rebased 0004_mine" {
			t.Errorf("%s: ledger %s", name, names)
		}
		to(t, db, after, "blog", "0001")
		to(t, db, after, "", "")
	}
	db := memory(t)
	to(t, db, load(mine), "", "")
	both["blog/0004_mine"] = strings.Replace(both["blog/0004_mine"], "text", "json", 1)
	if _, err := Pending(t.Context(), db, SQLite{}, load(both), RunOptions{}); err == nil || !strings.Contains(err.Error(), "changed since it was applied: blog/migrations/0004_mine.yaml") {
		t.Errorf("an edit of a renamed file: %v", err)
	}
}

func TestRebaseRefusesWhatCollides(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		theirs, mine string // operations
		want         string
	}{
		"the same field added": {"{op: add_field, model: Post, field: {name: x, type: text, nullable: true}}", "{op: add_field, model: Post, field: {name: x, type: integer, nullable: true}}",
			"both change blog.Post.x"},
		"the same field altered": {"{op: alter_field, model: Post, field: {name: title, type: text}}", "{op: alter_field, model: Post, field: {name: title, type: string, size: 70}}",
			"both change blog.Post.title"},
		"a field renamed and altered": {"{op: rename_field, model: Post, name: title, to: heading}", "{op: alter_field, model: Post, field: {name: title, type: text}}",
			"both change blog.Post.title"},
		"a field removed and indexed": {"{op: remove_field, model: Post, name: title, backfill: x}", "{op: add_index, model: Post, index: {name: i, fields: [title]}}",
			"both change blog.Post.title"},
		"a model deleted and changed": {"{op: delete_model, model: Post}", "{op: add_field, model: Post, field: {name: y, type: text, nullable: true}}",
			"both change blog.Post"},
		"two tables of one name": {"{op: create_model, model: A, table: t, fields: [{name: id, type: bigauto, pk: true}]}", "{op: create_model, model: B, table: t, fields: [{name: id, type: bigauto, pk: true}]}",
			"both change the table t"},
		"two indexes of one name": {"{op: add_index, model: Post, index: {name: i, fields: [title]}}", "{op: add_index, model: Post, index: {name: i, fields: [-title]}}",
			"both change blog.Post.i"},
		"two indexes of one field": {"{op: add_index, model: Post, index: {name: i, fields: [title]}}", "{op: add_index, model: Post, index: {name: j, fields: [-title]}}", ""},
		"two fields":               {"{op: add_field, model: Post, field: {name: x, type: text, nullable: true}}", "{op: add_field, model: Post, field: {name: y, type: text, nullable: true}}", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := map[string]string{"blog/0001_initial": forked()["blog/0001_initial"], "blog/HEAD": "0002_mine\n"}
			texts["blog/0002_theirs"] = "depends: [blog.0001_initial]\nops:\n  - " + test.theirs + "\n"
			texts["blog/0002_mine"] = "depends: [blog.0001_initial]\nops:\n  - " + test.mine + "\n"
			_, err := Rebase(sourcesOf(texts), "blog", "0002_theirs")
			_, _, mergeErr := Merge(sourcesOf(texts), nil, "")
			for _, err := range []error{err, mergeErr} {
				if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
					t.Errorf("%v\nwant %s", err, test.want)
				}
			}
		})
	}
}

func TestBranchesCanBeJoined(t *testing.T) {
	t.Parallel()
	texts := forked()
	if _, err := Load(sourcesOf(texts)...); err == nil || !strings.Contains(err.Error(), "blog/migrations/HEAD:1:1: two branches each added a migration") {
		t.Errorf("before: %v", err)
	}
	g, files, err := Merge(sourcesOf(texts), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	carryOut(texts, g.Changes(files))
	want := header + "depends: [blog.0002_theirs, blog.0003_mine]\nops: []\n"
	if diff := cmp.Diff(want, texts["blog/0004_merge"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	after, err := Load(sourcesOf(texts)...)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.Latest("blog").Name; got != "0004_merge" || texts["blog/HEAD"] != "0004_merge\n" {
		t.Errorf("newest is %s, HEAD %s", got, texts["blog/HEAD"])
	}
	for _, branch := range []string{"0002_theirs", "0003_mine"} {
		db := memory(t)
		to(t, db, after, "blog", branch)
		to(t, db, after, "", "")
		if diff := cmp.Diff(freshDump(t, after), dump(t, db)); diff != "" {
			t.Errorf("from %s (-want +got):\n%s", branch, diff)
		}
		to(t, db, after, "blog", branch)
		steps, err := Pending(t.Context(), db, SQLite{}, after, RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]string{"0002_theirs": "+blog.0004", "0003_mine": "+blog.0004"}[branch]; stepNames(steps) != want {
			t.Errorf("back to %s leaves %s to do, want %s", branch, stepNames(steps), want)
		}
	}
	if s, err := Squash(after, SquashOptions{App: "blog", To: "0004"}); err != nil || len(s.Files[0].Replaces) != 5 {
		t.Errorf("squashing over a merge: %v, %v", s, err)
	}
	if _, err := Squash(after, SquashOptions{App: "blog", To: "0003"}); err == nil || !strings.Contains(err.Error(), "blog.0004_merge follows blog.0002_theirs, which is in the middle of what is squashed") {
		t.Errorf("squashing to a branch: %v", err)
	}
	if _, files, err := Merge(sourcesOf(texts), nil, ""); err != nil || len(files) > 0 {
		t.Errorf("a second time: %v, %v", files, err)
	}
}

func TestFormerNamesThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ list, want string }{
		"no names":       {"[blog.0001_initial]", `blog/migrations/0002_b.yaml:1:16: renamed_from names "blog.0001_initial"; write NNNN_name, as in 0001_initial`},
		"its own name":   {`["0002_b"]`, "blog/migrations/0002_b.yaml:1:16: renamed_from names the file itself; take it out"},
		"a name in use":  {`["0001_a"]`, "blog/migrations/0002_b.yaml:1:16: it was 0001_a before, but that file is still there; delete the one that is not meant"},
		"no list":        {"0001_a", `blog/migrations/0002_b.yaml:1:15: renamed_from must be a list, not "0001_a"`},
		"no name at all": {"[5]", `blog/migrations/0002_b.yaml:1:16: renamed_from must be text; write it in quotes: "5"`},
		"the same twice": {`["0003_x", "0003_x"]`, "blog/migrations/0002_b.yaml:1:26: renamed_from names 0003_x twice"},
	} {
		_, err := Load(Source{App: "blog", FS: files("0001_a.yaml", nothing, "0002_b.yaml", "renamed_from: "+test.list+"\n"+nothing, "HEAD", "0002_b")})
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: %v\nwant %s", name, err, test.want)
		}
	}
}
