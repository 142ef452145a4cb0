package urls_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/urls"
)

func TestAddressesWithAQuery(t *testing.T) {
	t.Parallel()
	list := urls.At("/blog/")
	for _, tc := range []struct{ name, got, want string }{
		{"nothing added", list.String(), "/blog/"},
		{"a number", list.Set("page", 2).String(), "/blog/?page=2"},
		{"several values", list.Set("tag", "go", "web").Set("page", int64(2)).String(), "/blog/?tag=go&tag=web&page=2"},
		{"a value more", list.Set("tag", "go").Add("tag", "web").String(), "/blog/?tag=go&tag=web"},
		{"another value", list.Set("page", 2).Set("page", 3).String(), "/blog/?page=3"},
		{"no value", list.Set("page", 2).Set("q", "x").Set("page").String(), "/blog/?q=x"},
		{"nil is no value", list.Set("page", nil).String(), "/blog/"},
		{"a value that is a type of its own", list.Set("in", 90*time.Second).Set("new", true).String(), "/blog/?in=1m30s&new=true"},
		{"what would end the value", list.Set("q", `a&b=c#d "e" <é>`).String(), "/blog/?q=a%26b%3Dc%23d+%22e%22+%3C%C3%A9%3E"},
		{"what would end the name", list.Set("a=b&", "c").String(), "/blog/?a%3Db%26=c"},
		{"a fragment", list.Fragment("top").String(), "/blog/#top"},
		{"a fragment with spaces", list.Set("page", 2).Fragment("a b\"<é").String(), "/blog/?page=2#a%20b%22%3C%C3%A9"},
		{"the query of the request is kept", urls.At("/blog/?q=a%20b&page=2&tag=x#top").Set("page", 3).String(), "/blog/?q=a+b&tag=x&page=3#top"},
		{"a parameter of it is left out", urls.At("/blog/?q=a&page=2").Without("page").String(), "/blog/?q=a"},
		{"broken escapes of it are dropped", urls.At("/blog/?a=%zz&b=1&&=").String(), "/blog/?b=1&="},
		{"the path stays as it is escaped", urls.At(urls.Path("/posts/:slug", "a/b?c")).Set("x", 1).String(), "/posts/a%2Fb%3Fc?x=1"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, tc.got, tc.want)
		}
	}
	shared := list.Set("tag", "go").Add("tag", "web").Add("tag", "db")
	first, second := shared.Add("page", 1), shared.Add("page", 2)
	if first.String() != "/blog/?tag=go&tag=web&tag=db&page=1" || second.String() != "/blog/?tag=go&tag=web&tag=db&page=2" {
		t.Errorf("two addresses share what was added: %s, %s", first, second)
	}
}

func FuzzAddress(f *testing.F) {
	f.Add("/blog/?a=b", "page", "2", "top")
	f.Add("/", "a&b", "\x00\xff#?", "#")
	f.Fuzz(func(t *testing.T, query, name, value, fragment string) {
		got := urls.At("/blog/?"+strings.ReplaceAll(query, "#", "")).Set(name, value).Fragment(fragment).String()
		u, err := url.Parse(got)
		if err != nil || u.Path != "/blog/" || u.Host != "" || u.Fragment != fragment {
			t.Fatalf("%q leads to %+v, %v", got, u, err)
		}
		if strings.Contains(name+value, ";") {
			return
		}
		if values := u.Query()[name]; len(values) != 1 || values[0] != value {
			t.Fatalf("%q has %q, want %q", got, values, value)
		}
	})
}

func ExampleAt() {
	fmt.Println(urls.At("/blog/").Set("tag", "go & web").Set("page", 2).Fragment("posts"))
	// Output: /blog/?tag=go+%26+web&page=2#posts
}
