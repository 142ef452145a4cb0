package sitetest_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/mysql"
	"github.com/gofw/gofw/framework/orm/postgres"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/web"
)

// blogApp is an app with tables and an admin.
func blogApp(t testing.TB) site.App {
	tables := []*orm.Table{Authors.Def.Table, Tags.Def.Table, Posts.Def.Table, Comments.Def.Table}
	return site.App{
		Name: "blog", Models: tables, Migrations: sitetest.Migrations(t, "blog", tables...),
		Admin: []admin.AnyModel{admin.Model[Post]{}, admin.Model[Author]{}, admin.Model[Tag]{}, admin.Model[Comment]{}},
	}
}

func root(u *auth.User) { u.Staff, u.Superuser = true, true }

// A person fills in the admin's own forms.
func TestAPersonUsesTheAdmin(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, blogApp(t))
	c.User("root", root)
	page := c.Visit("/admin/")
	page.Fill("Username", "root")
	page.Fill("Password", sitetest.Password)
	page = page.Press("Log in")
	sitetest.Redirects(t, page, "/admin/")
	page = page.Within("main").Click("Authors").Click("Add author")
	page.Fill("Name", "Ada")
	page = page.Within("main").Press("Save")
	sitetest.Shows(t, page, "The author “Ada” was added.", "Ada")
	if n, err := Authors.Count(c.Context()); n != 1 || err != nil {
		t.Errorf("%d authors, %v", n, err)
	}
}

func TestEveryPageOfTheAdminIsThere(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, blogApp(t))
	c.Login(c.User("root", root))
	if err := Authors.Create(c.Context(), &Author{Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	if pages := c.Crawl("/admin/", nil); len(pages) < 20 {
		t.Errorf("only these were found: %q", pages)
	}
}

func TestVisitors(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, diary)
	ada := c.User("ada", func(u *auth.User) { u.Password = "!" }) // nobody can log in with it
	other := c.Another()
	c.Login(ada)
	sitetest.Contains(t, c.Get("/diary/"), "dear diary")
	sitetest.Redirects(t, other.Get("/diary/"), "/admin/login?next=%2Fdiary%2F")
	if c.Cookie("sessionid") == nil || other.Cookie("sessionid") != nil {
		t.Error("visitors share their cookies")
	}
	c.Session(func(c web.Context) { session.Put(c, "seen", true) })
	c.Session(func(c web.Context) {
		if seen, _ := session.Get[bool](c, "seen"); !seen {
			t.Error("the session forgets")
		}
	})
	c.Logout()
	sitetest.Redirects(t, c.Get("/diary/"), "/admin/login?next=%2Fdiary%2F")
	if said := hear(t, func(t testing.TB) { c.In(t).Login(&auth.User{}) }); !strings.Contains(said, "not an active user") {
		t.Errorf("said is %q", said)
	}
}

func TestASiteOverHTTPSKeepsItsSecureCookie(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{URL: "https://www.example.com"}, diary)
	c.Login(c.User("ada"))
	sitetest.Contains(t, c.Get("/diary/"), "dear diary")
	if c.Cookie("__Host-sessionid") == nil {
		t.Error("there is no secure cookie")
	}
}

func TestOneViewAlone(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t)
	r, err := http.NewRequestWithContext(c.Context(), http.MethodGet, "http://localhost/any/where", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := c.View(func(c web.Context) error { return c.String(http.StatusTeapot, c.Request().URL.Path) }, r)
	if got.Status != http.StatusTeapot || got.Body != "/any/where" {
		t.Errorf("got %s", got)
	}
}

func TestProgramsSendJSON(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, echo(""))
	if got := c.SendJSON(http.MethodPost, "/tell", map[string]int{"a": 1}); got.Body != `POST /tell {"a":1}` {
		t.Errorf("got %s", got)
	}
	if got := c.Head("/tell"); got.Status != http.StatusOK {
		t.Errorf("HEAD: %s", got)
	}
	for method, got := range map[string]*sitetest.Response{"PUT": c.SendJSON(http.MethodPut, "/tell", 1), "DELETE": c.Delete("/tell")} {
		if got.Status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %s", method, got)
		}
	}
}

