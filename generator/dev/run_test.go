package dev

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// parentVariable makes the test binary run the site in the folder it names.
const parentVariable = "GOFW_TEST_DEV_PARENT"

// limit is when a test gives up.
const limit = time.Minute

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentVariable); dir != "" {
		err := Run(context.Background(), Config{Dir: dir, Addr: "127.0.0.1:0", Out: os.Stdout})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

// runTests runs the tests with a folder of their own for binaries, but with
// the build cache that there is.
func runTests(m *testing.M) int {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	dir, err := os.MkdirTemp("", "gofw-dev-test-")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(dir)
	os.Setenv("GOCACHE", strings.TrimSpace(string(out)))
	os.Setenv("XDG_CACHE_HOME", dir)
	return m.Run()
}

func TestAnEditShowsTheNewPage(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	page := s.get("/", "text/html")
	page.want(t, 200, "<h1>one</h1>", `<script src="/__gofw/reload.js?v=`)
	s.get("/data", "application/json").want(t, 200, `"version": "one"`)

	s.edit(`"one"`, `"two"`)
	round := s.round()
	if !round.Swapped || !round.Built || round.Total < round.Build {
		t.Errorf("the round says %+v", round)
	}
	s.get("/", "text/html").want(t, 200, "<h1>two</h1>")
	if out := s.printed(); !strings.Contains(out, " s · "+s.url+"\n") || !strings.Contains(out, "built in ") {
		t.Errorf("the terminal shows %q", out)
	}
}

func TestARequestDuringABuildGetsTheNewPage(t *testing.T) {
	t.Parallel()
	building, goOn := make(chan bool), make(chan bool)
	s := start(t, Config{}, func(cfg *Config) {
		builds := 0
		cfg.Build = func(ctx context.Context, out string) error {
			if builds++; builds == 2 {
				building <- true
				<-goOn
			}
			return GoBuild{Dir: cfg.Dir}.Run(ctx, out)
		}
	})
	s.edit(`"one"`, `"two"`)
	<-building
	got := make(chan answer)
	go func() { got <- s.get("/", "text/html") }()
	leaving, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		request, _ := http.NewRequestWithContext(leaving, http.MethodGet, s.url, nil)
		_, err := s.client.Do(request)
		left <- err
	}()
	cancel()
	if err := <-left; err == nil {
		t.Error("a request that was given up has got an answer")
	}
	close(goOn)
	(<-got).want(t, 200, "<h1>two</h1>")
}

func TestNoRequestFailsWhileSitesAreSwapped(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	counts := make([]int, 3)
	for i := range counts {
		group.Go(func() {
			for ctx.Err() == nil {
				if got := s.get("/data", "*/*"); got.status != 200 || got.err != nil {
					t.Errorf("request %d: %v, status %d, %s", counts[i], got.err, got.status, got.body)
					return
				}
				counts[i]++
			}
		})
	}
	for i := range 5 {
		before := fmt.Sprintf("%q", []string{"one", "v0", "v1", "v2", "v3"}[i])
		s.edit(before, fmt.Sprintf(`"v%d"`, i))
		if round := s.round(); !round.Swapped {
			t.Errorf("swap %d: %+v", i, round)
		}
		s.get("/data", "*/*").want(t, 200, fmt.Sprintf(`"v%d"`, i))
	}
	cancel()
	group.Wait()
	t.Logf("requests: %v", counts)
}

func TestARequestOnItsWayIsAnsweredByTheOldSite(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	body, rest := io.Pipe()
	got := make(chan answer)
	go func() { got <- s.do(http.MethodPost, "/read", "*/*", body) }()
	io.WriteString(rest, "half")
	poll(t, "the request", func() bool { return strings.Contains(s.printed(), "reading") })

	s.edit(`"one"`, `"two"`)
	s.round()
	s.get("/data", "*/*").want(t, 200, `"two"`)
	io.WriteString(rest, "half")
	rest.Close()
	(<-got).want(t, 200, "one read 8 bytes")
}

func TestACompileErrorShowsItsPlaceUntilItIsMended(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	s.edit("func begin() {}", "func begin() { undefined(\"<b>\") }")
	if round := s.round(); round.Err == nil || round.Swapped {
		t.Errorf("the round says %+v", round)
	}
	page := s.get("/", "text/html")
	page.want(t, 500, "main.go:44:16", "undefined: undefined", "&lt;b&gt;", `aria-current="true"`, "reload.js")
	if strings.Contains(page.body, "<b>\"") || !strings.Contains(page.header.Get("Content-Type"), "text/html") {
		t.Errorf("the page is not escaped, or no page:\n%s", page.body)
	}
	data := s.get("/data", "application/json")
	data.want(t, 500, "main.go:44:16: undefined: undefined")
	if kind := data.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("who asks for data gets %s", kind)
	}
	if out := s.printed(); !strings.Contains(out, "main.go:44:16: undefined: undefined") {
		t.Errorf("the terminal shows %q", out)
	}

	s.edit("func begin() { undefined(\"<b>\") }", "func begin() {}")
	if round := s.round(); round.Err != nil {
		t.Errorf("the round says %+v", round)
	}
	s.get("/", "text/html").want(t, 200, "<h1>one</h1>")
}

