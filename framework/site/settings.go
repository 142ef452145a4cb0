package site

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/caarlos0/env/v11"
	"github.com/gorilla/sessions"
	"github.com/joho/godotenv"

	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/web"
)

// Settings are a site's choices. Every field can be set from the environment by
// the variable that its comment names; the environment wins. In the current
// folder, a file .env is read too; the environment wins over it as well.
type Settings struct {
	// Name is what the site is called, in the admin and in titles. SITE_NAME.
	// Empty is "My site".
	Name string `env:"NAME"`
	// URL is where readers find the site, such as "https://www.example.com".
	// Feeds and sitemaps need it for absolute addresses. SITE_URL. Empty takes
	// the address of each request.
	URL string `env:"URL"`
	// Debug shows errors with their stack to whoever causes one, and allows an
	// empty SecretKey. Never set it in production. SITE_DEBUG.
	Debug bool `env:"DEBUG"`
	// SecretKey signs what browsers keep. At least 32 characters; required
	// unless Debug is set. SITE_SECRET_KEY.
	SecretKey Secret `env:"SECRET_KEY"`
	// OldSecretKeys are accepted, but no longer used for new signatures.
	// SITE_OLD_SECRET_KEYS, separated by commas.
	OldSecretKeys []Secret `env:"OLD_SECRET_KEYS"`
	// AllowedHosts are the names by which the site may be asked:
	// "www.example.com", or ".example.com" for all below, or "*".
	// SITE_ALLOWED_HOSTS, separated by commas. Empty allows the host of URL,
	// and with Debug this machine.
	AllowedHosts []string `env:"ALLOWED_HOSTS"`
	// HSTS is how long browsers insist on https once they have seen the site
	// there. SITE_HSTS, such as "8760h". Empty is 30 days where URL begins with
	// https and Debug is not set, else nothing.
	HSTS time.Duration `env:"HSTS"`
	// HSTSSubdomains says so for all subdomains too. SITE_HSTS_SUBDOMAINS.
	HSTSSubdomains bool `env:"HSTS_SUBDOMAINS"`
	// HSTSPreload lets browsers ship with it, for which HSTS has to be a year or
	// more and HSTSSubdomains set. SITE_HSTS_PRELOAD.
	HSTSPreload bool `env:"HSTS_PRELOAD"`
	// Canonical leads requests for a page with another scheme or host than that
	// of URL there, such as from http to https. SITE_CANONICAL.
	Canonical bool `env:"CANONICAL"`
	// CanonicalExempt are the beginnings of paths that are answered as they are
	// asked for, such as "/health". SITE_CANONICAL_EXEMPT, separated by commas.
	CanonicalExempt []string `env:"CANONICAL_EXEMPT"`
	// CSP is the Content-Security-Policy of pages. SITE_CSP. Empty is
	// middleware.DefaultCSP.
	CSP web.Policy `env:"CSP"`
	// CSPReportOnly is a policy that browsers report about and do not enforce.
	// SITE_CSP_REPORT_ONLY. Empty is none.
	CSPReportOnly web.Policy `env:"CSP_REPORT_ONLY"`
	// ReferrerPolicy is the header Referrer-Policy. SITE_REFERRER_POLICY. Empty
	// is "same-origin".
	ReferrerPolicy string `env:"REFERRER_POLICY"`
	// FrameOptions is the header X-Frame-Options: DENY or SAMEORIGIN.
	// SITE_FRAME_OPTIONS. Empty is DENY.
	FrameOptions string `env:"FRAME_OPTIONS"`
	// OpenerPolicy is the header Cross-Origin-Opener-Policy.
	// SITE_OPENER_POLICY. Empty is "same-origin".
	OpenerPolicy string `env:"OPENER_POLICY"`
	// TrustedProxies are the servers in front of the site that are believed when
	// they tell a client's address and scheme: networks such as "10.0.0.0/8",
	// addresses, "loopback", "private", "unix" for whoever speaks through a Unix
	// socket, "none". SITE_TRUSTED_PROXIES, separated by commas. Empty is
	// loopback and unix.
	TrustedProxies []string `env:"TRUSTED_PROXIES"`
	// Forwarded says that they send the header Forwarded (RFC 7239) in place of
	// X-Forwarded-For and X-Forwarded-Proto. SITE_FORWARDED.
	Forwarded bool `env:"FORWARDED"`
	// ErrorPage makes the site's own error pages, by the status of the failure.
	// nil, and a nil component, is the framework's page.
	ErrorPage func(c web.Context, f web.Failure) templ.Component `env:"-"`
	// Address is where the site listens. SITE_ADDRESS. Empty is 127.0.0.1:8000.
	Address string `env:"ADDRESS"`
	// Database is where the data is: a path, "sqlite:PATH", or a URL of one of
	// Drivers. DATABASE_URL. Empty is "site.db" in the current folder.
	Database Secret `env:"-"`
	// Replicas are copies of Database that answer what only reads, outside of
	// transactions, each in turn. DATABASE_REPLICAS, separated by commas.
	Replicas []Secret `env:"-"`
	// Databases are further databases by name, for orm.Using(ctx, name). The URL
	// of "archive" is DATABASE_URL_ARCHIVE.
	Databases map[string]Secret `env:"-"`
	// Drivers are the kinds of database beside SQLite that the site's binary
	// holds: postgres.Driver, mysql.Driver.
	Drivers []orm.Driver `env:"-"`
	// Media is the folder of uploaded files, shown below /media/. SITE_MEDIA.
	// Empty is "media" in the current folder.
	Media string `env:"MEDIA"`
	// Storage keeps uploaded files elsewhere than in Media. nil keeps them there.
	Storage media.Storage `env:"-"`
	// SessionStore is where visitors' sessions are: session.OpenCookie,
	// redisstore.Open. nil keeps them in the database.
	SessionStore func(session.Config) (sessions.Store, error) `env:"-"`
	// Redis is the server of what is kept in Redis, such as
	// "redis://:password@host:6379/0". REDIS_URL.
	Redis Secret `env:"-"`
	// SessionIdle is how long a session lives without a visit.
	// SITE_SESSION_IDLE, such as "720h". Empty is two weeks.
	SessionIdle time.Duration `env:"SESSION_IDLE"`
	// SessionAbsolute is how long a session lives after the login, whatever
	// happens. SITE_SESSION_ABSOLUTE. Empty is without end.
	SessionAbsolute time.Duration `env:"SESSION_ABSOLUTE"`
	// SessionBrowser ends sessions when the browser is closed.
	// SITE_SESSION_BROWSER.
	SessionBrowser bool `env:"SESSION_BROWSER"`
	// SessionCookie is the name of their cookie. SITE_SESSION_COOKIE. Empty is
	// "sessionid", with the prefix __Host- where URL begins with https.
	SessionCookie string `env:"SESSION_COOKIE"`
	// SessionDomain shares the cookie with subdomains. SITE_SESSION_DOMAIN. Empty
	// keeps it on the host.
	SessionDomain string `env:"SESSION_DOMAIN"`
	// SessionSameSite says whether the cookie comes along from other sites.
	// SITE_SESSION_SAMESITE: lax, strict or none. Empty is lax.
	SessionSameSite http.SameSite `env:"SESSION_SAMESITE"`
	// SessionPartitioned keeps a cookie apart for each site that shows this one
	// in a frame. SITE_SESSION_PARTITIONED.
	SessionPartitioned bool `env:"SESSION_PARTITIONED"`
	// AdminPrefix is where the admin is. SITE_ADMIN_PREFIX. Empty is "/admin".
	AdminPrefix string `env:"ADMIN_PREFIX"`
	// Static holds the site's static files, shown below /static/; usually the
	// embedded folder "static". nil is none. With Debug, the folder "static" of
	// the current folder is shown instead if it is there.
	Static fs.FS `env:"-"`
	// StaticRoot is a folder that collectstatic has written, from which static
	// files are shown instead of what the program carries; not with Debug.
	// SITE_STATIC_ROOT. Empty shows what the program carries.
	StaticRoot string `env:"STATIC_ROOT"`
	// Mounts are folders that are shown as they are, beside the site's pages:
	// robots.txt at the root, a manual, a single-page application.
	Mounts []static.Mount `env:"-"`
}

