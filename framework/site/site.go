package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	table "github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/framework/web/signing"
	"github.com/gofw/gofw/migrations"
)

// Site is a website that is ready to answer. Close it when it is no longer
// needed. It is safe to share.
type Site struct {
	Settings Settings

	apps      []App
	db        *gorm.DB
	databases *databases
	storage   media.Storage
	registry  *orm.Registry
	admin     *admin.Site
	routes    urls.Routes
	static    *static.Files
	handler   http.Handler
	sessions  *session.Manager
	chain     []web.MiddlewareFunc
	graph     func() (*migrate.Graph, error) // read once
}

// own is what every site has beside its apps.
func own() []App {
	apps := []App{
		{Name: "auth", Models: []*orm.Table{auth.Users.Def.Table, auth.Groups.Def.Table}},
		{Name: "sessions", Models: []*orm.Table{table.Sessions.Def.Table}},
	}
	for i := range apps {
		apps[i].Migrations, _ = migrations.FS(apps[i].Name)
	}
	return apps
}

// New composes a site: it opens the database, checks every declaration and
// builds the handler. The error joins all problems that were found. The settings
// are taken as they are: see [Settings.FromEnvironment].
func New(s Settings, apps ...App) (*Site, error) {
	site := &Site{Settings: s, apps: append(own(), apps...), storage: s.storage()}
	site.graph = sync.OnceValues(site.readMigrations)
	problems := site.compose()
	databases, err := open(s)
	if err != nil {
		return nil, errors.Join(append(problems, err)...)
	}
	site.databases, site.db = databases, databases.main
	if err := errors.Join(append(problems, site.build())...); err != nil {
		site.Close()
		return nil, err
	}
	return site, nil
}

// compose checks what the apps declare. It needs no database.
func (s *Site) compose() []error {
	var problems []error
	var tables []*orm.Table
	var models []admin.AnyModel
	names := map[string]bool{}
	for _, a := range s.apps {
		if names[a.Name] {
			problems = append(problems, fmt.Errorf("two apps are called %q: rename the package of one", a.Name))
		}
		names[a.Name] = true
		tables = append(tables, a.Models...)
		models = append(models, a.Admin...)
		s.routes = append(s.routes, a.Routes...)
	}
	registry, wrong := orm.NewRegistry(tables...)
	s.registry = registry
	problems = append(problems, wrong...)
	s.admin, wrong = admin.New(admin.Config{
		Name: s.Settings.Name, Prefix: s.Settings.AdminPrefix, Debug: s.Settings.Debug,
		Registry: registry, Models: append(models, admin.Access(registry)...),
	})
	return append(problems, wrong...)
}

// Close closes the site's databases, and the store of its sessions.
func (s *Site) Close() error {
	if s.sessions == nil { // New has failed
		return s.databases.close()
	}
	return errors.Join(s.sessions.Close(), s.databases.close())
}

// Handler answers the site's requests.
func (s *Site) Handler() http.Handler { return s.handler }

// Context returns ctx with the site's databases, uploaded and static files and
// sessions in it, the site's keys and its address.
func (s *Site) Context(ctx context.Context) context.Context {
	ctx = s.sessions.With(s.withStatic(media.With(ctx, s.storage)))
	ctx = orm.WithRegistry(orm.WithDatabases(orm.With(ctx, s.db), s.databases.further), s.registry)
	ctx = signing.With(ctx, signing.Keys{Key: string(s.Settings.SecretKey), Fallbacks: reveal(s.Settings.OldSecretKeys)})
	if s.Settings.URL == "" {
		return ctx
	}
	if located, err := web.WithURL(ctx, s.Settings.URL); err == nil { // New has checked it
		return located
	}
	return ctx
}

// Registry is the site's models.
func (s *Site) Registry() *orm.Registry { return s.registry }

// Routes are the site's own routes, in the order in which they are matched.
func (s *Site) Routes() urls.Routes { return slices.Clone(s.routes) }

// Migrations is the graph of every app's migrations.
func (s *Site) Migrations() (*migrate.Graph, error) { return s.graph() }

func (s *Site) readMigrations() (*migrate.Graph, error) {
	var sources []migrate.Source
	for _, a := range s.apps {
		sources = append(sources, migrate.Source{App: a.Name, FS: a.Migrations, Steps: a.Steps})
	}
	return migrate.Load(sources...)
}

// Migrate brings the database up to date. Progress may be nil.
func (s *Site) Migrate(ctx context.Context, o migrate.RunOptions) error {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return err
	}
	if o.Gorm == nil {
		o.Gorm = s.gormOn
	}
	return migrate.Run(ctx, db, dialect, graph, o)
}

// gormOn is the site's GORM on a transaction.
func (s *Site) gormOn(pool gorm.ConnPool) *gorm.DB {
	db := s.db.Session(&gorm.Session{NewDB: true, SkipDefaultTransaction: true, Context: context.Background()}) // with a context it is a copy
	db.Statement.ConnPool = pool
	return db
}

// sitemaps is every app's sitemaps.
func (s *Site) sitemaps() sitemaps.All {
	var all sitemaps.All
	for _, a := range s.apps {
		all = append(all, a.Sitemaps...)
	}
	return all
}
