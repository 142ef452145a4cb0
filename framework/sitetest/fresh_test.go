package sitetest

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/site"
)

func TestWhatMakesDatabasesDiffer(t *testing.T) {
	t.Parallel()
	files := func(name, text string) fstest.MapFS { return fstest.MapFS{name: {Data: []byte(text)}} }
	step := migrate.GoSteps{"fill": func(context.Context, *migrate.Data) error { return nil }}
	seen := map[[32]byte]string{}
	for name, apps := range map[string][]site.App{
		"nothing":            {},
		"an app":             {{Name: "blog"}},
		"another name":       {{Name: "shop"}},
		"two apps":           {{Name: "blog"}, {Name: "shop"}},
		"a file":             {{Name: "blog", Migrations: files("0001.yaml", "x")}},
		"another text":       {{Name: "blog", Migrations: files("0001.yaml", "y")}},
		"another file":       {{Name: "blog", Migrations: files("0002.yaml", "x")}},
		"the file elsewhere": {{Name: "blog", Migrations: files("a/0001.yaml", "x")}},
		"a step":             {{Name: "blog", Steps: step}},
	} {
		key, err := signature(apps)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[key]; ok {
			t.Errorf("%s is the same as %s", name, other)
		}
		if again, _ := signature(apps); again != key {
			t.Errorf("%s differs from itself", name)
		}
		seen[key] = name
	}
}
