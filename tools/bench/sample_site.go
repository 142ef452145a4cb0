package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The made site has ten apps of five models, each with ten fields of its own
// besides the key and the two times of orm.Model.
var (
	sampleApps   = []string{"books", "crm", "events", "files", "library", "orders", "people", "shop", "stock", "tickets"}
	sampleModels = []string{"Account", "Entry", "Item", "Note", "Place"}
)

const sampleFields = 10

// writeSample writes the made site into dir. Its framework is the checkout.
func writeSample(dir, framework string) error {
	files := map[string]string{
		"go.mod": "module example.com/sample\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0\n\nreplace github.com/gofw/gofw => " + framework + "\n",
	}
	var imports, apps strings.Builder
	for _, app := range sampleApps {
		files[app+"/models.go"] = sampleApp(app)
		fmt.Fprintf(&imports, "\t\"example.com/sample/%s\"\n", app)
		fmt.Fprintf(&apps, ", %s.App", app)
	}
	files["main.go"] = "// Command sample is a site of 50 models.\npackage main\n\nimport (\n" + imports.String() +
		"\t\"github.com/gofw/gofw/framework/site\"\n)\n\nfunc main() { site.Main(site.Settings{}" + apps.String() + ") }\n"
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// sampleApp is the models.go of one app. Every model points at a user, and at
// the model before it.
func sampleApp(app string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `// Package %s is a made app.
package %[1]s

import (
	"time"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/orm"
)

// Status says who can see a row.
type Status string

const (
	StatusDraft     Status = "draft"     // Draft
	StatusPublished Status = "published" // Published
	StatusArchived  Status = "archived"  // Archived
)
`, app)
	before := sampleModels[len(sampleModels)-1]
	for _, name := range sampleModels {
		fmt.Fprintf(&b, `
// %[1]s is a made model.
type %[1]s struct {
	orm.Model

	Title       string     %[3]sgorm:"size:200"%[3]s
	Slug        string     %[3]sgorm:"size:80;uniqueIndex" gofw:"slug=Title"%[3]s
	Summary     string     %[3]sgorm:"size:300" gofw:"widget=textarea,help=Shown in lists."%[3]s
	Body        string     %[3]sgofw:"widget=markdown"%[3]s
	Status      Status     %[3]sgorm:"size:10;default:draft"%[3]s
	Amount      int64
	Active      bool
	PublishedAt *time.Time %[3]sgofw:"help=Leave empty to publish later."%[3]s

	OwnerID  int64
	Owner    *auth.User
	BeforeID *int64
	Before   *%[2]s
}

// Meta orders rows newest first and indexes what lists ask for.
func (%[1]s) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"-PublishedAt"}, Indexes: [][]string{{"Status", "PublishedAt"}}}
}

// String is the title.
func (m %[1]s) String() string { return m.Title }
`, name, before, "`")
		before = name
	}
	return b.String()
}
