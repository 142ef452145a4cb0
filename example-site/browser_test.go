package main

import (
	"cmp"
	"context"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/gofw/gofw/example-site/newsroom"
	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
)

// chromium is the browser that all tests share. Each test has a page in it
// without anybody's cookies.
var chromium browser

// TestMain ends the browser after the last test.
func TestMain(m *testing.M) {
	code := m.Run()
	chromium.close()
	os.Exit(code)
}

// browser is a process of Chromium, started by the first test that needs it.
type browser struct {
	once sync.Once
	ctx  context.Context
	err  error
	end  context.CancelFunc
}

// start returns the context of the browser.
func (b *browser) start() (context.Context, error) {
	b.once.Do(func() {
		options := []chromedp.ExecAllocatorOption{
			chromedp.ExecPath(cmp.Or(os.Getenv("GOFW_CHROMIUM"), "/usr/bin/chromium")),
			chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		}
		for _, name := range []string{
			"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
			// Pages that are not in front must be as quick as the one that is.
			"disable-background-timer-throttling", "disable-backgrounding-occluded-windows", "disable-renderer-backgrounding",
			"disable-dev-shm-usage", // small in containers
		} {
			options = append(options, chromedp.Flag(name, true))
		}
		allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
		b.end = end
		b.ctx, _ = chromedp.NewContext(allocator) // ends with the allocator
		b.err = chromedp.Do(b.ctx)
	})
	return b.ctx, b.err
}

func (b *browser) close() {
	if b.end != nil {
		b.end()
	}
}

// needsBrowser skips a test unless tests in a browser were asked for.
func needsBrowser(t *testing.T) {
	t.Helper()
	t.Parallel()
	if os.Getenv("GOFW_TEST_BROWSER") != "1" && os.Getenv("GOFW_TEST_ALL") != "1" {
		t.Skip("set GOFW_TEST_BROWSER=1 to try the site in Chromium (GOFW_CHROMIUM names another than /usr/bin/chromium)")
	}
}

// newsSite is the example site with its sample content, served on loopback. Its
// Context is for querysets.
type newsSite struct {
	*sitetest.Client
	url string
}

// startNews serves the newsroom, and other apps beside it, with so many posts
// beside the sample articles, and the superuser root.
func startNews(t *testing.T, posts int, beside ...site.App) newsSite {
	t.Helper()
	needsBrowser(t)
	s := newsSite{Client: sitetest.NewWith(t, site.Settings{
		Name: settings.Name, Static: settings.Static, AllowedHosts: []string{"127.0.0.1", "localhost"},
		Database: site.Secret(filepath.Join(t.TempDir(), "news.db")),
	}, append([]site.App{newsroom.App}, beside...)...)}
	must(t, newsroom.Seed.Run(s.Context(), []string{"--posts", strconv.Itoa(posts)}))
	s.User("root", func(u *auth.User) { u.Staff, u.Superuser = true, true })
	server := httptest.NewUnstartedServer(s.Site.Handler())
	server.Config.BaseContext = func(net.Listener) context.Context { return s.Context() } // makes passwords cheap
	server.Start()
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// visit opens a page of the site as nobody.
func (s newsSite) visit(t *testing.T, path string) *page {
	t.Helper()
	p := newPage(t, s.url)
	p.open(path)
	return p
}

// login opens the admin as a user.
func (s newsSite) login(t *testing.T, username string) *page {
	t.Helper()
	p := s.visit(t, "/admin/")
	p.login(username, sitetest.Password)
	return p
}

func (p *page) login(username, password string) {
	p.t.Helper()
	p.fill("Username", username)
	p.fill("Password", password)
	p.press("Log in")
}

// must ends the test at an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got ends the test at an error and returns the value otherwise.
func got[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		must(t, err)
		return v
	}
}
