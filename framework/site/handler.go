package site

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/templates"
)

// maxForm is how long the body of a request may be, unless its form takes files.
const maxForm = 10 << 20

// build makes the handler: static files beside Echo, everything else through it.
func (s *Site) build() error {
	e := web.NewEcho()
	e.HTTPErrorHandler = web.ErrorHandler{Debug: s.Settings.Debug}.Handle
	chain, err := s.middleware()
	if err != nil {
		return err
	}
	e.Use(chain...)
	routes := append(urls.Routes{}, s.routes...)
	routes = append(routes, auth.Routes(auth.Pages{Prefix: s.Settings.AdminPrefix, Site: s.Settings.Name})...)
	routes = append(routes, s.admin.Routes()...)
	if maps := s.sitemaps(); len(maps) > 0 {
		if !takes(s.routes, "/sitemap.xml") {
			routes = append(routes, urls.Show("/sitemap.xml", maps))
		}
		if !takes(s.routes, "/robots.txt") {
			routes = append(routes, urls.Show("/robots.txt", sitemaps.Robots{}))
		}
	}
	if s.Settings.Debug && !takes(s.routes, "/") {
		routes = append(routes, urls.Get("/", s.welcome))
	}
	if err := routes.Mount(e); err != nil {
		return err
	}
	mounts, err := s.mounts()
	if err != nil {
		return err
	}
	if s.static, err = staticFiles(s.Settings, s.apps); err != nil {
		return err
	}
	uploads := s.uploads()
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, staticPrefix):
			s.static.ServeHTTP(w, r)
		case mounted(mounts, w, r):
		case uploads != nil && strings.HasPrefix(r.URL.Path, mediaPrefix):
			uploads.ServeHTTP(w, r)
		default:
			if r.ContentLength != 0 { // also where it is not known
				web.LimitBody(w, r, maxForm)
			}
			if !orm.HasDatabase(r.Context()) { // the gateway gives it to all requests at once
				r = r.WithContext(s.Context(r.Context()))
			}
			if s.Settings.Debug {
				defer s.watch(&r)()
			}
			e.ServeHTTP(w, r)
		}
	})
	return nil
}

// middleware is what surrounds every page, outermost first.
func (s *Site) middleware() ([]web.MiddlewareFunc, error) {
	hosts, err1 := middleware.Hosts{Allowed: s.Settings.AllowedHosts, Debug: s.Settings.Debug}.Middleware()
	headers, err2 := middleware.Headers{HSTS: s.Settings.HSTS}.Middleware()
	origin, err3 := middleware.CrossOrigin{}.Middleware()
	store := dbstore.New(sessions.Backend{}, nil)
	visits, err4 := session.Middleware(store, session.Options{Secure: strings.HasPrefix(s.Settings.URL, "https:")})
	users, err5 := auth.Middleware(auth.Options{
		Secret: string(s.Settings.SecretKey), Fallbacks: reveal(s.Settings.OldSecretKeys), LoginURL: s.Settings.AdminPrefix + "/login",
	})
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	chain := []web.MiddlewareFunc{
		middleware.RequestID{}.Middleware(),
		middleware.Log{}.Middleware(),
		middleware.Recover{}.Middleware(),
		hosts, headers, visits, origin, users,
	}
	return chain, nil
}

func reveal(secrets []Secret) []string {
	out := make([]string, len(secrets))
	for i, s := range secrets {
		out[i] = string(s)
	}
	return out
}

// takes reports whether the author has a route of this pattern.
func takes(routes urls.Routes, pattern string) bool {
	return slices.ContainsFunc(routes, func(r urls.Route) bool { return r.Pattern == pattern })
}

// welcome is the front page of a site that has none yet.
func (s *Site) welcome(c web.Context) error {
	return web.Page(c, templates.Welcome(templates.Site{Name: s.Settings.Name, Admin: s.Settings.AdminPrefix + "/"}))
}
