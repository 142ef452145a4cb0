package site

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/templates"
)

// maxForm is how long the body of a request may be, unless its form takes files.
const maxForm = 10 << 20

// build makes the handler: static files beside Echo, everything else through it.
func (s *Site) build() error {
	chain, err := s.middleware()
	if err != nil {
		return err
	}
	s.chain = chain
	e, err := s.echo()
	if err != nil {
		return err
	}
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
			r = s.located(r)
			if s.Settings.Debug {
				defer s.watch(&r)()
			}
			e.ServeHTTP(w, r)
		}
	})
	return nil
}

// echo is a router inside the site's middleware.
func (s *Site) echo() (*web.Echo, error) {
	e := web.NewEcho()
	if err := s.Settings.proxies().Apply(e); err != nil {
		return nil, err
	}
	e.HTTPErrorHandler = web.ErrorHandler{Debug: s.Settings.Debug, Page: s.Settings.ErrorPage, More: s.report}.Handle
	web.Surround(e, s.chain...)
	return e, nil
}

func (s Settings) proxies() web.Proxies {
	return web.Proxies{Trusted: s.TrustedProxies, Forwarded: s.Forwarded}
}

// located is a request whose context has the site's database. The gateway gives
// it to all requests at once.
func (s *Site) located(r *http.Request) *http.Request {
	if orm.HasDatabase(r.Context()) {
		return r
	}
	return r.WithContext(s.Context(r.Context()))
}

// Around answers every request with one view, inside the site's middleware but
// without its routes: a test can try a view out, or act for a visitor.
func (s *Site) Around(view web.HandlerFunc) http.Handler {
	e, err := s.echo()
	if err != nil {
		panic(err) // New has made one of the same settings
	}
	e.Any("/*", view)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.ServeHTTP(w, s.located(r)) })
}

// middleware is what surrounds every page, outermost first.
func (s *Site) middleware() ([]web.MiddlewareFunc, error) {
	hosts, err1 := middleware.Hosts{Allowed: s.Settings.AllowedHosts, Debug: s.Settings.Debug}.Middleware()
	headers, err2 := s.Settings.headers().Middleware()
	origin, err3 := middleware.CrossOrigin{}.Middleware()
	visits, err4 := s.Settings.sessions()
	users, err5 := auth.Middleware(auth.Options{
		Secret: string(s.Settings.SecretKey), Fallbacks: reveal(s.Settings.OldSecretKeys), LoginURL: s.Settings.AdminPrefix + "/login",
	})
	canonical, err6 := middleware.Canonical{URL: s.Settings.URL, Exempt: s.Settings.CanonicalExempt}.Middleware()
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		return nil, err
	}
	s.sessions = visits
	chain := []web.MiddlewareFunc{
		middleware.RequestID{}.Middleware(),
		middleware.Log{}.Middleware(),
		middleware.Recover{}.Middleware(),
		hosts, headers,
	}
	if s.Settings.Canonical {
		chain = append(chain, canonical)
	}
	return append(chain, visits.Middleware, origin, users), nil
}

func (s Settings) headers() middleware.Headers {
	return middleware.Headers{
		CSP: s.CSP, CSPReportOnly: s.CSPReportOnly, ReferrerPolicy: s.ReferrerPolicy, FrameOptions: s.FrameOptions, OpenerPolicy: s.OpenerPolicy,
		HSTS: s.HSTS, HSTSSubdomains: s.HSTSSubdomains, HSTSPreload: s.HSTSPreload,
	}
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
