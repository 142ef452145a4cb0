package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take before a test fails.
const patience = 30 * time.Second

// page is a window of the browser with cookies of its own, worked by what people
// see: the text of links and buttons, the labels of inputs. Whatever is wrong
// with a page on the way, in the console or in its width, fails the test.
type page struct {
	t      *testing.T
	ctx    context.Context
	site   string // address without path
	status int    // of the page that is shown

	mu     sync.Mutex
	faults []string
	asked  int
}

// finders is the script that finds what people see.
//
//go:embed testdata/finders.js
var finders string

// Widths of a desk and of a phone.
var (
	desk  = chromedp.EmulateViewport(1280, 900)
	phone = chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch)
)

func newPage(t *testing.T, site string) *page {
	t.Helper()
	parent, err := chromium.start()
	if err != nil {
		t.Fatalf("starting Chromium: %v: install it, or name it by GOFW_CHROMIUM", err)
	}
	p := &page{t: t, site: site}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.hear))
	t.Cleanup(cancel)
	p.ctx = ctx
	must(t, chromedp.Do(ctx, desk)) // not do: the page lives as long as the context that it starts with
	call(p, emulation.SetFocusEmulationEnabled.Method, map[string]any{"enabled": true})
	return p
}

// hear notes what the browser reports about the page.
func (p *page) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.fault("exception: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.Exception.Description)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			for _, a := range e.Args {
				p.fault("console: %s %s", a.Value, a.Description)
			}
		}
	case *log.EventEntryAdded:
		// The network's are below, where the page itself can be told apart.
		if e.Entry.Source != log.EntrySourceNetwork && e.Entry.Level != log.EntryLevelInfo && e.Entry.Level != log.EntryLevelVerbose {
			p.fault("%s: %s", e.Entry.Source, e.Entry.Text)
		}
	case *network.EventResponseReceived:
		if e.Type != network.ResourceTypeDocument && e.Response.Status >= 400 {
			p.fault("%s answers %d", e.Response.URL, e.Response.Status)
		}
	case *network.EventLoadingFailed:
		if e.Type != network.ResourceTypeDocument && !e.Canceled {
			p.fault("a %s was not loaded: %s %s", e.Type, e.ErrorText, e.BlockedReason)
		}
	case *cdppage.EventJavascriptDialogOpening:
		p.mu.Lock()
		p.asked++
		p.mu.Unlock()
		go chromedp.Call(p.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
	}
}

func (p *page) fault(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// takeFaults returns what was wrong until now, and forgets it.
func (p *page) takeFaults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.faults
	p.faults = nil
	return out
}

// questions is how often the browser asked whether to leave the page.
func (p *page) questions() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// do runs actions, and ends the test if they fail or take too long.
func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%v%s", err, p.state())
	}
}

// call sends a command of the browser's protocol that has no result.
func call(p *page, method string, params any) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { return t.Call(ctx, method, params, nil) }))
}

// state is the page for a message.
func (p *page) state() string {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	return fmt.Sprintf("\nthe page: status %d, %s", p.status, text)
}

// eval calls one of the finders.
func eval[T any](p *page, name string, args ...any) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script(name, args...)))
	if err != nil {
		p.t.Fatalf("%s %v: %v%s", name, args, err, p.state())
	}
	return v
}

func script(name string, args ...any) string {
	text, _ := json.Marshal(append([]any{}, args...))
	return "(() => {" + finders + "\nreturn " + name + "(..." + string(text) + ")})()"
}

// turn does something that leads to another page, and waits for that.
func (p *page) turn(action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, action)
	if err != nil {
		p.t.Fatalf("waiting for the next page: %v%s", err, p.state())
	}
	p.status = int(response.Status)
	p.inspect()
}

// inspect reports what is wrong with the page.
func (p *page) inspect() {
	p.t.Helper()
	for _, width := range []chromedp.Action[chromedp.Void]{phone, desk} {
		p.do(width)
		if what := eval[string](p, "overflow"); what != "" {
			p.fault("%s", what)
		}
	}
	for _, f := range p.takeFaults() {
		p.t.Errorf("%s: %s", p.path(), f)
	}
}

// withoutScript turns scripts off.
func (p *page) withoutScript() *page {
	p.t.Helper()
	call(p, emulation.SetScriptExecutionDisabled.Method, emulation.SetScriptExecutionDisabledParams{Value: true})
	return p
}

// shot saves the page as pictures below $GOFW_SCREENSHOTS, if that is set.
func (p *page) shot(name string) {
	p.t.Helper()
	dir := os.Getenv("GOFW_SCREENSHOTS")
	if dir == "" {
		return
	}
	must(p.t, os.MkdirAll(dir, 0o755))
	for width, size := range map[string]chromedp.Action[chromedp.Void]{"1280": desk, "390": phone} {
		for _, colours := range []string{"dark", "light"} {
			p.do(size)
			call(p, emulation.SetEmulatedMedia.Method, map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": colours}}})
			picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
			must(p.t, err)
			must(p.t, os.WriteFile(filepath.Join(dir, name+"-"+width+"-"+colours+".png"), picture, 0o644))
		}
	}
	p.do(desk)
}
