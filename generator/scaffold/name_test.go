package scaffold

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		what, name string
		want       string // in the message; empty: a good name
	}{
		{"a word", "mysite", ""},
		{"a word with a digit", "blog2", ""},
		{"two words with an underscore", "my_site", ""},
		{"as long as may be", strings.Repeat("a", longest), ""},
		{"nothing", "", "is empty"},
		{"blanks", "  ", "begin with a letter"},
		{"a hyphen", "my-site", "begin with a letter"},
		{"a digit first", "2blog", "begin with a letter"},
		{"an underscore first", "_blog", "begin with a letter"},
		{"a dot first", ".blog", "begin with a letter"},
		{"a hyphen first", "-blog", "begin with a letter"},
		{"letters that are not ASCII", "blög", "begin with a letter"},
		{"a letter that looks like another", "bl\u043eg", "begin with a letter"},
		{"a letter whose lower case is ASCII", "\u212Aiosk", "begin with a letter"},
		{"a new line", "blog\n", "begin with a letter"},
		{"a NUL", "blog\x00", "begin with a letter"},
		{"bytes that are no text", "\xff\xfe", "begin with a letter"},
		{"an expression", "$(rm)", "begin with a letter"},
		{"capitals", "MyBlog", "in lower case: myblog"},
		{"a path", "sites/blog", "it is a path"},
		{"the folder above", "../blog", "it is a path"},
		{"a path of Windows", `sites\blog`, "it is a path"},
		{"too long", strings.Repeat("a", longest+1), "longer than"},
		{"a keyword", "func", "keyword"},
		{"a type", "string", "Go itself"},
		{"a function", "len", "Go itself"},
		{"init", "init", "Go itself"},
		{"a package of Go", "time", "standard library"},
		{"internal", "internal", "standard library"},
		{"a package of gofw", "orm", "gofw has a package"},
		{"the app of gofw", "auth", "gofw has a package"},
		{"the app of gofw that lies deeper", "sessions", "gofw has a package"},
		{"main", "main", "means something else"},
		{"test", "test", "means something else"},
		{"testdata", "testdata", "means something else"},
		{"the ending of tests", "blog_test", "in tests only"},
		{"the ending of a system", "blog_linux", "some systems"},
		{"the ending of a processor", "blog_amd64", "some systems"},
		{"a device of Windows", "con", "no name for"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			for _, err := range []error{SiteName(test.name), AppName(test.name, "example.com/other")} {
				if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want an error with %q", err, test.want)
				}
				if err != nil && strings.ContainsAny(err.Error(), "\n\x00") {
					t.Errorf("the message has control characters: %q", err)
				}
			}
		})
	}
}

func TestAppCannotHaveTheNameOfItsSite(t *testing.T) {
	t.Parallel()
	for _, site := range []string{"shop", "example.com/shop", "example.com/shop/v2"} {
		if err := AppName("shop", site); err == nil || !strings.Contains(err.Error(), "shop_pages") {
			t.Errorf("in the site %s: got %v", site, err)
		}
	}
}

func TestModulePaths(t *testing.T) {
	t.Parallel()
	tests := []struct{ path, want string }{
		{"mysite", ""},
		{"example.com/mysite", ""},
		{"example.com/my-site/v2", ""},
		{"", "no module path"},
		{"example.com/../x", "no module path"},
		{"example.com/a b", "no module path"},
		{"/mysite", "no module path"},
		{"net/mysite", "hide Go's package net"},
		{"github.com/gofw/gofw", "module path of gofw"},
		{"github.com/gofw/gofw/mysite", "module path of gofw"},
	}
	for _, test := range tests {
		err := ModulePath(test.path)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want an error with %q", test.path, err, test.want)
		}
	}
}

func TestListOfTheStandardLibraryIsComplete(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if first, _, _ := strings.Cut(path, "/"); !slices.Contains(std, first) {
			t.Errorf("std lacks %s", first)
		}
	}
}
