package forms_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/notes"
	"github.com/gofw/gofw/framework/orm"
)

func TestTheNameOfARowInAForm(t *testing.T) {
	form := forms.Model[notes.Note]{Fields: orm.Columns[*notes.Note](notes.Notes.Text, notes.Notes.About, notes.Notes.Also)}
	declared.Each(t, []*orm.Table{notes.Folders.Def.Table, notes.Pages.Def.Table, notes.Notes.Def.Table}, func(t *testing.T, ctx context.Context) {
		must(t, notes.Folders.Create(ctx, &notes.Folder{Name: "home"}))
		for typed, want := range map[string]string{
			"notes.Folder/1": "",
			"notes.Folder/2": "There is no such row.",
			"notes.Fodler/1": "There is no such row.",
			"1":              "Write the model and the key of a row, such as blog.Post/7.",
			"":               "This field is required.",
		} {
			b, row, err := form.Bind(send(ctx, url.Values{"text": {"x"}, "about": {typed}, "also": {""}}))
			must(t, err)
			mistakes := map[string][]string{}
			if want != "" {
				mistakes["about"] = []string{want}
			}
			if diff := cmp.Diff(mistakes, b.Errors()); diff != "" {
				t.Errorf("%q: %s", typed, diff)
			}
			if want == "" && (row.About.String() != typed || row.Also != nil) {
				t.Errorf("%q became %+v", typed, row)
			}
		}
	})
}
