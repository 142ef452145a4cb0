package docs_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// typed is what a reader answers to the commands that ask.
var typed = map[string]string{
	"gofw createsuperuser": "ada\nada@example.com\n" + password + "\n" + password + "\n",
}

const password = "harbour lamp 73"

// The tutorial is followed word by word: files are written, commands are run
// and what they print is compared with what the page says. Then the program
// that the last step has built is asked for its pages.
func TestTutorial(t *testing.T) {
	switch {
	case testing.Short():
		t.Skip("follows the whole tutorial, which builds a site several times; run without -short")
	case runtime.GOOS == "windows":
		t.Skip("the tutorial is written for a Unix shell")
	}
	r := newReader(t)
	blocks, _ := read(t, "tutorial.md")
	for _, b := range blocks {
		switch {
		case b.file() != "":
			r.write(b)
		case b.info == "sh":
			r.follow(b)
		}
	}
	t.Run("the site answers", func(t *testing.T) { askSite(t, r.serve()) })
	t.Run("the guides compile", func(t *testing.T) { compileGuides(t, r) })
}

// reader follows a tutorial in a folder of its own.
type reader struct {
	t   *testing.T
	dir string
	env []string
}

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{t: t, dir: t.TempDir()}
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "SITE_") && !strings.HasPrefix(pair, "DATABASE_URL=") {
			r.env = append(r.env, pair)
		}
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB"} { // as they are before HOME moves
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		r.env = append(r.env, name+"="+strings.TrimSpace(string(out)))
	}
	home := t.TempDir()
	r.env = append(r.env, "HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "GOFLAGS=", "GOWORK=off",
		"PATH="+filepath.Dir(gofw(t))+string(os.PathListSeparator)+os.Getenv("PATH"))
	return r
}

// write writes a file of the tutorial.
func (r *reader) write(b block) {
	r.t.Helper()
	name := filepath.Join(r.dir, filepath.FromSlash(b.file()))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(b.text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// follow runs the lines that begin with a dollar sign. The lines behind each
// must stand in what it prints, blanks aside.
func (r *reader) follow(b block) {
	r.t.Helper()
	var printed, command string
	for i, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
		if next, ok := strings.CutPrefix(line, "$ "); ok {
			command = next
			printed = r.run(b, command)
			continue
		}
		if !strings.Contains(printed, blanks(line)) {
			r.t.Errorf("tutorial.md:%d: %s does not print %q, but:\n%s", b.line+1+i, command, line, printed)
		}
	}
}

// run runs one command and returns what it prints, each run of blanks as one.
func (r *reader) run(b block, command string) string {
	r.t.Helper()
	if dir, ok := strings.CutPrefix(command, "cd "); ok {
		r.dir = filepath.Join(r.dir, dir)
		return ""
	}
	if strings.HasPrefix(command, "gofw runserver") {
		return "" // askSite looks at the pages in the end
	}
	c := exec.CommandContext(r.t.Context(), "sh", "-c", command)
	c.Dir, c.Env, c.Stdin = r.dir, r.env, strings.NewReader(typed[command])
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s: %s: %v\n%s", b.place(), command, err, out)
	}
	return blanks(string(out))
}

func blanks(s string) string { return strings.Join(strings.Fields(s), " ") }

// serve starts the site's program on a port that is free and returns its address.
func (r *reader) serve() string {
	r.t.Helper()
	c := exec.Command(filepath.Join(r.dir, "mysite"), "serve", "127.0.0.1:0")
	c.Dir, c.Env = r.dir, r.env
	var problems bytes.Buffer
	c.Stderr = &problems
	out, err := c.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		kill := time.AfterFunc(10*time.Second, func() { c.Process.Kill() })
		defer kill.Stop()
		if err := errors.Join(c.Process.Signal(os.Interrupt), c.Wait()); err != nil {
			r.t.Errorf("the site did not stop in order: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), " on http://"); ok {
			go io.Copy(io.Discard, out)
			return "http://" + strings.TrimSuffix(address, "/")
		}
	}
	r.t.Fatalf("the site does not start:\n%s", problems.String())
	return ""
}

// askSite looks at the pages of the tutorial as a reader and as an editor.
func askSite(t *testing.T, site string) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Timeout: 30 * time.Second}
	login := url.Values{"username": {"ada"}, "password": {password}}
	post := url.Values{"title": {"Written in the admin"}, "body": {"Text"}, "status": {"published"}, "published_at": {"2026-01-02T03:04"}, "author": {"1"}, "tags": {"1"}}
	comment := url.Values{"name": {"Bea"}, "email": {"bea@example.com"}, "body": {"Well said."}}
	for _, step := range []struct {
		path  string
		form  url.Values // nil asks
		want  int
		shows []string
	}{
		{"/blog/", nil, 200, []string{"The ferry is back", "A walk to the light", "/blog/posts/post-1"}},
		{"/blog/search?q=tide", nil, 200, []string{"How to read a tide table"}},
		{"/blog/posts/post-1", nil, 200, []string{"It was a fine day.", "Harbour", `action="/blog/posts/post-1/comments"`}},
		{"/blog/posts/none", nil, 404, nil},
		{"/blog/posts/post-1/comments", comment, 200, []string{"Your comment appears once an editor has read it."}},
		{"/blog/posts/post-1/comments", url.Values{"name": {"Bea"}}, 422, []string{"This field is required."}},
		{"/blog/feed.xml", nil, 200, []string{"<rss", site + "/blog/posts/post-3"}},
		{"/sitemap.xml", nil, 200, []string{site + "/blog/posts/post-2"}},
		{"/static/site.css", nil, 200, []string{"font"}},
		{"/admin/", nil, 200, []string{"Log in"}},
		{"/admin/login", login, 200, []string{"Posts"}},
		{"/admin/blog/post", nil, 200, []string{"The ferry is back", "Publish the selected posts"}},
		{"/admin/blog/post?q=ferry&status=published", nil, 200, []string{"The ferry is back"}},
		{"/admin/blog/post/add", post, 200, []string{"was added"}},
		{"/blog/posts/written-in-the-admin", nil, 200, []string{"Harbour"}},
		{"/admin/blog/comment", nil, 200, []string{"Bea"}},
		{"/admin/blog/post/1/delete", nil, 200, []string{"comment"}},
		{"/admin/auth/user", nil, 200, []string{"ada@example.com"}},
	} {
		var res *http.Response
		if step.form == nil {
			res, err = browser.Get(site + step.path)
		} else {
			res, err = browser.PostForm(site+step.path, step.form)
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		missing := slices.DeleteFunc(step.shows, func(s string) bool { return strings.Contains(string(body), s) })
		if err != nil || res.StatusCode != step.want || len(missing) > 0 {
			t.Errorf("%s has the status %d, want %d, and lacks %q (%v):\n%s", step.path, res.StatusCode, step.want, missing, err, body)
		}
	}
}