// Secret is a text that is never printed.
type Secret string

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(hidden)"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// parsers read what is no plain text or number.
var parsers = map[reflect.Type]env.ParserFunc{reflect.TypeFor[http.SameSite](): parseSameSite}

// FromEnvironment returns the settings with what the environment and the file
// .env say, and with defaults for what is empty. The error names every variable
// and field that is wrong.
func (s Settings) FromEnvironment() (Settings, error) {
	s, problems := s.read()
	problems = append(problems, s.check()...)
	if s.SecretKey == "" && s.Debug {
		s.SecretKey = Secret(rand.Text() + rand.Text())
	}
	if len(s.AllowedHosts) == 0 {
		s.AllowedHosts = s.defaultHosts()
	}
	return s, errors.Join(problems...)
}

// read reads the environment, for commands that need no complete settings.
func (s Settings) read() (Settings, []error) {
	vars, err := environment(".env")
	if err != nil {
		return s, []error{err}
	}
	var problems []error
	if err := env.ParseWithOptions(&s, env.Options{Prefix: "SITE_", Environment: vars, FuncMap: parsers}); err != nil {
		problems = append(problems, explain(err)...)
	}
	if v := vars["DATABASE_URL"]; v != "" {
		s.Database = Secret(v)
	}
	if v := vars["REDIS_URL"]; v != "" {
		s.Redis = Secret(v)
	}
	if v := vars["DATABASE_REPLICAS"]; v != "" {
		s.Replicas = nil
		for _, url := range strings.Split(v, ",") {
			s.Replicas = append(s.Replicas, Secret(strings.TrimSpace(url)))
		}
	}
	s.Databases = further(s.Databases, vars)
	s.Name = cmp.Or(s.Name, "My site")
	s.Database = cmp.Or(s.Database, "site.db")
	s.Media = cmp.Or(s.Media, "media")
	s.Address = cmp.Or(s.Address, "127.0.0.1:8000")
	s.AdminPrefix = "/" + strings.Trim(cmp.Or(s.AdminPrefix, "/admin"), "/")
	if s.HSTS == 0 && !s.Debug && strings.HasPrefix(s.URL, "https://") {
		s.HSTS = 30 * 24 * time.Hour
	}
	return s, problems
}

