package orm_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestValuesInsideJSON(t *testing.T) { Each(t, testValuesInsideJSON) }

func testValuesInsideJSON(t *testing.T, ctx context.Context) {
	for _, a := range []struct{ name, roles string }{
		{"ada", `{"theme":{"color":"red","size":12},"tags":["x","y"],"odd \"key\"":"yes"}`},
		{"bob", `{"theme":{"color":"it's \"blue\"","size":3.5},"tags":[],"none":null}`},
		{"eve", `["a",7]`},
	} {
		ok(t, orm.Gorm(ctx).Exec("INSERT INTO blog_author (name, roles, created_at, updated_at) VALUES (?, ?, ?, ?)", a.name, a.roles, noon, noon).Error)
	}
	for _, c := range []struct {
		name string
		pred orm.Pred[*Author]
		want string
	}{
		{"a text", orm.JSONText(Authors.Roles, "theme", "color").Eq("red"), "ada"},
		{"a text with quotes in it", orm.JSONText(Authors.Roles, "theme", "color").Eq(`it's "blue"`), "bob"},
		{"a number", orm.JSONNumber(Authors.Roles, "theme", "size").Gt(3), "ada bob"},
		{"a number with a fraction", orm.JSONNumber(Authors.Roles, "theme", "size").Eq(3.5), "bob"},
		{"an element of a list", orm.JSONText(Authors.Roles, "tags", "1").Eq("y"), "ada"},
		{"an element of the outermost list", orm.JSONText(Authors.Roles, "0").Eq("a"), "eve"},
		{"a key with quotes in it", orm.JSONText(Authors.Roles, `odd "key"`).Eq("yes"), "ada"},
		{"what is not there", orm.JSONText(Authors.Roles, "theme").IsNull(), "eve"},
		{"null", orm.JSONText(Authors.Roles, "none").IsNull(), "ada bob eve"},
		{"a hostile path", orm.JSONText(Authors.Roles, `x') OR 1=1 --`).NotNull(), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			names, err := orm.List(Authors.Filter(c.pred).OrderBy(Authors.Name.Asc()), Authors.Name).All(ctx)
			ok(t, err)
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
