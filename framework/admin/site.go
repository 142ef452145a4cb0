package admin

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// Config says what an admin shows. Registry is required.
type Config struct {
	Name     string        // the site's name
	Prefix   string        // where it is mounted; empty is "/admin"
	Debug    bool          // shows that this is development
	Registry *orm.Registry // the site's models
	Models   []AnyModel    // in the order of the navigation
}

// Site is the admin of one site. It is safe to share.
type Site struct {
	Config
	registry *orm.Registry
	models   []*pages
	byPath   map[string]*pages // "blog/post"
}

// New makes an admin, or says everything that is wrong with its declarations.
func New(c Config) (*Site, []error) {
	if c.Prefix == "" {
		c.Prefix = "/admin"
	}
	s := &Site{Config: c, registry: c.Registry, byPath: map[string]*pages{}}
	var problems []error
	for _, m := range c.Models {
		r, wrong := newPages(m.declaration(), s)
		problems = append(problems, wrong...)
		if r == nil {
			continue
		}
		path := pathOf(r)
		if s.byPath[path] != nil {
			problems = append(problems, fmt.Errorf("admin: %s is declared twice", m.declaration().key))
			continue
		}
		s.byPath[path] = r
		s.models = append(s.models, r)
	}
	return s, problems
}

// pathOf is a model's place below the admin's prefix.
func pathOf(r *pages) string {
	return r.schema().App + "/" + strings.ToLower(r.schema().Name)
}

// Routes are the admin's addresses, without those of login and logout.
func (s *Site) Routes() urls.Routes {
	guard := []web.MiddlewareFunc{s.staffOnly}
	routes := urls.Routes{urls.Get("/", s.home, guard...)}
	for _, r := range s.models {
		row := "/:id" + keyPattern(r.schema().PrimaryKey().Kind)
		routes = append(routes, urls.Under("/"+pathOf(r),
			urls.Get("", r.list, guard...),
			urls.Post("/bulk", r.bulk, guard...),
			urls.Get("/options", r.options, guard...),
			urls.Get("/add", r.add, guard...), urls.Post("/add", r.add, guard...),
			urls.Get(row, r.change, guard...), urls.Post(row, r.change, guard...),
			urls.Get(row+"/delete", r.remove, guard...), urls.Post(row+"/delete", r.remove, guard...),
		)...)
	}
	if s.byPath["auth/user"] != nil {
		routes = append(routes, urls.Get("/auth/user/:id<int>/password", s.password, guard...), urls.Post("/auth/user/:id<int>/password", s.password, guard...))
	}
	routes = append(routes, urls.Get("/:path<path>", s.missing, guard...))
	return urls.Under(s.Prefix, routes)
}

// urlOf is the address of a model's list, or of something below it.
func (s *Site) urlOf(r *pages, below ...string) string {
	return s.Prefix + "/" + pathOf(r) + strings.Join(below, "")
}