// further is the databases that settings and environment name beside the main one.
func further(databases map[string]Secret, vars map[string]string) map[string]Secret {
	all := map[string]Secret{}
	for name, url := range databases {
		all[name] = url
	}
	for variable, url := range vars {
		if name, ok := strings.CutPrefix(variable, "DATABASE_URL_"); ok && name != "" && url != "" {
			all[strings.ToLower(name)] = Secret(url)
		}
	}
	return all
}

// environment is the process's variables, and beneath them those of a file.
func environment(file string) (map[string]string, error) {
	vars, err := godotenv.Read(file)
	if errors.Is(err, fs.ErrNotExist) {
		vars = map[string]string{}
	} else if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		vars[name] = value
	}
	return vars, nil
}

// explain names the variables in the errors of the parser, never their values.
func explain(err error) []error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []error{err}
	}
	var out []error
	for _, e := range all.Errors {
		var parse env.ParseError
		if !errors.As(e, &parse) {
			out = append(out, e)
			continue
		}
		name := parse.Name
		if f, ok := reflect.TypeFor[Settings]().FieldByName(parse.Name); ok {
			name = "SITE_" + f.Tag.Get("env")
		}
		hint := "a " + parse.Type.String()
		switch parse.Type {
		case reflect.TypeFor[bool]():
			hint = "true or false"
		case reflect.TypeFor[time.Duration]():
			hint = "a time such as 720h"
		case reflect.TypeFor[http.SameSite]():
			hint = "lax, strict or none"
		}
		out = append(out, fmt.Errorf("%s is not valid: write %s", name, hint))
	}
	return out
}

func (s Settings) check() []error {
	var problems []error
	if !s.Debug && s.SecretKey == "" {
		problems = append(problems, errors.New("SITE_SECRET_KEY is not set: give it 50 random characters, the same on every machine of the site (or set SITE_DEBUG=true while developing)"))
	}
	if s.SecretKey != "" && len(s.SecretKey) < 32 {
		problems = append(problems, fmt.Errorf("SITE_SECRET_KEY has %d characters: it needs at least 32", len(s.SecretKey)))
	}
	if s.URL != "" {
		u, err := url.Parse(s.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			problems = append(problems, errors.New("SITE_URL is not valid: write https://www.example.com"))
		}
	}
	if !s.Debug && len(s.AllowedHosts) == 0 && s.URL == "" {
		problems = append(problems, errors.New("SITE_ALLOWED_HOSTS is not set: list the names of the site, or set SITE_URL"))
	}
	if err := s.proxies().Check(); err != nil {
		problems = append(problems, fmt.Errorf("SITE_TRUSTED_PROXIES: %w", err))
	}
	if err := s.CSP.Check(); err != nil {
		problems = append(problems, fmt.Errorf("SITE_CSP: %w", err))
	}
	if err := s.CSPReportOnly.Check(); err != nil {
		problems = append(problems, fmt.Errorf("SITE_CSP_REPORT_ONLY: %w", err))
	}
	if s.Canonical && s.URL == "" {
		problems = append(problems, errors.New("SITE_CANONICAL leads to SITE_URL, which is not set"))
	}
	problems = append(problems, s.checkDatabases()...)
	for _, h := range s.AllowedHosts {
		if strings.ContainsAny(h, "/ ") {
			problems = append(problems, fmt.Errorf("SITE_ALLOWED_HOSTS holds %q: write names alone, such as www.example.com", h))
		}
	}
	return problems
}

// defaultHosts is the host of the URL, and in development this machine.
func (s Settings) defaultHosts() []string {
	var hosts []string
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		hosts = append(hosts, u.Hostname())
	}
	if s.Debug {
		hosts = append(hosts, "localhost", ".localhost", "127.0.0.1", "[::1]")
	}
	return hosts
}

// list is every setting with its value for people, in order.
func (s Settings) list() [][2]string {
	v := reflect.ValueOf(s)
	var out [][2]string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := "SITE_" + f.Tag.Get("env")
		switch f.Name {
		case "Database":
			name = "DATABASE_URL"
		case "Replicas":
			name = "DATABASE_REPLICAS"
		case "Databases":
			for _, further := range slices.Sorted(maps.Keys(s.Databases)) {
				out = append(out, [2]string{"DATABASE_URL_" + strings.ToUpper(further), s.Databases[further].String()})
			}
			continue
		case "Redis":
			name = "REDIS_URL"
		case "SessionSameSite":
			out = append(out, [2]string{name, sameSiteWord(s.SessionSameSite)})
			continue
		case "Static", "Mounts", "Drivers", "Storage", "SessionStore", "ErrorPage":
			continue
		}
		out = append(out, [2]string{name, fmt.Sprint(v.Field(i).Interface())})
	}
	return out
}
