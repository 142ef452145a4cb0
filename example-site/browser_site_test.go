package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/gofw/gofw/example-site/newsroom"
)

func TestBrowserReadersReadAndComment(t *testing.T) {
	s := startNews(t, 40)
	p := s.visit(t, "/")
	p.sees("The Harbour Gazette")
	p.shot("site-front")
	p.follow("All news")
	p.follow("Older")
	p.sees("Newer", "Older")
	p.shot("site-list")
	p.follow("Newer")
	p.sees("All news", "Older")

	p.open("/news/posts/chandler-street-library-reopens")
	p.sees("Chandler Street library reopens", "Comments")
	p.shot("site-post")
	eval[bool](p, "trusting")
	p.fill("Name", "A reader")
	p.fill("Email", "no address")
	p.fill("Body", "See https://example.com for more.")
	p.press("Send")
	p.answers(http.StatusUnprocessableEntity)
	p.holds("Body", "See https://example.com for more.")
	p.shot("site-comment-wrong")
	p.fill("Email", "reader@example.com")
	p.press("Send")
	p.answers(http.StatusUnprocessableEntity)
	p.sees("Please leave out links.")
	p.fill("Body", "I was there, and <b>it rained</b>.")
	p.press("Send")
	p.sees("Thank you. Your comment appears once an editor has read it.")
	p.open("/news/posts/chandler-street-library-reopens")
	p.misses("it rained")

	editor := s.login(t, "root")
	editor.follow("Comments")
	editor.tick("Comment by A reader")
	editor.press("Approve the selected comments")
	editor.sees("1 comment changed.")
	p.open("/news/posts/chandler-street-library-reopens")
	p.sees("A reader", "I was there, and <b>it rained</b>.")

	p.fill("Search", "library")
	p.enter()
	p.sees("found for “library”", "Chandler Street library reopens")
	p.shot("site-search")
	p.open("/news/tags/gardening")
	p.sees("Gardening")
}

func TestBrowserProblemPages(t *testing.T) {
	s := startNews(t, 0)
	p := s.visit(t, "/no/such/page")
	p.answers(http.StatusNotFound)
	p.shot("site-missing")
	p.follow("Go to the front page")
	p.answers(http.StatusOK)
}

func TestBrowserRefusesFormsFromOtherSites(t *testing.T) {
	s := startNews(t, 0)
	p := s.login(t, "root")
	for name, address := range map[string]string{
		"another port, to which the cookies go too": servePrize(t, s.url),
		"another name": byName(servePrize(t, s.url)),
	} {
		p.open(address)
		p.press("Win a prize")
		if p.status != http.StatusForbidden {
			t.Errorf("%s: status %d", name, p.status)
		}
		p.sees("This form was sent from another site, so nothing was changed.")
		p.open(address)
		p.follow("A link")
		p.answers(http.StatusOK)
		p.sees("Posts", "Add post")
	}
	if n := got[int64](t)(newsroom.Tags.Filter(newsroom.Tags.Name.Eq("Prize")).Count(s.Context())); n != 0 {
		t.Error("a form of another site was obeyed")
	}
}

// servePrize is another site, with a form that adds a tag to the site at target.
func servePrize(t *testing.T, target string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><title>Prizes</title><link rel="icon" href="data:,">
			<form method="post" action="%[1]s/admin/newsroom/tag/add">
				<input type="hidden" name="name" value="Prize"><input type="hidden" name="slug" value="prize"><button>Win a prize</button>
			</form>
			<a href="%[1]s/admin/newsroom/post">A link</a>`, target)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// byName is the same address on loopback with a name instead of the number.
func byName(address string) string { return strings.Replace(address, "127.0.0.1", "localhost", 1) }

// What the tests are for is that somebody notices.
func TestBrowserFaultsOfAPageAreNoticed(t *testing.T) {
	needsBrowser(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'")
		io.WriteString(w, `<!DOCTYPE html><meta name="viewport" content="width=device-width"><title>Faults</title><link rel="icon" href="/missing.svg">
			<script>alert("refused by the policy")</script><script src="/missing.js"></script>
			<div style="width: 600px">wide on a phone</div>`)
	}))
	t.Cleanup(server.Close)
	p := newPage(t, server.URL)
	p.do(chromedp.Navigate(server.URL), phone)
	p.fault("%s", eval[string](p, "overflow"))
	p.do(desk, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[any](`console.error("something is wrong")`)(ctx, t)
		return err
	}))
	found := strings.Join(p.takeFaults(), "\n")
	for _, want := range []string{"Content Security Policy", "missing.js answers 404", "pixels are too wide", "wide on a phone", "something is wrong"} {
		if !strings.Contains(found, want) {
			t.Errorf("nobody noticed %q in:\n%s", want, found)
		}
	}
}
