package site

import (
	"context"
	"io/fs"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/urls"
)

// App is everything that one folder declares. The generator writes it, as the
// variable App of the folder's package.
type App struct {
	Name       string
	Models     []*orm.Table
	Admin      []admin.AnyModel
	Routes     urls.Routes
	Sitemaps   []sitemaps.AnySitemap
	Commands   []Command
	Static     static.Folder // the folder "static"
	Migrations fs.FS         // holds the folder "migrations"; nil is none
	Steps      migrate.GoSteps
}

// Command is a command of the site's binary, and so of gofw in the site's folder.
type Command struct {
	Name string // one word: "seed"
	Help string // one line
	// Run gets a context with the database, which ends on Ctrl-C, and the words
	// behind the command's name.
	Run func(ctx context.Context, args []string) error
}
