package docs_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/feeds"
	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/filters/markdown"
	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/views"
)

// A field that is added to a declaration must be added to its page.
func TestPagesNameEveryField(t *testing.T) {
	t.Parallel()
	for page, types := range map[string][]reflect.Type{
		"admin.md": {reflect.TypeFor[admin.Model[auth.User]]()},
		"auth.md":  {reflect.TypeFor[auth.User]()},
		"feeds-and-sitemaps.md": {
			reflect.TypeFor[feeds.Feed[auth.User]](), reflect.TypeFor[feeds.Item](), reflect.TypeFor[feeds.Per[auth.Group, auth.User]](), reflect.TypeFor[feeds.Podcast](), reflect.TypeFor[feeds.Episode](),
			reflect.TypeFor[sitemaps.Sitemap[auth.User]](), reflect.TypeFor[sitemaps.Entry](), reflect.TypeFor[sitemaps.Video](), reflect.TypeFor[sitemaps.News](), reflect.TypeFor[sitemaps.Robots](), reflect.TypeFor[sitemaps.Group](),
		},
		"filters.md":  {reflect.TypeFor[markdown.Options]()},
		"forms.md":    {reflect.TypeFor[forms.Model[auth.User]](), reflect.TypeFor[forms.Struct[auth.User]](), reflect.TypeFor[forms.Set[auth.User]](), reflect.TypeFor[forms.Inline[auth.User]](), reflect.TypeFor[forms.Look]()},
		"models.md":   {reflect.TypeFor[orm.Meta](), reflect.TypeFor[orm.Model]()},
		"settings.md": {reflect.TypeFor[site.Settings]()},
		"views.md": {
			reflect.TypeFor[views.List[auth.User]](), reflect.TypeFor[views.Detail[auth.User]](), reflect.TypeFor[views.Create[auth.User]](), reflect.TypeFor[views.Update[auth.User]](),
			reflect.TypeFor[views.Delete[auth.User]](), reflect.TypeFor[views.Archive[auth.User]](), reflect.TypeFor[views.Page](), reflect.TypeFor[views.Redirect](),
			reflect.TypeFor[views.Paging](), reflect.TypeFor[views.Menu](), reflect.TypeFor[views.Option](), reflect.TypeFor[views.Ordering](), reflect.TypeFor[views.Editing[auth.User]](),
			reflect.TypeFor[views.Deletion[auth.User]](), reflect.TypeFor[views.Period[auth.User]](), reflect.TypeFor[views.Step](), reflect.TypeFor[views.Part](),
		},
	} {
		text := load(t, page)
		for _, typ := range types {
			for i := range typ.NumField() {
				f := typ.Field(i)
				if !f.IsExported() || f.Anonymous || f.Name == "Password" {
					continue
				}
				if !strings.Contains(text, "`"+f.Name+"`") && !strings.Contains(text, f.Name+":") && !strings.Contains(text, "."+f.Name) {
					t.Errorf("%s does not name the field %s of %s", page, f.Name, typ)
				}
				if variable := f.Tag.Get("env"); typ == reflect.TypeFor[site.Settings]() && variable != "-" && !strings.Contains(text, "`SITE_"+variable+"`") {
					t.Errorf("%s does not name SITE_%s", page, variable)
				}
			}
		}
	}
}

// The words for conditions, and for what a queryset does, are methods and
// functions in fields.
func TestQueriesNamesEveryOperator(t *testing.T) {
	t.Parallel()
	text := load(t, "queries.md")
	plumbing := map[string]bool{"Ref": true, "Def": true, "Schema": true, "New": true, "KeyOf": true, "Asc": true, "Desc": true, "Set": true, "Build": true}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[*orm.QuerySet[*auth.User]](), reflect.TypeFor[*orm.Objects[*auth.User, int64]](), reflect.TypeFor[*orm.RowSet[*auth.User, int]](), reflect.TypeFor[*orm.Text[*auth.User, string]](), reflect.TypeFor[*orm.Number[*auth.User, int64]](),
		reflect.TypeFor[*orm.Bool[*auth.User]](), reflect.TypeFor[*orm.Time[*auth.User]](), reflect.TypeFor[*orm.Many[*auth.User, *auth.Group, int64]](),
		reflect.TypeFor[*orm.Path[*auth.User]](), reflect.TypeFor[orm.Pred[*auth.User]](),
	} {
		for i := range typ.NumMethod() {
			if name := typ.Method(i).Name; !plumbing[name] && !strings.Contains(text, name) {
				t.Errorf("queries.md does not name the method %s of %s", name, typ)
			}
		}
		if typ.Kind() != reflect.Pointer {
			continue
		}
		for _, f := range reflect.VisibleFields(typ.Elem()) {
			if f.IsExported() && f.Type.Kind() == reflect.Func && !plumbing[f.Name] && !strings.Contains(text, f.Name) {
				t.Errorf("queries.md does not name the function %s of %s", f.Name, typ)
			}
		}
	}
}

func TestCommandsNamesEveryCommand(t *testing.T) {
	t.Parallel()
	text := load(t, "commands.md")
	for name := range commands(t) {
		if !strings.Contains(text, "`gofw "+name) && !strings.Contains(text, "`./mysite "+name) {
			t.Errorf("commands.md does not name %s", name)
		}
	}
}

// Every tag and filter that Django has built in stands in a table, and so does
// every filter that html/template gets.
func TestFiltersNamesEveryTagAndFilter(t *testing.T) {
	t.Parallel()
	text := load(t, "filters.md")
	const django = `add addslashes capfirst center cut date default default_if_none dictsort dictsortreversed divisibleby escape escapejs escapeseq
		filesizeformat first floatformat force_escape get_digit iriencode join json_script last length linebreaks linebreaksbr linenumbers ljust lower
		make_list phone2numeric pluralize pprint random rjust safe safeseq slice slugify stringformat striptags time timesince timeuntil title
		truncatechars truncatechars_html truncatewords truncatewords_html unordered_list upper urlencode urlize urlizetrunc wordcount wordwrap yesno
		apnumber intcomma intword naturalday naturaltime ordinal localize unlocalize localtime timezone utc
		autoescape block comment csrf_token cycle debug extends filter firstof for empty if ifchanged include load lorem now partialdef partial querystring
		regroup resetcycle simple_block_tag spaceless templatetag url verbatim widthratio with cache static translate blocktranslate`
	names := strings.Fields(django)
	for name := range filters.FuncMap() {
		names = append(names, name)
	}
	for _, name := range names {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("filters.md does not name %s", name)
		}
	}
}

func load(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
