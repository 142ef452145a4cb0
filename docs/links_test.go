package docs_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gofw/gofw/framework/site"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`^#+ (.+)$`)
	inline  = regexp.MustCompile("`[^`]*`")
)

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	anchors := map[string][]string{}
	for _, page := range pages(t) {
		_, prose := read(t, page)
		for _, line := range prose {
			if m := heading.FindStringSubmatch(line); m != nil {
				anchors[page] = append(anchors[page], anchor(m[1]))
			}
		}
	}
	for _, page := range pages(t) {
		_, prose := read(t, page)
		for i, line := range prose {
			for _, m := range link.FindAllStringSubmatch(inline.ReplaceAllString(line, ""), -1) {
				target, fragment, _ := strings.Cut(m[1], "#")
				if strings.Contains(target, "://") {
					continue
				}
				if target == "" {
					target = page
				}
				if _, err := os.Stat(filepath.FromSlash(target)); err != nil {
					t.Errorf("%s:%d: %v", page, i+1, err)
				} else if fragment != "" && !slices.Contains(anchors[target], fragment) {
					t.Errorf("%s:%d: %s has no heading for #%s; it has %q", page, i+1, target, fragment, anchors[target])
				}
			}
		}
	}
}

// anchor is the fragment that leads to a heading.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

func TestTheIndexListsEveryPage(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages(t) {
		if page != "README.md" && !strings.Contains(string(index), "("+page+")") {
			t.Errorf("README.md does not list %s", page)
		}
	}
}

var (
	named  = regexp.MustCompile(`(?:^|[\s(])(gofw|\./mysite) ([a-z]+)([^#]*)`)
	option = regexp.MustCompile(`--[a-z][a-z-]*`)
	listed = regexp.MustCompile(`(?m)^  ([a-z]+) {2,}`)
)

// A command is named in code: in a block, or between backticks.
func TestCommandsAndTheirOptionsExist(t *testing.T) {
	t.Parallel()
	help := commands(t)
	for _, page := range pages(t) {
		for _, code := range codeOf(t, page) {
			for _, m := range named.FindAllStringSubmatch(code, -1) {
				word, rest := m[2], m[3]
				if word == "help" || word == "seed" { // seed is written in the tutorial
					continue
				}
				text, ok := help[word]
				if !ok {
					t.Errorf("%s: %s %s is no command", page, m[1], word)
				}
				rest, _, _ = strings.Cut(rest, "&&")
				for _, o := range option.FindAllString(rest, -1) {
					if ok && !strings.Contains(text, o) {
						t.Errorf("%s: %s %s has no option %s", page, m[1], word, o)
					}
				}
			}
		}
	}
}

func codeOf(t *testing.T, page string) []string {
	t.Helper()
	blocks, prose := read(t, page)
	var code []string
	for _, b := range blocks {
		if b.info == "" || b.info == "sh" {
			code = append(code, strings.Split(b.text, "\n")...)
		}
	}
	for _, line := range prose {
		for _, span := range inline.FindAllString(line, -1) {
			code = append(code, strings.Trim(span, "`"))
		}
	}
	return code
}

// commands is the help of every command, of gofw and of a site's program.
func commands(t *testing.T) map[string]string {
	t.Helper()
	help := map[string]string{}
	ofGofw := func(args ...string) string {
		out, err := exec.Command(gofw(t), args...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	ofSite := func(args ...string) string {
		var out bytes.Buffer
		site.Run(t.Context(), append([]string{"mysite"}, args...), &out, &out, site.Settings{})
		return out.String()
	}
	own, _, _ := strings.Cut(ofGofw("--help"), "In a site's folder")
	for _, m := range listed.FindAllStringSubmatch(ofSite("--help"), -1) {
		help[m[1]] = ofSite(m[1], "--help")
	}
	for _, m := range listed.FindAllStringSubmatch(own, -1) {
		text := ofGofw(m[1], "--help")
		for _, sub := range regexp.MustCompile(`(?m)^  `+m[1]+` ([a-z]+)`).FindAllStringSubmatch(text, -1) {
			text += ofGofw(m[1], sub[1], "--help")
		}
		help[m[1]] += text
	}
	if len(help) < 15 {
		t.Fatalf("the help lists only %d commands", len(help))
	}
	return help
}
