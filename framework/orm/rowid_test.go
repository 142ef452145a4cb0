package orm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/notes"
	"github.com/gofw/gofw/framework/orm"
)

var noted = []*orm.Table{notes.Folders.Def.Table, notes.Pages.Def.Table, notes.Notes.Def.Table}

// annotate writes a folder in a folder with two pages, notes about both kinds of
// row, and a note about a note.
func annotate(t *testing.T, ctx context.Context) {
	t.Helper()
	outer := &notes.Folder{Name: "outer"}
	ok(t, notes.Folders.Create(ctx, outer))
	inner := &notes.Folder{Name: "inner", ParentID: &outer.ID}
	ok(t, notes.Folders.Create(ctx, inner))
	one, two := &notes.Page{Title: "one", FolderID: outer.ID}, &notes.Page{Title: "two", FolderID: inner.ID}
	ok(t, notes.Pages.BulkCreate(ctx, []*notes.Page{one, two}))
	also := orm.IDOf(inner)
	for _, n := range []*notes.Note{
		{Text: "of one", About: orm.IDOf(one)},
		{Text: "of two", About: orm.IDOf(two), Also: &also},
		{Text: "of two, too", About: orm.IDOf(two)},
		{Text: "of the folder", About: orm.IDOf(outer)},
		{Text: "of nothing"},
	} {
		ok(t, notes.Notes.Create(ctx, n))
	}
	first, err := notes.Notes.Get(ctx, 1)
	ok(t, err)
	ok(t, notes.Notes.Create(ctx, &notes.Note{Text: "of a note", About: orm.IDOf(first)}))
}

func texts(t *testing.T, ctx context.Context, q *orm.QuerySet[*notes.Note]) string {
	t.Helper()
	rows, err := q.All(ctx)
	ok(t, err)
	var out []string
	for _, n := range rows {
		out = append(out, n.Text)
	}
	return strings.Join(out, ", ")
}

func TestARowCanNameARowOfAnyModel(t *testing.T) {
	declared.Each(t, noted, testARowCanNameARowOfAnyModel)
}

func testARowCanNameARowOfAnyModel(t *testing.T, ctx context.Context) {
	annotate(t, ctx)
	n, p := notes.Notes, notes.Pages
	two, err := p.Get(ctx, 2)
	ok(t, err)
	for name, tc := range map[string]struct{ got, want string }{
		"about one row":                     {texts(t, ctx, n.Filter(n.About.Eq(orm.IDOf(two)))), "of two, of two, too"},
		"about one of several":              {texts(t, ctx, n.Filter(n.About.In(orm.IDOf(two), orm.RowID{Model: "notes.Folder", Key: "1"}))), "of two, of two, too, of the folder"},
		"about any page":                    {texts(t, ctx, n.Filter(orm.LeadsTo(n.About, p.QuerySet))), "of one, of two, of two, too"},
		"about some pages":                  {texts(t, ctx, n.Filter(orm.LeadsTo(n.About, p.Filter(p.Folder().Name.Eq("inner"))))), "of two, of two, too"},
		"about a note":                      {texts(t, ctx, n.Filter(orm.LeadsTo(n.About, n.QuerySet))), "of a note"},
		"about nothing":                     {texts(t, ctx, n.Filter(n.About.Eq(orm.RowID{}))), "of nothing"},
		"about no row that is there":        {texts(t, ctx, n.Filter(n.About.Eq(orm.RowID{Model: "notes.Page", Key: "99"}))), ""},
		"by another name that may be NULL":  {texts(t, ctx, n.Filter(n.Also.NotNull())), "of two"},
		"by its folder, by any name":        {texts(t, ctx, n.Filter(orm.LeadsTo(n.Also, notes.Folders.QuerySet))), "of two"},
		"a hostile name is only a name":     {texts(t, ctx, n.Filter(n.About.Eq(orm.RowID{Model: "x'; --", Key: "1"}))), ""},
		"in a collection of the page":       {titles(t, ctx, p.Filter(p.Notes.Any(n.Text.HasPrefix("of two")))), "two"},
		"in no collection of the page":      {titles(t, ctx, p.Filter(p.Notes.None(n.Text.Eq("of one")))), "two"},
		"counted for each page":             {titles(t, ctx, p.Filter(orm.Total(p.Notes).Eq(2))), "two"},
		"in a collection by its key":        {titles(t, ctx, p.Filter(p.Notes.Has(1))), "one"},
		"in a collection through a folder":  {titles(t, ctx, p.Filter(p.Folder().Pages.Any(p.Notes.Any()))), "one two"},
		"in a collection of a note":         {texts(t, ctx, n.Filter(n.Replies.Any())), "of one"},
		"in a collection of notes of pages": {titles(t, ctx, p.Filter(p.Notes.Any(n.Replies.Any(n.Text.Eq("of a note"))))), "one"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.got != tc.want {
				t.Errorf("%q, want %q", tc.got, tc.want)
			}
		})
	}
	rows, err := p.OrderBy(p.ID.Asc()).Prefetch(p.Notes.With(n.OrderBy(n.ID.Desc()).Prefetch(n.Replies))).All(ctx)
	ok(t, err)
	if len(rows[0].Notes) != 1 || len(rows[0].Notes[0].Replies) != 1 || len(rows[1].Notes) != 2 || rows[1].Notes[0].Text != "of two, too" || rows[1].Notes[0].Replies == nil {
		t.Errorf("prefetched %+v and %+v", rows[0].Notes, rows[1].Notes)
	}
	ids, err := p.Notes.IDs(ctx, two)
	if err != nil || len(ids) != 2 || ids[0] != 2 {
		t.Errorf("the keys of the notes are %v (%v)", ids, err)
	}
}

