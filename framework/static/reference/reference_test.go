package reference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/static/reference"
)

func addresses(refs []reference.Reference) []string {
	var all []string
	for _, r := range refs {
		all = append(all, r.URL)
	}
	return all
}

func TestCSS(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"an address without quotes":                         {`a{b:url(x.png)}`, []string{"x.png"}},
		"with blanks around":                                {"a{b:url(\n x.png\t)}", []string{"x.png"}},
		"in double quotes":                                  {`a{b:url("x y.png")}`, []string{"x y.png"}},
		"in single quotes":                                  {`a{b:url( 'x.png' )}`, []string{"x.png"}},
		"in capitals":                                       {`a{b:URL(x.png)}`, []string{"x.png"}},
		"a name with an escape":                             {`a{b:\75rl(x.png)}`, []string{"x.png"}},
		"a file name with an escaped bracket":               {`a{b:url(x\).png)}`, []string{"x).png"}},
		"a hexadecimal escape ends at a blank":              {`a{b:url("\78 y.png")}`, []string{"xy.png"}},
		"a line goes on in a string":                        {"a{b:url(\"x\\\ny.png\")}", []string{"xy.png"}},
		"several":                                           {`@font-face{src:url(a.woff2) format("woff2"),url(a.eot?#iefix) format("x")}`, []string{"a.woff2", "a.eot?#iefix"}},
		"an import by a string":                             {`@import "a.css";@import 'b.css' screen;`, []string{"a.css", "b.css"}},
		"an import by url()":                                {`@import url(a.css) layer(x) supports(content: "no") print;`, []string{"a.css"}},
		"an import in capitals":                             {`@IMPORT "a.css";`, []string{"a.css"}},
		"strings of an image-set":                           {`a{b:image-set("a.png" 1x, url(b.png) 2x, "c.avif" type("image/avif"))}`, []string{"a.png", "b.png", "c.avif"}},
		"the prefixed image-set":                            {`a{b:-webkit-image-set("a.png" 1x)}`, []string{"a.png"}},
		"src()":                                             {`a{b:src("a.png")}`, []string{"a.png"}},
		"a source map":                                      {"a{}\n/*# sourceMappingURL=a.css.map */", []string{"a.css.map"}},
		"the old form of a source map":                      {"/*@ sourceMappingURL=a.css.map*/", []string{"a.css.map"}},
		"nothing in a comment":                              {`/* url(x.png) @import "a.css"; */a{}`, nil},
		"a comment between tokens":                          {`a{b:/* url(no) */url(x.png)}`, []string{"x.png"}},
		"a comment is none within url(":                     {`a{b:url(/*x*/y.png)}`, []string{"/*x*/y.png"}},
		"nothing in a string":                               {`a{content:"url(x.png) /*";b:url(y.png)}`, []string{"y.png"}},
		"a string with a quote":                             {`a{content:"\"url(x.png)";b:url(y.png)}`, []string{"y.png"}},
		"a broken string ends with the line":                {"a{content:\"x\n;b:url(y.png)}", []string{"y.png"}},
		"no namespace":                                      {`@namespace svg url(http://www.w3.org/2000/svg);a{b:url(x.png)}`, []string{"x.png"}},
		"no charset":                                        {`@charset "utf-8";`, nil},
		"no function whose name ends in url":                {`a{b:my-url(x.png) 2url(y.png) -url(z.png)}`, nil},
		"not the name of a format":                          {`a{b:format("woff2") local("Arial")}`, nil},
		"a broken address":                                  {`a{b:url(x y.png);c:url(z".png);d:url(e.png)}`, []string{"e.png"}},
		"an address that never ends":                        {`a{b:url(x.png`, nil},
		"a string that never ends":                          {`@import "x.css`, []string{"x.css"}},
		"a comment that never ends":                         {`a{}/* url(x.png)`, nil},
		"unbalanced brackets":                               {`}}))a{b:url(x.png)`, []string{"x.png"}},
		"a custom property":                                 {`a{--b:url(x.png)}`, []string{"x.png"}},
		"an empty address":                                  {`a{b:url()}`, []string{""}},
		"a rule in braces ends the prelude of a wrong rule": {`@import {a{content:"x.png"}}`, nil},
	} {
		if diff := cmp.Diff(tc.want, addresses(reference.CSS([]byte(tc.text)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestJS(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"an import for its effect":           {`import "./a.js"`, []string{"./a.js"}},
		"a default":                          {`import a from './a.js';`, []string{"./a.js"}},
		"names":                              {`import {a, b as c, "d e" as f} from "./a.js"`, []string{"./a.js"}},
		"all as one":                         {`import * as a from"./a.js"`, []string{"./a.js"}},
		"a default and names":                {`import a,{b}from"./a.js"`, []string{"./a.js"}},
		"a default called from":              {`import from from "./a.js"`, []string{"./a.js"}},
		"with attributes":                    {`import a from "./a.css" with { type: "css" }; import "./b.js"`, []string{"./a.css", "./b.js"}},
		"deferred":                           {`import defer * as a from "./a.js"; import source b from "./b.wasm"; import.defer("./c.js")`, []string{"./a.js", "./b.wasm", "./c.js"}},
		"one after another":                  {"import a from './a.js'\nimport './b.js'\nexport * from './c.js'", []string{"./a.js", "./b.js", "./c.js"}},
		"export from":                        {`export * from "./a.js";export * as b from "./b.js";export {c, d as default} from "./c.js"`, []string{"./a.js", "./b.js", "./c.js"}},
		"export without from":                {"export {a}\nconst from = './b.js'\nexport default './c.js'; export const d = './d.js'", nil},
		"export and then something":          {"export {a}\nnew URL('./b.js', import.meta.url)", []string{"./b.js"}},
		"dynamic":                            {`const a = await import("./a.js"); import('./b.js').then(f)`, []string{"./a.js", "./b.js"}},
		"dynamic with options":               {`import("./a.json", {with: {type: "json"}})`, []string{"./a.json"}},
		"dynamic in a template":              {"import(`./a.js`)", []string{"./a.js"}},
		"what is put together is none":       {"import('./a/' + x); import(`./${x}.js`); import(x); import(/* c */ x ? './a.js' : './b.js')", nil},
		"a comment in between":               {`import /* "./no.js" */ a /**/ from /* x */ "./a.js"; import(/* chunk */ "./b.js")`, []string{"./a.js", "./b.js"}},
		"import.meta":                        {`import.meta.url; new URL("./a.png", import.meta.url)`, []string{"./a.png"}},
		"another URL":                        {`new URL("./a.png", base); new URL("./b.png", import.meta.url + x); new Image("./c.png")`, nil},
		"a method called import":             {`a.import("./a.js"); a?.import("./b.js"); class A { import(x) {} }`, nil},
		"a property called import":           {`x = {import: "./a.js", export: {b} , c: 1}`, nil},
		"in a comment":                       {"// import './a.js'\n/* import('./b.js') */", nil},
		"in a string":                        {`x = "import './a.js'"; y = 'import("./b.js")'; z = "\"import('./c.js')"`, nil},
		"in a template":                      {"x = `import './a.js' ${ import('./b.js') } import('./c.js')`", []string{"./b.js"}},
		"templates in templates":             {"x = `${ `${ {a: import('./a.js')} }` } import('./b.js')`; import('./c.js')", []string{"./a.js", "./c.js"}},
		"in a regular expression":            {`x = /import(".\/a.js")/; y = /[/"]/.test(z); import("./b.js")`, []string{"./b.js"}},
		"a regular expression with a quote":  {`if (x) /'/.test(y); import('./a.js')`, []string{"./a.js"}},
		"a regular expression after a block": {`{ x() } /"/.exec(y); import("./a.js")`, []string{"./a.js"}},
		"a regular expression after return":  {`function f(x) { return /"/.test(x) } import("./a.js")`, []string{"./a.js"}},
		"a division is no regular one":       {`a = b / c; import("./a.js"); d = e / f`, []string{"./a.js"}},
		"a division after brackets":          {`a = (b) / 2; c = d[0] / 3; import("./a.js"); e = {f: 1} / 4; g = h++ / 5 / import("./b.js")`, []string{"./a.js", "./b.js"}},
		"a division by a property":           {`a.return / 2; import("./a.js"); b / 3`, []string{"./a.js"}},
		"a division after a template":        {"`a` / 2; import('./a.js'); b / 3", []string{"./a.js"}},
		"an arrow function":                  {`f = x => { y() }; import("./a.js"); g = () => /"/`, []string{"./a.js"}},
		"a source map":                       {"x()\n//# sourceMappingURL=a.js.map\n", []string{"a.js.map"}},
		"a source map with windows lines":    {"x()\r\n//# sourceMappingURL=a.js.map\r\n", []string{"a.js.map"}},
		"a source map in the other comment":  {"x() /*# sourceMappingURL=a.js.map */", []string{"a.js.map"}},
		"a source map in a string":           {`x = "//# sourceMappingURL=a.js.map"`, nil},
		"escapes":                            {`import "\x2e/\u0061\u{2e}js"`, []string{"./a.js"}},
		"bare specifiers are there as well":  {`import "lit"`, []string{"lit"}},
		"numbers":                            {`x = .5 / 1e-5 / 0x1f; import("./a.js"); y = 1 / 2`, []string{"./a.js"}},
		"private names and optional chains":  {`class A { #x = 1; y() { return this?.#x / 2 } } import("./a.js"); 1 / 2`, []string{"./a.js"}},
		"a hashbang":                         {"#!/usr/bin/env 'node\nimport './a.js'", []string{"./a.js"}},
		"nothing ends":                       {"import('./a.js'); x = `${ {", []string{"./a.js"}},
	} {
		if diff := cmp.Diff(tc.want, addresses(reference.JS([]byte(tc.text)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReplacingKeepsEverythingElseAndEscapesWhatMustBe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, with, want string }{
		{`a{b: url( x.png );c:d}`, "y.png", `a{b: url( y.png );c:d}`},
		{`a{b:url(x.png)}`, "y (1).png", `a{b:url("y (1).png")}`},
		{`a{b:url("x.png")}`, `y".png`, `a{b:url("y\".png")}`},
		{`@import 'x.css';`, `y'.css`, `@import 'y\'.css';`},
		{`/*# sourceMappingURL=x.map */`, "y.map", `/*# sourceMappingURL=y.map */`},
		{`a{b:url(x.png)}`, "", `a{b:url(x.png)}`},
	} {
		got := string(reference.Replace([]byte(tc.text), reference.CSS([]byte(tc.text)), []string{tc.with}))
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.text, got, tc.want)
		}
	}
	script := []byte("import a from './a.js'; import(`./b.js`)")
	if got := string(reference.Replace(script, reference.JS(script), []string{"./a'.js", "./${b}.js"})); got != "import a from './a\\'.js'; import(`./\\${b}.js`)" {
		t.Errorf("script: %s", got)
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	text := []byte("a {}\nä url(x.png)")
	line, column := reference.Place(text, reference.CSS(text)[0].Start)
	if line != 2 || column != 7 {
		t.Errorf("%d:%d", line, column)
	}
}

// Whatever a file holds, reading ends, and writing the same addresses back gives
// a text with the same addresses.
func FuzzReferences(f *testing.F) {
	for _, seed := range []string{`a{b:url("x.png")}`, "import(`./a.js`)", `@import "x";`, "x = /[/]/ / `${`", `\`, "url(\\", "/*# sourceMappingURL=", "import{\"", "\\u{", "'\\x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func([]byte) []reference.Reference{reference.CSS, reference.JS} {
			refs := read([]byte(s))
			before := 0
			for _, r := range refs {
				if r.Start < before || r.End < r.Start || r.End > len(s) {
					t.Fatalf("%q: the reference %+v is out of order", s, r)
				}
				before = r.End
			}
			same := make([]string, len(refs))
			if got := string(reference.Replace([]byte(s), refs, same)); got != s {
				t.Fatalf("%q became %q", s, got)
			}
			for i, r := range refs {
				if same[i] = "new.css"; r.Optional {
					same[i] = "new.map"
				}
			}
			if got := len(read(reference.Replace([]byte(s), refs, same))); got < len(refs) && !strings.Contains(s, "\\") {
				t.Fatalf("%q: %d references became %d", s, len(refs), got)
			}
		}
	})
}
