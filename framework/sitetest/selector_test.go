package sitetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

const zoo = `<!doctype html><title>Zoo</title><body>
<ul id="birds" class="list big"><li class="bird">Owl</li><li class="bird rare" data-kind="wader">Ibis <b>!</b></li></ul>
<ul id="fish" class="list"><li lang="de-AT" title='a "b"'>Hecht</li></ul>
<p>Free <a href="/map.pdf">map</a> <a href="https://zoo.example/shop">shop</a></p>
<input type="checkbox" checked name="b[0]">`

func TestSelectors(t *testing.T) {
	t.Parallel()
	document, err := html.Parse(strings.NewReader(zoo))
	if err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string][]string{
		"li": {"Owl", "Ibis !", "Hecht"}, "LI": {"Owl", "Ibis !", "Hecht"}, "#fish li": {"Hecht"}, ".bird": {"Owl", "Ibis !"}, ".bird.rare": {"Ibis !"},
		"li.rare b": {"!"}, "ul > li": {"Owl", "Ibis !", "Hecht"}, "body > li": nil, "body li b": {"!"}, "ul>li>b": {"!"}, "ul > b": nil,
		"p a , b": {"!", "map", "shop"}, "[data-kind]": {"Ibis !"}, "[data-kind=wader]": {"Ibis !"}, `li[data-kind="wade"]`: nil, "[class~=big] .rare": {"Ibis !"},
		"a[href^=https]": {"shop"}, "a[href$='.pdf']": {"map"}, `[ href *= "zoo" ]`: {"shop"}, `[title='a "b"']`: {"Hecht"}, "[lang]": {"Hecht"}, "[href^='']": nil,
		"ul#birds.list.big[class] > li.bird": {"Owl", "Ibis !"}, "input[checked][name='b[0]']": {""}, "p > *": {"map", "shop"}, "*.rare": {"Ibis !"}, "li li": nil,
	} {
		s, err := compile(selector)
		if err != nil {
			t.Error(err)
			continue
		}
		var got []string
		for n := range elements(document) {
			if s.matches(n) {
				got = append(got, visibleText(n, nil))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +found):\n%s", selector, diff)
		}
	}
}

func TestSelectorsThatAreNone(t *testing.T) {
	t.Parallel()
	for selector, want := range map[string]string{
		"": "an element is missing", "li:hover": `":hover" is not understood`, "ul >": "an element is missing", "a,": "an element is missing", "a,,b": "an element is missing",
		"#": "a name is missing", ". x": "a name is missing", "[": "name of an attribute", "[a": "] is missing", `[a="b]`: "quote is not closed", "[a!=b]": "] is missing", "> a": "an element is missing",
	} {
		if _, err := compile(selector); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "there are tag") {
			t.Errorf("%q: %v", selector, err)
		}
	}
}

func FuzzSelector(f *testing.F) {
	for _, s := range []string{"li", "a > b, c.d#e[f='g']", "[", "*", ">>", "[a^=\"", "\x00", "ä.ö"} {
		f.Add(s)
	}
	document, _ := html.Parse(strings.NewReader(zoo))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := compile(text)
		if err != nil {
			return
		}
		for n := range elements(document) {
			s.matches(n)
		}
	})
}
