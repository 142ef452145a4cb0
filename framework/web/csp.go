package web

import (
	"fmt"
	"slices"
	"strings"
)

// Policy is a Content-Security-Policy as the header has it: directives with
// sources, separated by semicolons. Its methods return another policy, so one
// can be derived from another at package level:
//
//	var maps = middleware.DefaultCSP.Add("img-src", "https://tiles.example.org")
type Policy string

// Add returns the policy with further sources for a directive. One that the
// policy lacks begins with the sources that would hold in its place, those of
// default-src.
func (p Policy) Add(directive string, sources ...string) Policy {
	now, ok := p.Sources(directive)
	if !ok && fetches(directive) {
		now, _ = p.Sources("default-src")
	}
	for _, source := range sources {
		if !slices.Contains(now, source) {
			now = append(now, source)
		}
	}
	return p.Set(directive, now...)
}

// Set returns the policy with these sources alone for a directive. 'none' beside
// other sources is left out, since it means nothing there.
func (p Policy) Set(directive string, sources ...string) Policy {
	if len(sources) > 1 {
		sources = slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return strings.EqualFold(s, "'none'") })
	}
	text := strings.TrimSpace(directive + " " + strings.Join(sources, " "))
	var parts []string
	found := false
	for part := range strings.SplitSeq(string(p), ";") {
		name, _ := directiveOf(part)
		switch {
		case name == "":
		case !strings.EqualFold(name, directive):
			parts = append(parts, strings.TrimSpace(part))
		case !found:
			found = true
			parts = append(parts, text)
		}
	}
	if !found {
		parts = append(parts, text)
	}
	return Policy(strings.Join(parts, "; "))
}

// Without returns the policy without a directive.
func (p Policy) Without(directive string) Policy {
	var parts []string
	for part := range strings.SplitSeq(string(p), ";") {
		if name, _ := directiveOf(part); name != "" && !strings.EqualFold(name, directive) {
			parts = append(parts, strings.TrimSpace(part))
		}
	}
	return Policy(strings.Join(parts, "; "))
}

// Sources are the sources of a directive, and whether the policy has it. As
// browsers do, it goes by the first directive of the name.
func (p Policy) Sources(directive string) ([]string, bool) {
	for part := range strings.SplitSeq(string(p), ";") {
		if name, sources := directiveOf(part); strings.EqualFold(name, directive) {
			return sources, true
		}
	}
	return nil, false
}

// directiveOf takes "img-src 'self' data:" apart.
func directiveOf(part string) (string, []string) {
	words := strings.Fields(part)
	if len(words) == 0 {
		return "", nil
	}
	return words[0], words[1:]
}

// fetches reports whether default-src stands in for a directive that is missing.
func fetches(directive string) bool {
	directive = strings.ToLower(directive)
	return strings.HasSuffix(directive, "-src") && directive != "default-src"
}

// Check says what browsers would misunderstand in the policy: a directive that
// stands there twice, a keyword without its quotes, what no header can hold.
func (p Policy) Check() error {
	if strings.ContainsFunc(string(p), func(r rune) bool { return r < ' ' || r > '~' || r == ',' }) {
		return fmt.Errorf("the policy has a comma, a line break or a letter that the header cannot hold: separate directives by semicolons, sources by spaces")
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(string(p), ";") {
		name, sources := directiveOf(part)
		if name == "" {
			continue
		}
		lower := strings.ToLower(name)
		if strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz-") != "" {
			return fmt.Errorf("%q is not a directive: write a name such as script-src first", name)
		}
		if seen[lower] {
			return fmt.Errorf("the policy has %s twice, and browsers ignore the second: put their sources together", name)
		}
		seen[lower] = true
		for _, source := range sources {
			if slices.Contains(bareKeywords, strings.ToLower(source)) && strings.HasSuffix(lower, "-src") {
				return fmt.Errorf("%s has the source %s, which would be a host of that name: write '%s'", name, source, source)
			}
		}
	}
	return nil
}

var bareKeywords = []string{"none", "self", "unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic", "report-sample", "wasm-unsafe-eval"}

// withNonce lets scripts and styles with the nonce run. Where inline ones run
// anyhow it changes nothing, because a nonce would forbid all others.
func (p Policy) withNonce(nonce string) Policy {
	for _, directive := range []string{"script-src", "style-src"} {
		now, ok := p.Sources(directive)
		if !ok {
			if now, ok = p.Sources("default-src"); !ok {
				continue // nothing is forbidden
			}
		}
		if !allowsInline(now) {
			p = p.Set(directive, append(now, "'nonce-"+nonce+"'")...)
		}
	}
	return p
}

// allowsInline reports whether 'unsafe-inline' has an effect: a nonce or a hash
// beside it takes it away.
func allowsInline(sources []string) bool {
	inline := false
	for _, s := range sources {
		s = strings.ToLower(s)
		if strings.HasPrefix(s, "'nonce-") || strings.HasPrefix(s, "'sha") || s == "'strict-dynamic'" {
			return false
		}
		inline = inline || s == "'unsafe-inline'"
	}
	return inline
}