// In a bubble the whole site has the clock of the test.
func TestTimeGoesBy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := sitetest.New(t, diary)
		c.Login(c.User("ada"))
		time.Sleep(13 * 24 * time.Hour)
		sitetest.Contains(t, c.Get("/diary/"), "dear diary")
		time.Sleep(15 * 24 * time.Hour)
		sitetest.Redirects(t, c.Get("/diary/"), "/admin/login?next=%2Fdiary%2F")
	})
}

// A copy is a database of its own, with the tables and no rows, and no test has to
// wait for another.
func TestCopiesOfTheMigratedDatabase(t *testing.T) {
	t.Parallel()
	app := blogApp(t)
	for i := range 8 {
		t.Run(fmt.Sprint("in parallel ", i), func(t *testing.T) {
			t.Parallel()
			c := sitetest.New(t, app)
			for range 3 {
				if err := Authors.Create(c.Context(), &Author{Name: "Ada"}); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := Authors.Count(c.Context()); n != 3 || err != nil {
				t.Errorf("%d authors, %v", n, err)
			}
		})
	}
	t.Run("other migrations make another", func(t *testing.T) {
		t.Parallel()
		c := sitetest.New(t)
		if _, err := Posts.Count(c.Context()); err == nil {
			t.Error("a table of another app is there")
		}
	})
	t.Run("a named database is migrated too", func(t *testing.T) {
		t.Parallel()
		c := sitetest.NewWith(t, site.Settings{Database: ":memory:"}, app)
		if _, err := Posts.Count(c.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestSitesOnServers(t *testing.T) {
	t.Parallel()
	mysqlAddress := os.Getenv("GOFW_TEST_MYSQL")
	if mysqlAddress != "" && !strings.Contains(mysqlAddress, "://") { // root@tcp(host)/name
		mysqlAddress = "mysql://" + strings.NewReplacer("tcp(", "", ")", "").Replace(mysqlAddress)
	}
	for name, settings := range map[string]func(t *testing.T) site.Settings{
		"postgres": func(t *testing.T) site.Settings {
			return sitetest.OnServer(t, postgres.Driver, os.Getenv("GOFW_TEST_POSTGRES"))
		},
		"mysql": func(t *testing.T) site.Settings { return sitetest.OnServer(t, mysql.Driver, mysqlAddress) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sitetest.NewWith(t, settings(t), diary)
			c.Login(c.User("ada"))
			sitetest.Contains(t, c.Get("/diary/"), "dear diary")
		})
	}
}

// BenchmarkNew is what each test pays for its own site: a copy of the database,
// beside one that is migrated.
func BenchmarkNew(b *testing.B) {
	for _, app := range []site.App{blogApp(b), {Name: "long", Migrations: long(500)}} {
		for _, s := range []site.Settings{{}, {Database: ":memory:"}} {
			name := app.Name + ", copied"
			if s.Database != "" {
				name = app.Name + ", migrated"
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if err := sitetest.NewWith(b, s, app).Site.Close(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// long is many migrations: 50 tables, and columns for them.
func long(n int) fstest.MapFS {
	files := fstest.MapFS{}
	depends := ""
	for i := range n {
		op := fmt.Sprintf("{op: create_model, model: M%d, table: long_m%d, fields: [{name: id, type: bigauto, pk: true}]}", i, i)
		if i >= 50 {
			op = fmt.Sprintf("{op: add_field, model: M%d, field: {name: f%d, type: integer, default: \"1\"}}", i%50, i)
		}
		name := fmt.Sprintf("%04d_x", i+1)
		files[name+".yaml"] = &fstest.MapFile{Data: []byte("depends: [" + depends + "]\nops:\n  - " + op + "\n")}
		files["HEAD"] = &fstest.MapFile{Data: []byte(name + "\n")}
		depends = "long." + name
	}
	return files
}