func TestASiteThatStopsShowsWhatItSaid(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	s.edit("func begin() {}", `func begin() { panic("no <database>") }`)
	if round := s.round(); round.Err == nil {
		t.Errorf("the round says %+v", round)
	}
	s.get("/", "text/html").want(t, 500, "The site stopped while it started: exit status 2", "panic: no &lt;database&gt;", "main.go:44", "goroutine 1")

	s.edit(`func begin() { panic("no <database>") }`, "func begin() { print() }")
	s.round()
	s.get("/data", "*/*").want(t, 200, `"one"`)

	s.get("/crash", "text/html").want(t, 500, "The site stopped: exit status 3", "out of &lt;luck&gt;")
	if round := s.round(); round.Err == nil {
		t.Errorf("the round says %+v", round)
	}
	s.edit(`"one"`, `"two"`)
	s.round()
	s.get("/data", "*/*").want(t, 200, `"two"`)
}

func TestAGenerateErrorShowsItsHint(t *testing.T) {
	t.Parallel()
	var told []string
	wrong := true
	s := start(t, Config{
		Generate: func(_ context.Context, changed []string) (bool, error) {
			if told = changed; wrong {
				return false, fmt.Errorf("main.go:10:7: Post orders by \"Published\", which is not a field\n\tdid you mean \"PublishedAt\"?")
			}
			return true, nil
		},
		Source: func(p Problem) Problem { p.File = "./" + p.File; return p },
	})
	s.get("/", "text/html").want(t, 500, "./main.go:10:7", "did you mean &#34;PublishedAt&#34;?", "const version")
	wrong = false
	s.edit(`"one"`, `"two"`)
	s.round()
	if len(told) != 1 || told[0] != filepath.Join(s.dir, "main.go") {
		t.Errorf("Generate was told of %q", told)
	}
	s.get("/data", "*/*").want(t, 200, `"two"`)
}

func TestOnlyWhatMustBeBuiltIsBuilt(t *testing.T) {
	t.Parallel()
	build := true
	s := start(t, Config{Generate: func(context.Context, []string) (bool, error) { return build, nil }})
	first := s.pid()

	s.write("static/site.css", "a { color: red }")
	round := s.round()
	if !round.Built || round.Swapped || round.Err != nil {
		t.Errorf("a style that is not embedded: %+v", round)
	}
	build = false
	s.write("blog/page.templ", "templ Page() {}")
	if round = s.round(); round.Built || round.Swapped {
		t.Errorf("text that is read while the site runs: %+v", round)
	}
	build = true
	s.write("main.go", s.read("main.go")+"\n")
	if round = s.round(); round.Swapped && s.pid() == first {
		t.Errorf("a line that changes nothing: %+v", round)
	}
	pid := s.pid()
	s.write(".env", "COLOR=red")
	if round = s.round(); !round.Swapped || s.pid() == pid {
		t.Errorf("the environment: %+v", round)
	}
}

func TestOpenPagesReload(t *testing.T) {
	t.Parallel()
	s := start(t, Config{})
	_, rest, _ := strings.Cut(s.get("/", "text/html").body, "reload.js?v=")
	version, _, _ := strings.Cut(rest, `"`)
	s.get("/__gofw/reload.js?v="+version, "*/*").want(t, 200, "EventSource")
	s.get("/__gofw/other", "*/*").want(t, 404, "")

	told := make(chan answer)
	go func() { told <- s.get("/__gofw/reload?v="+version, "text/event-stream") }()
	s.edit(`"one"`, `"two"`)
	s.round()
	(<-told).want(t, 200, "event: reload")
	// A page that missed the change learns of it at once.
	s.get("/__gofw/reload?v="+version, "text/event-stream").want(t, 200, "event: reload")
}

func TestAPortInUseIsNamedWithAnother(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	err = Run(t.Context(), Config{Dir: t.TempDir(), Addr: fmt.Sprint(port), Out: io.Discard})
	want := fmt.Sprintf("the port %d is in use", port)
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), fmt.Sprintf("gofw runserver 127.0.0.1:%d", port%65535+1)) {
		t.Errorf("got the error %v", err)
	}
}

