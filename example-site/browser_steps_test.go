package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What people do with a page, and see on it.

// path is where the page is on its site.
func (p *page) path() string {
	p.t.Helper()
	return strings.TrimPrefix(eval[string](p, "address"), p.site)
}

// open goes to a path of the site, or to a whole address.
func (p *page) open(path string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.site + path
	}
	p.turn(chromedp.Navigate(path))
}

// follow clicks a link that leads to another page.
func (p *page) follow(text string) {
	p.t.Helper()
	p.turn(p.pointer("link", text))
}

// press clicks a button that leads to another page.
func (p *page) press(text string) {
	p.t.Helper()
	p.turn(p.pointer("button", text))
}

// enter presses Enter in an input whose form leads to another page.
func (p *page) enter() {
	p.t.Helper()
	p.turn(chromedp.KeyEvent(kb.Enter))
}

// click clicks a button, menu or option that changes the page itself.
func (p *page) click(text string) {
	p.t.Helper()
	p.do(p.pointer("button", text))
}

// pointer clicks where people would. What is hidden or covered cannot be
// clicked.
func (p *page) pointer(kind, name string) chromedp.Action[chromedp.Void] {
	p.t.Helper()
	at := eval[struct {
		X, Y    float64
		Problem string
	}](p, "place", kind, name)
	if at.Problem != "" {
		p.t.Fatalf("%s %q %s%s", kind, name, at.Problem, p.state())
	}
	return chromedp.MouseClickXY(at.X, at.Y)
}

// fill types into an input instead of what is there.
func (p *page) fill(label, text string) {
	p.t.Helper()
	if eval[bool](p, "setTime", label, text) {
		return // the keys of these inputs depend on the language
	}
	p.do(p.pointer("input", label))
	eval[bool](p, "selectAll", label)
	if text == "" {
		p.do(chromedp.KeyEvent(kb.Delete))
	} else {
		call(p, input.InsertText.Method, input.InsertTextParams{Text: text})
	}
}

// choose picks one of many: of a list, or from what an input finds.
func (p *page) choose(label, option string) {
	p.t.Helper()
	if eval[bool](p, "choose", label, option) {
		return
	}
	p.fill(label, option)
	p.wait("find", "button", option)
	p.click(option)
}

// tick clicks a checkbox.
func (p *page) tick(labels ...string) {
	p.t.Helper()
	for _, label := range labels {
		p.do(p.pointer("input", label))
	}
}

// value is what an input holds.
func (p *page) value(label string) string {
	p.t.Helper()
	return eval[string](p, "value", label)
}

// holds checks what an input holds.
func (p *page) holds(label, want string) {
	p.t.Helper()
	if got := p.value(label); got != want {
		p.t.Errorf("%s holds %q, want %q", label, got, want)
	}
}

// wait waits until a finder finds something.
func (p *page) wait(name string, args ...any) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool]("!!"+script(name, args...), chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(patience))(ctx, t)
		if err != nil {
			return fmt.Errorf("waiting for %v: %w", args, err)
		}
		return nil
	}))
}

// sees checks that people can read all the texts.
func (p *page) sees(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !eval[bool](p, "reads", text) {
			p.t.Errorf("nobody can read %q%s", text, p.state())
		}
	}
}

// misses checks that nobody can read the texts.
func (p *page) misses(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if eval[bool](p, "reads", text) {
			p.t.Errorf("one can read %q%s", text, p.state())
		}
	}
}

// answers checks the status of the page.
func (p *page) answers(status int) {
	p.t.Helper()
	if p.status != status {
		p.t.Errorf("status %d, want %d%s", p.status, status, p.state())
	}
}