func titles(t *testing.T, ctx context.Context, q *orm.QuerySet[*notes.Page]) string {
	t.Helper()
	rows, err := q.OrderBy(notes.Pages.ID.Asc()).All(ctx)
	ok(t, err)
	var out []string
	for _, p := range rows {
		out = append(out, p.Title)
	}
	return strings.Join(out, " ")
}

func TestNamedRowsAreFound(t *testing.T) { declared.Each(t, noted, testNamedRowsAreFound) }

func testNamedRowsAreFound(t *testing.T, ctx context.Context) {
	annotate(t, ctx)
	all, err := notes.Notes.All(ctx)
	ok(t, err)
	var ids []orm.RowID
	for _, n := range all {
		ids = append(ids, n.About)
	}
	ids = append(ids, orm.RowID{Model: "notes.Page", Key: "99"}, orm.RowID{Model: "notes.Page", Key: "1 OR 1=1"}, orm.RowID{Model: "gone.Model", Key: "1"})
	ctx, ledger := orm.Watch(ctx)
	found, err := orm.FindRows(ctx, ids...)
	ok(t, err)
	if page, is := found[ids[1]].(*notes.Page); len(found) != 4 || !is || page.Title != "two" {
		t.Errorf("found %v", found)
	}
	if n := ledger.Statements(); n != 3 {
		t.Errorf("%d queries for rows of three models", n)
	}
	row, err := orm.FindRow(ctx, ids[3])
	if folder, is := row.(*notes.Folder); err != nil || !is || folder.Name != "outer" {
		t.Errorf("found %v (%v)", row, err)
	}
	for _, id := range []orm.RowID{{}, {Model: "notes.Page", Key: "99"}, {Model: "gone.Model", Key: "1"}} {
		if _, err := orm.FindRow(ctx, id); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestNamedRowsGoWithTheirOwner(t *testing.T) {
	declared.Each(t, noted, testNamedRowsGoWithTheirOwner)
}

func testNamedRowsGoWithTheirOwner(t *testing.T, ctx context.Context) {
	annotate(t, ctx)
	registry, _ := orm.NewRegistry(noted...)
	effects, err := registry.Effects(ctx, notes.Folders.Def.Table, []string{"1"}, 100)
	ok(t, err)
	told := map[string]int{}
	for _, e := range effects {
		told[e.Table.Schema().Name] += e.Count
	}
	if told["Folder"] != 1 || told["Page"] != 2 || told["Note"] != 4 {
		t.Errorf("a delete of the outer folder is said to take along %v", told)
	}
	failed := errors.New("no")
	if err := orm.Atomic(ctx, func(ctx context.Context) error {
		_, err := notes.Folders.Filter(notes.Folders.Name.Eq("outer")).Delete(ctx)
		ok(t, err)
		if got := texts(t, ctx, notes.Notes.QuerySet); got != "of the folder, of nothing" { // a folder has no collection of notes
			t.Errorf("after a folder and all in it was deleted: %q", got)
		}
		return failed
	}); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	two, err := notes.Pages.Get(ctx, 2)
	ok(t, err)
	ok(t, notes.Pages.Remove(ctx, two))
	if got := texts(t, ctx, notes.Notes.QuerySet); got != "of one, of the folder, of nothing, of a note" {
		t.Errorf("after a page was removed: %q", got)
	}
	if _, err := notes.Notes.Filter(notes.Notes.Text.Eq("of one")).Delete(ctx); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, ctx, notes.Notes.QuerySet); got != "of the folder, of nothing" {
		t.Errorf("after a note was deleted: %q", got)
	}
}

func TestNamesOfRows(t *testing.T) {
	for text, want := range map[string]orm.RowID{
		"":                  {},
		"blog.Post/7":       {Model: "blog.Post", Key: "7"},
		"blog.Post/a/b":     {Model: "blog.Post", Key: "a/b"},
		"my_blog.P0st/x y'": {Model: "my_blog.P0st", Key: "x y'"},
	} {
		var id orm.RowID
		if err := id.UnmarshalText([]byte(text)); err != nil || id != want || id.String() != text {
			t.Errorf("%q is %+v (%v)", text, id, err)
		}
	}
	for _, text := range []string{"7", "blog.Post", "blog.Post/", "/7", "Post/7", "blog.post/7", "blog.Post\n/7", "blog.Post/\x00", "Blog.Post/7"} {
		if err := new(orm.RowID).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a name", text)
		}
	}
	if !orm.IDOf[*notes.Page](nil).IsZero() {
		t.Error("no row has a name")
	}
}
