package module

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	frameworkMod = "module github.com/gofw/gofw\n\ngo 1.26.0\n"
	siteMod      = "module example.com/mysite\n\ngo 1.26.0\n\n"
	requireLine  = "require github.com/gofw/gofw v1.4.0\n"
)

func TestLocateFindsTheFramework(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		from  string // the folder to begin in
		want  From
		dir   string // of the framework
	}{
		{
			"a replace line with a relative folder",
			map[string]string{"site/go.mod": siteMod + requireLine + "replace github.com/gofw/gofw => ../fw\n", "fw/go.mod": frameworkMod},
			"site", FromReplace, "fw",
		},
		{
			"from a folder deep in the site",
			map[string]string{"site/go.mod": siteMod + requireLine + "replace github.com/gofw/gofw => ../fw\n", "fw/go.mod": frameworkMod, "site/blog/urls/a.go": ""},
			"site/blog/urls", FromReplace, "fw",
		},
		{
			"a replace line for the very version wins",
			map[string]string{
				"site/go.mod": siteMod + requireLine + "replace (\n\tgithub.com/gofw/gofw v1.4.0 => ../b\n\tgithub.com/gofw/gofw => ../a\n)\n",
				"a/go.mod":    frameworkMod, "b/go.mod": frameworkMod,
			},
			"site", FromReplace, "b",
		},
		{
			"a replace line of another version says nothing",
			map[string]string{
				"site/go.mod": siteMod + requireLine + "replace github.com/gofw/gofw v1.3.0 => ../b\n",
				"cache/github.com/gofw/gofw@v1.4.0/go.mod": frameworkMod,
			},
			"site", FromCache, "cache/github.com/gofw/gofw@v1.4.0",
		},
		{
			"the module cache",
			map[string]string{"site/go.mod": siteMod + requireLine, "cache/github.com/gofw/gofw@v1.4.0/go.mod": frameworkMod},
			"site", FromCache, "cache/github.com/gofw/gofw@v1.4.0",
		},
		{
			"a fork in the module cache",
			map[string]string{
				"site/go.mod":                           siteMod + requireLine + "replace github.com/gofw/gofw => example.com/Fork v1.5.0\n",
				"cache/example.com/!fork@v1.5.0/go.mod": frameworkMod,
			},
			"site", FromCache, "cache/example.com/!fork@v1.5.0",
		},
		{
			"vendor before replace",
			map[string]string{
				"site/go.mod":             siteMod + requireLine + "replace github.com/gofw/gofw => ../fw\n",
				"site/vendor/modules.txt": "", "site/vendor/github.com/gofw/gofw/framework/orm/orm.go": "", "fw/go.mod": frameworkMod,
			},
			"site", FromVendor, "site/vendor/github.com/gofw/gofw",
		},
		{
			"a workspace that uses the framework",
			map[string]string{"go.work": "go 1.26.0\n\nuse (\n\t./fw\n\t./site\n)\n", "site/go.mod": siteMod, "fw/go.mod": frameworkMod},
			"site", FromWorkspace, "fw",
		},
		{
			"a workspace that replaces the framework",
			map[string]string{
				"go.work":     "go 1.26.0\n\nuse ./site\n\nreplace github.com/gofw/gofw => ./fw\n",
				"site/go.mod": siteMod + requireLine, "fw/go.mod": frameworkMod,
			},
			"site", FromReplace, "fw",
		},
		{"the framework's own checkout", map[string]string{"fw/go.mod": frameworkMod, "fw/framework/auth/models.go": ""}, "fw/framework/auth", FromItself, "fw"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root := setUp(t, test.files)
			site, err := locate(filepath.Join(root, test.from), settings(root))
			if err != nil {
				t.Fatal(err)
			}
			if want := filepath.Join(root, filepath.FromSlash(test.dir)); site.From != test.want || site.Framework != want {
				t.Errorf("got %s by %q, want %s by %q", site.Framework, site.From, want, test.want)
			}
		})
	}
}

func TestLocateSaysWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		is    error
		want  string // in the message
	}{
		{"no go.mod", map[string]string{"site/main.go": ""}, ErrNoSite, "gofw new NAME"},
		{"a go.mod that is a folder", map[string]string{"site/go.mod/x": ""}, ErrNoSite, "gofw new NAME"},
		{"another module", map[string]string{"site/go.mod": siteMod}, ErrNoSite, "does not require github.com/gofw/gofw"},
		{"a go.mod that cannot be read", map[string]string{"site/go.mod": "module x\nrequire (\n"}, nil, "go.mod:2"},
		{"an empty go.mod", map[string]string{"site/go.mod": ""}, nil, "has no module line"},
		{"binary rubbish", map[string]string{"site/go.mod": "\x00\xff\x00"}, nil, "go.mod:1"},
		{"a folder that is gone", map[string]string{"site/go.mod": siteMod + requireLine + "replace github.com/gofw/gofw => ../fw\n"}, ErrMissing, "go.mod:6 replaces it"},
		{
			"a folder of something else",
			map[string]string{"site/go.mod": siteMod + requireLine + "replace github.com/gofw/gofw => ../fw\n", "fw/go.mod": "module example.com/other\n"},
			ErrMissing, "correct the line",
		},
		{"a release that was never downloaded", map[string]string{"site/go.mod": siteMod + requireLine}, ErrMissing, "go mod download"},
		{
			"the framework of another gofw",
			map[string]string{"site/go.mod": siteMod + "require github.com/gofw/gofw v0.0.0-20260101000000-0123456789ab\n"},
			ErrMissing, "came with another gofw",
		},
		{"an incomplete vendor folder", map[string]string{"site/go.mod": siteMod + requireLine, "site/vendor/modules.txt": ""}, ErrMissing, "go mod vendor"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root := setUp(t, test.files)
			_, err := locate(filepath.Join(root, "site"), settings(root))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got the error %v, want one with %q", err, test.want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
		})
	}
}

func TestLocateOfTheFrameworkThatThisCommandCarriesNamesTheRemedy(t *testing.T) {
	t.Parallel()
	version, err := Version()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"go.mod": siteMod + "require github.com/gofw/gofw " + version + "\n"})
	if _, err := Locate(dir); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "gofw upgrade") {
		t.Errorf("got the error %v, want one that names gofw upgrade", err)
	}
}

// setUp writes the files of a case.
func setUp(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, files)
	if err := os.MkdirAll(filepath.Join(root, "site"), 0o755); err != nil {
		t.Fatal(err)
	}
	return root
}

// settings are what go env answers in a case.
func settings(root string) func(string) (goEnv, error) {
	env := goEnv{GOMODCACHE: filepath.Join(root, "cache")}
	if work := filepath.Join(root, "go.work"); exists(work) {
		env.GOWORK = work
	}
	return func(string) (goEnv, error) { return env, nil }
}

// exists reports whether there is such a file.
func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
