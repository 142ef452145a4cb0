package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gofw/gofw/generator/write"
)

func TestWhatTheCompilerSaysIsShownAtItsSource(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	templ := "package blog\n\ntempl Page() {\n\t<p>{ nothing }</p>\n}\n"
	template, problems := write.Templ([]byte(templ), "page.templ")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	file := filepath.Join(dir, "page.templ")
	if err := os.WriteFile(file, []byte(templ), 0o644); err != nil {
		t.Fatal(err)
	}
	line, column := placeIn(string(template.Go), "nothing")
	tests := []struct{ name, printed, want string }{
		{"a Go file", "# mysite/blog\nblog/views.go:3:7: undefined: x", "blog/views.go:3:7: undefined: x"},
		{"what is not about a place", "no space left on device", "no space left on device"},
		{"a note behind a place", "a.go:1:1: x\n\tother declaration of x", "a.go:1:1: x\n\tother declaration of x"},
		{"a template", "./page_templ.go:" + line + ":" + column + ": undefined: nothing", "page.templ:4:7: undefined: nothing"},
		{"what templ adds itself", "page_templ.go:1:1: strange", "page_templ.go:1:1: strange"},
		{"a template that is gone", "gone_templ.go:9:1: strange", "gone_templ.go:9:1: strange"},
		{"a line beyond all numbers", "page_templ.go:99999999999999999999:1: strange", "page_templ.go:9223372036854775807:1: strange"},
		{"a carriage return", "a.go:1:1: x\r\nb.go:2:2: y", "a.go:1:1: x\nb.go:2:2: y"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := compileError(dir, errors.New(test.printed)).Error()
			if want := "the site does not compile:\n" + test.want; got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// placeIn is the line and column of a word, as the compiler counts.
func placeIn(text, word string) (line, column string) {
	at := strings.Index(text, word)
	before := text[:at]
	return strconv.Itoa(strings.Count(before, "\n") + 1), strconv.Itoa(at - strings.LastIndex(before, "\n"))
}
