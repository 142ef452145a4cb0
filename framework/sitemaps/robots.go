package sitemaps

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/web"
)

// Robots is what a site asks of programs that visit it, by RFC 9309, as a view for
// /robots.txt. The zero value lets all of them see everything, and names
// /sitemap.xml.
//
//	urls.Show("/robots.txt", sitemaps.Robots{Groups: []sitemaps.Group{{Disallow: []string{"/search"}}}})
//
// It keeps no secrets: whatever it lists is what it shows to those who do not care.
type Robots struct {
	Groups   []Group
	Sitemaps []string // their addresses; nil is /sitemap.xml, and an empty list none
}

// Group is what some robots are asked. One that is named by several groups heeds
// them all; one that is named by none heeds the group of all others.
type Group struct {
	Agents     []string // their names; nil is all others
	Allow      []string // beginnings of paths: the longest that fits decides
	Disallow   []string // "/" is everything; a star is any text, a dollar sign the end
	CrawlDelay time.Duration
}

// Methods says that the file is only read.
func (r Robots) Methods() []string { return []string{http.MethodGet} }

// Check reports what robots would not understand.
func (r Robots) Check([]string) error {
	for _, g := range r.Groups {
		for _, agent := range g.Agents {
			if agent != "*" && (agent == "" || strings.Trim(strings.ToLower(agent), letters+".") != "") {
				return fmt.Errorf("%q is no name of a robot, which is letters, digits, dots, hyphens and underscores", agent)
			}
		}
		for _, path := range append(g.Allow[:len(g.Allow):len(g.Allow)], g.Disallow...) {
			if !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "*") {
				return fmt.Errorf("%q is no path for robots: it begins with a slash", path)
			}
		}
		if g.CrawlDelay < 0 {
			return errors.New("robots are asked for a CrawlDelay below 0")
		}
	}
	return nil
}

// Serve answers with the file.
func (r Robots) Serve(c web.Context) error {
	if err := r.Check(nil); err != nil {
		return err
	}
	var b strings.Builder
	groups := r.Groups
	if len(groups) == 0 {
		groups = []Group{{}}
	}
	for _, g := range groups {
		g.write(&b)
	}
	maps := r.Sitemaps
	if maps == nil {
		maps = []string{"/sitemap.xml"}
	}
	for _, address := range maps {
		if address = answer.Address(c, address); address != "" {
			b.WriteString("Sitemap: " + address + "\n")
		}
	}
	return web.Send(c, http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
}

func (g Group) write(b *strings.Builder) {
	agents := g.Agents
	if len(agents) == 0 {
		agents = []string{"*"}
	}
	for _, agent := range agents {
		b.WriteString("User-agent: " + agent + "\n")
	}
	for _, path := range g.Allow {
		b.WriteString("Allow: " + escapePath(path) + "\n")
	}
	for _, path := range g.Disallow {
		b.WriteString("Disallow: " + escapePath(path) + "\n")
	}
	if len(g.Allow)+len(g.Disallow) == 0 {
		b.WriteString("Disallow:\n")
	}
	if g.CrawlDelay > 0 {
		b.WriteString("Crawl-delay: " + strconv.FormatFloat(g.CrawlDelay.Seconds(), 'f', -1, 64) + "\n")
	}
	b.WriteByte('\n')
}

// escapePath escapes what a line of the file cannot hold, and leaves stars, dollar
// signs, queries and what is escaped already.
func escapePath(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f || c == '#' {
			b.WriteString(url.PathEscape(string([]byte{c})))
			continue
		}
		b.WriteByte(path[i])
	}
	return b.String()
}
