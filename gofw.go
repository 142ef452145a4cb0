// Package gofw is the source of the web framework gofw, carried by its own
// command so that a site can be made from the command alone.
//
// gofw gives Go what Django gives Python: models, migrations, an admin, users,
// forms, feeds and sitemaps, with the server that runs them. A site declares
// Go values; the generator writes the typed names that the compiler needs.
// The smallest site is one model with its admin:
//
//	// blog/models.go
//	type Tag struct {
//		orm.Model
//		Name string `gorm:"size:50;uniqueIndex"`
//	}
//
//	// blog/admin.go
//	var TagAdmin = admin.Model[Tag]{}
//
//	// main.go
//	func main() { site.Main(settings, blog.App) }
//
// It is made and started with
//
//	gofw new mysite && cd mysite
//	gofw migrate && gofw createsuperuser && gofw runserver
//
// Sites import the packages below framework, never this one: whoever imports
// it links the whole source.
package gofw

import "embed"

// ModulePath is the module path of the framework.
const ModulePath = "github.com/gofw/gofw"

// Source holds every file of the module, as a module zip holds them: tests,
// test data and dot files too, but no folder with a go.mod of its own. A file
// or folder that is new at the root must be named here; a test says which.
//
//go:embed .ci .gitignore CHANGELOG.md LICENSE README.md Taskfile.yml go.mod go.sum *.go
//go:embed all:cmd all:docs all:framework all:generator all:migrations all:templates
var Source embed.FS
