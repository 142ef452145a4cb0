package write

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOnlyFilesWithTheHeaderAreTouched(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	put := func(name, text string) {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	models, urls := companions["models_gen.go"], companions["urls_gen.go"]
	put("a/models_gen.go", models+"\r\n\r\npackage a\r\n") // left over, with Windows line ends
	put("a/urls_gen.go", models+"\n")                      // another file's header
	put("a/app_gen.go", "package a\n")                     // an author's
	put("a/other_gen.go", models+"\n")                     // not a name of ours
	put("a/x_templ.go", templHeader+"\n")                  // left over
	put("a/y_templ.go", "package a\n")                     // an author's
	put("b/models_gen.go", models+"\nold\n")               // to be written
	put("b/urls_gen.go", urls+"\n")                        // to be kept
	put("c/models_gen.go", "package c // mine\n")          // in the way
	plan := Plan{
		Files: map[string][]byte{
			"b/models_gen.go": []byte(models + "\nnew\n"), "c/models_gen.go": []byte(models + "\n"), "b/app_gen.go": []byte("new"),
		},
		Keep:    map[string]bool{"b/urls_gen.go": true},
		Folders: []string{filepath.Join(root, "a"), filepath.Join(root, "b"), filepath.Join(root, "c")},
	}
	want := Changes{
		Write:   []string{"b/app_gen.go", "b/models_gen.go"},
		Remove:  []string{"a/models_gen.go", "a/x_templ.go"},
		Foreign: []string{"c/models_gen.go"},
	}
	for _, step := range []func(string, Plan) (Changes, error){Compare, Apply} {
		got, err := step(root, plan)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	var left []string
	entries, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		rel, _ := filepath.Rel(root, e)
		left = append(left, filepath.ToSlash(rel))
	}
	wantLeft := []string{"a/app_gen.go", "a/other_gen.go", "a/urls_gen.go", "a/y_templ.go", "b/app_gen.go", "b/models_gen.go", "b/urls_gen.go", "c/models_gen.go"}
	if diff := cmp.Diff(wantLeft, left); diff != "" {
		t.Error(diff)
	}
	if text, _ := os.ReadFile(filepath.Join(root, "b", "models_gen.go")); string(text) != models+"\nnew\n" {
		t.Errorf("b/models_gen.go is %q", text)
	}
}

func TestADiskThatRefusesIsAnError(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "a", "models_gen.go"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(root, Plan{Files: map[string][]byte{"a/models_gen.go": []byte("x")}}); err == nil {
		t.Error("a folder in the way is no error")
	}
	if _, err := Apply(root, Plan{Files: map[string][]byte{"missing/models_gen.go": []byte("x")}}); err == nil {
		t.Error("a missing folder is no error")
	}
}

func TestTableVar(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{"Post": "postTable", "HTMLPage": "htmlPageTable", "URL": "urlTable", "A": "aTable", "Ünit": "ünitTable", "X1": "x1Table"} {
		if got := TableVar(model); got != want {
			t.Errorf("%s gives %s, want %s", model, got, want)
		}
	}
}
