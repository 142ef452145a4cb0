//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/gofw/gofw/framework/sitetest"
)

// The whole way from an empty folder to a site of one's own.
func TestBrowserFromAnEmptyFolder(t *testing.T) {
	needsBrowser(t)
	n := newSite{t: t, dir: t.TempDir()}
	gofw := filepath.Join(t.TempDir(), "gofw")
	n.run("go", "build", "-C", got[string](t)(filepath.Abs("..")), "-o", gofw, "./cmd/gofw")
	n.run(gofw, "new", "mysite")
	n.dir = filepath.Join(n.dir, "mysite")
	n.run(gofw, "migrate")
	n.run(gofw, "createsuperuser", "--username", "admin", "--email", "admin@example.com", "--noinput")
	p := newPage(t, n.serve(gofw))
	p.open("/")
	p.sees("mysite works", "gofw startapp blog")
	p.shot("new-welcome")
	p.follow("the admin")
	p.login("admin", sitetest.Password)
	p.sees("Users", "Groups")
	p.shot("new-admin")

	n.run(gofw, "startapp", "blog")
	n.write("main.go", `package main

import (
	"mysite/blog"

	"github.com/gofw/gofw/framework/site"
)

func main() { site.Main(settings, blog.App) }
`)
	n.run(gofw, "makemigrations")
	n.run(gofw, "migrate")
	p.open("/admin/") // waits until the site is built again
	p.sees("Blog", "Entries")
	p.follow("Add entry")
	p.fill("Title", "The first of many")
	p.fill("Body", "These are its words.")
	p.choose("Status", "Published")
	p.fill("Published at", "2026-01-02T03:04")
	p.press("Save")
	p.sees("The entry “The first of many” was added.", "2026-01-02 03:04")
	p.open("/blog/")
	p.sees("Entries", "The first of many")
	p.shot("new-blog")

	// An open page follows the code.
	n.edit("blog/pages.templ", "<h1>Entries</h1>", "<h1>All that was written</h1>")
	p.becomes("All that was written")
	n.edit("blog/views.go", "// EntryList shows", "var broken int = \"no number\"\n\n// EntryList shows")
	p.becomes("blog/views.go:13:18", "no number")
	p.shot("new-mistake")
	n.edit("blog/views.go", "var broken int = \"no number\"\n\n", "")
	p.becomes("All that was written")
	p.follow("The first of many")
	p.sees("These are its words.", "2 January 2026")
}

// newSite is a site that gofw makes.
type newSite struct {
	t   *testing.T
	dir string
}

func (n newSite) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = n.dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "SITE_SUPERUSER_PASSWORD="+sitetest.Password)
	return c
}

// run runs a command in the site's folder.
func (n newSite) run(name string, args ...string) {
	n.t.Helper()
	if out, err := n.command(name, args...).CombinedOutput(); err != nil {
		n.t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
}

// edit changes a file of the site.
func (n newSite) edit(name, from, to string) {
	n.t.Helper()
	old := string(got[[]byte](n.t)(os.ReadFile(filepath.Join(n.dir, name))))
	if strings.Count(old, from) != 1 {
		n.t.Fatalf("%s does not hold %q once:\n%s", name, from, old)
	}
	n.write(name, strings.Replace(old, from, to, 1))
}

// write writes a file of the site.
func (n newSite) write(name, text string) {
	n.t.Helper()
	must(n.t, os.WriteFile(filepath.Join(n.dir, name), []byte(text), 0o644))
}

// serve runs gofw runserver until the test ends, and returns the site's address
// once it is built.
func (n newSite) serve(gofw string) string {
	n.t.Helper()
	address := freeAddress(n.t)
	c := n.command(gofw, "runserver", address)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	said := &watched{text: "built in", seen: make(chan struct{})}
	c.Stdout, c.Stderr = said, said
	must(n.t, c.Start())
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	n.t.Cleanup(func() {
		hurry := time.AfterFunc(patience, func() { syscall.Kill(-c.Process.Pid, syscall.SIGKILL) })
		defer hurry.Stop()
		if err := errors.Join(syscall.Kill(-c.Process.Pid, syscall.SIGINT), <-ended); err != nil {
			n.t.Errorf("runserver ends with %v", err)
		}
		if n.t.Failed() {
			n.t.Logf("runserver said:\n%s", said)
		}
	})
	select {
	case <-said.seen:
	case <-time.After(4 * patience): // the first time builds everything
		n.t.Fatal("runserver does not build the site")
	}
	return "http://" + address
}

// freeAddress is one on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l := got[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	defer l.Close()
	return l.Addr().String()
}

// watched keeps what is written, and tells when a text has come.
type watched struct {
	text string
	seen chan struct{}

	mu  sync.Mutex
	all bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := bytes.Contains(w.all.Bytes(), []byte(w.text))
	w.all.Write(p)
	if !before && bytes.Contains(w.all.Bytes(), []byte(w.text)) {
		close(w.seen)
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// becomes waits until the page shows the texts, which nobody asks it for: it
// must reload by itself.
func (p *page) becomes(texts ...string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	loads := chromedp.Events(ctx, cdppage.LoadEventFired)
	shows := func() bool {
		for _, text := range texts {
			if seen, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script("reads", text))); err != nil || !seen {
				return false // an error is a page that is on its way
			}
		}
		return true
	}
	if !shows() {
		for _, err := range loads {
			if err != nil {
				p.t.Fatalf("waiting for the page to show %q: %v%s", texts, err, p.state())
			}
			if shows() {
				break
			}
		}
	}
	p.inspect()
}