func TestAKilledParentLeavesNoSite(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"TERM", "INT", "KILL"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := siteDir(t)
			parent := exec.Command(os.Args[0])
			parent.Env = append(os.Environ(), parentVariable+"="+dir)
			out, err := parent.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := parent.Start(); err != nil {
				t.Fatal(err)
			}
			url := urlIn(t, out)
			go io.Copy(io.Discard, out)
			s := &site{t: t, url: url, client: http.DefaultClient}
			pid := s.pid()
			signal := map[string]syscall.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "KILL": syscall.SIGKILL}[name]
			if err := parent.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := parent.Wait(); err != nil && name != "KILL" {
				t.Errorf("the parent ends with %v", err)
			}
			poll(t, "the site to end", func() bool { return syscall.Kill(pid, 0) == syscall.ESRCH })
		})
	}
}

func TestTheAddressIsCompleted(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "127.0.0.1:8000", "8001": "127.0.0.1:8001", "0.0.0.0:80": "0.0.0.0:80", "[::1]:8000": "[::1]:8000", ":8000": ":8000",
		"99999": "", "-1": "", "localhost": "", "a:b": "", "1:2:3": "", "127.0.0.1:": "",
	} {
		got, err := address(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("address(%q) is %q, %v, want %q", typed, got, err, want)
		}
	}
}

// site is a site that runs for a test.
type site struct {
	t      *testing.T
	dir    string
	url    string
	client *http.Client
	rounds chan Round
	out    *output
}

// output is what is printed.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write prints.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// siteDir writes the site of the tests to a folder.
func siteDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("testdata/site/main.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"main.go": string(program), "go.mod": "module example.com/site\n\ngo 1.26.0\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// start runs a site and waits for its first round.
func start(t *testing.T, cfg Config, change ...func(*Config)) *site {
	t.Helper()
	s := &site{t: t, dir: siteDir(t), rounds: make(chan Round, 100), out: new(output)}
	s.client = &http.Client{Transport: &http.Transport{}}
	cfg.Dir, cfg.Addr, cfg.Out = s.dir, "127.0.0.1:0", s.out
	cfg.After = func(r Round) { s.rounds <- r }
	for _, change := range change {
		change(&cfg)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, cfg) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the run ends with %v", err)
		}
		s.client.CloseIdleConnections()
		if t.Failed() {
			t.Logf("printed:\n%s", s.printed())
		}
	})
	s.url = s.round().URL
	return s
}

// round waits for the next round.
func (s *site) round() Round {
	s.t.Helper()
	select {
	case r := <-s.rounds:
		return r
	case <-time.After(limit):
		s.t.Fatalf("no round within %s; printed:\n%s", limit, s.printed())
		return Round{}
	}
}

// printed returns what the terminal shows.
func (s *site) printed() string {
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	return s.out.text.String()
}

// read returns the text of a file.
func (s *site) read(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// write writes a file.
func (s *site) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// edit replaces text in main.go.
func (s *site) edit(old, new string) {
	s.t.Helper()
	text := s.read("main.go")
	if !strings.Contains(text, old) {
		s.t.Fatalf("main.go has no %s", old)
	}
	s.write("main.go", strings.Replace(text, old, new, 1))
}

// pid returns the site's process.
func (s *site) pid() int {
	s.t.Helper()
	got := s.get("/data", "*/*")
	var data struct{ PID int }
	if err := json.Unmarshal([]byte(got.body), &data); err != nil || data.PID == 0 {
		s.t.Fatalf("asking for the process: %v, %v, %s", got.err, err, got.body)
	}
	return data.PID
}

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

// get asks for a page.
func (s *site) get(path, accept string) answer { return s.do(http.MethodGet, path, accept, nil) }

// do makes a request.
func (s *site) do(method, path, accept string, body io.Reader) answer {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(s.url, "/")+path, body)
	if err != nil {
		return answer{err: err}
	}
	request.Header.Set("Accept", accept)
	response, err := s.client.Do(request)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{status: response.StatusCode, header: response.Header, body: string(text), err: err}
}

// want checks an answer.
func (a answer) want(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.err != nil || a.status != status {
		t.Errorf("got status %d, %v, want %d\n%s", a.status, a.err, status, a.body)
		return
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("the answer lacks %q:\n%s", text, a.body)
		}
	}
}

// urlIn reads what a parent prints until it names the address.
func urlIn(t *testing.T, out io.Reader) string {
	t.Helper()
	var text []byte
	buffer := make([]byte, 1024)
	for {
		n, err := out.Read(buffer)
		text = append(text, buffer[:n]...)
		if _, after, ok := strings.Cut(string(text), " s · "); ok {
			if url, _, ok := strings.Cut(after, "\n"); ok {
				return url
			}
		}
		if err != nil {
			t.Fatalf("the parent prints %q and ends: %v", text, err)
		}
	}
}

// poll waits until ok.
func poll(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(limit)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %s for %s", limit, what)
		}
	}
}
