package module

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/modfile"
	gomod "golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw"
)

func TestProvideWritesAModuleProxy(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	version := provide(t, cache)
	if !strings.HasPrefix(version, "v0.0.0-20260101000000-") || !gomod.IsPseudoVersion(version) {
		t.Errorf("the version %q is no pseudo-version of the fixed time", version)
	}
	dir := proxy(cache)
	if got := read(t, dir, version+".info"); !strings.Contains(got, `"Version":"`+version+`"`) {
		t.Errorf(".info does not name the version: %s", got)
	}
	if got := read(t, dir, version+".mod"); modfile.ModulePath([]byte(got)) != gofw.ModulePath {
		t.Errorf(".mod is another go.mod: %s", got)
	}
	checked, err := zip.CheckZip(gomod.Version{Path: gofw.ModulePath, Version: version}, filepath.Join(dir, version+".zip"))
	if err != nil || checked.Err() != nil {
		t.Errorf("the zip is not sound: %v, %v", err, checked.Err())
	}
}

func TestProvideManyTimesAtOnceLeavesOneWholeProxy(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := Provide(cache); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	entries, err := os.ReadDir(proxy(cache))
	if err != nil {
		t.Fatal(err)
	}
	var extensions []string
	for _, entry := range entries {
		extensions = append(extensions, filepath.Ext(entry.Name()))
	}
	if diff := cmp.Diff([]string{".info", ".mod", ".zip"}, extensions); diff != "" {
		t.Errorf("the proxy holds other files (-want +got):\n%s", diff)
	}
}

func TestProvideRepairsWhatIsBrokenAndKeepsWhatIsWhole(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	version := provide(t, cache)
	name := filepath.Join(proxy(cache), version+".zip")
	whole, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	provide(t, cache)
	if again, err := os.Stat(name); err != nil || !os.SameFile(whole, again) {
		t.Errorf("the whole zip was written again (%v)", err)
	}
	if err := os.Truncate(name, whole.Size()/2); err != nil {
		t.Fatal(err)
	}
	provide(t, cache)
	if again, err := os.Stat(name); err != nil || again.Size() != whole.Size() {
		t.Errorf("the broken zip stayed (%v)", err)
	}
}

func TestProvideInAFolderThatCannotBeSaysSo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(file), map[string]string{"file": ""})
	if _, err := Provide(file); err == nil || !strings.Contains(err.Error(), "providing github.com/gofw/gofw@") {
		t.Errorf("got the error %v", err)
	}
}

func TestRequirementsRefuseWhatWouldNotBuild(t *testing.T) {
	t.Parallel()
	checkout, _ := Checkout()
	tests := []struct {
		name, site string
		origin     Origin
		want       string
	}{
		{"no origin", "mysite", Origin{}, "version"},
		{"a version that this command does not carry", "mysite", Origin{Version: "v1.9.9"}, "this gofw carries"},
		{"a site with a space", "my site", Origin{Dir: checkout}, "naming the site's module"},
		{"a site with a line break", "x\n\nreplace a => b", Origin{Dir: checkout}, "naming the site's module"},
		{"a site without a name", "", Origin{Dir: checkout}, "naming the site's module"},
		{"a folder without a framework", "mysite", Origin{Dir: t.TempDir()}, "reading the framework's go.mod"},
		{"a folder that go.mod would take for a module", "mysite", Origin{Dir: checkout, Replace: "gofw"}, "begin a relative folder with"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, _, err := Requirements(test.site, test.origin); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got the error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestRequirementsWriteTheFolderAsTold(t *testing.T) {
	t.Parallel()
	checkout, _ := Checkout()
	for folder, want := range map[string]string{
		"":                      "replace github.com/gofw/gofw => " + checkout,
		"..":                    "replace github.com/gofw/gofw => ..",
		"/a folder/of \"mine\"": "replace github.com/gofw/gofw => \"/a folder/of \\\"mine\\\"\"",
	} {
		goMod, _, err := Requirements("mysite", Origin{Dir: checkout, Replace: folder})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(goMod), want+"\n") {
			t.Errorf("for the folder %q go.mod lacks %q:\n%s", folder, want, goMod)
		}
		if file, err := modfile.Parse("go.mod", goMod, nil); err != nil || (folder != "" && file.Replace[0].New.Path != folder) {
			t.Errorf("for the folder %q go.mod cannot be read back: %v", folder, err)
		}
	}
}

// provide provides the framework and returns its version.
func provide(t *testing.T, cache string) string {
	t.Helper()
	version, err := Provide(cache)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// proxy is the folder of the framework in the proxy below a cache.
func proxy(cache string) string {
	return filepath.Join(cache, "gofw", "proxy", "github.com", "gofw", "gofw", "@v")
}
