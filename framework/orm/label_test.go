package orm_test

import (
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// reply speaks of a relation, as people write it.
type reply struct {
	ID   int64
	Post *Post
}

func (r reply) String() string { return "on " + r.Post.Title }

type account struct {
	ID       int64
	Password string `gofw:"hidden"`
	Pin      string `gofw:"widget=password"`
	Name     string
}

func TestLabels(t *testing.T) {
	for name, tc := range map[string]struct {
		row  any
		want string
	}{
		"the String method":                   {&Post{Title: "Hello"}, "Hello"},
		"the first text":                      {&Author{Name: "Ada"}, "Ada"},
		"a secret is no label":                {&account{Password: "x", Pin: "1", Name: "mine"}, "mine"},
		"name and key where there is no text": {&account{ID: 7, Password: "x"}, "account 7"},
		"a relation that is loaded":           {&reply{3, &Post{Title: "Hello"}}, "on Hello"},
		"a relation that is not":              {&reply{ID: 3}, "reply 3"},
		"no row":                              {(*Post)(nil), ""},
		"nothing":                             {nil, ""},
	} {
		if got := orm.LabelOf(tc.row); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
