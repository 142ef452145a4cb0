package dev

import "strings"

// scriptAllowed reports whether the content security policies of a response let
// a script of the same origin run, and the nonce that it needs for that, if
// any. Every policy must allow it.
func scriptAllowed(policies []string) (nonce string, ok bool) {
	for _, header := range policies {
		for policy := range strings.SplitSeq(header, ",") {
			needed, ok := policyAllows(policy)
			if !ok || needed != "" && nonce != "" && needed != nonce {
				return "", false
			}
			if needed != "" {
				nonce = needed
			}
		}
	}
	return nonce, true
}

// policyAllows is scriptAllowed for one policy.
func policyAllows(policy string) (nonce string, ok bool) {
	directives := map[string][]string{}
	for directive := range strings.SplitSeq(policy, ";") {
		words := strings.Fields(directive)
		if len(words) == 0 {
			continue
		}
		name := strings.ToLower(words[0])
		if _, twice := directives[name]; !twice { // the first one counts
			directives[name] = words[1:]
		}
	}
	if flags, ok := directives["sandbox"]; ok && !has(flags, "allow-scripts") {
		return "", false
	}
	sources, ok := directives["script-src-elem"]
	if !ok {
		sources, ok = directives["script-src"]
	}
	if !ok {
		sources, ok = directives["default-src"]
	}
	if !ok {
		return "", true
	}
	strict := has(sources, "'strict-dynamic'")
	if !strict && (has(sources, "'self'") || has(sources, "*")) {
		return "", true
	}
	for _, source := range sources {
		if value, found := strings.CutPrefix(source, "'nonce-"); found {
			return nonceValue(value)
		}
	}
	return "", false
}

// nonceValue returns a nonce without its closing quote, if it is one that can
// stand in an attribute.
func nonceValue(quoted string) (string, bool) {
	value, ok := strings.CutSuffix(quoted, "'")
	if !ok || value == "" || strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_") != "" {
		return "", false
	}
	return value, true
}

// has reports whether a keyword is among words, in any case.
func has(words []string, keyword string) bool {
	for _, word := range words {
		if strings.EqualFold(word, keyword) {
			return true
		}
	}
	return false
}
