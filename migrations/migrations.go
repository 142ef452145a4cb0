// Package migrations holds the migrations of the framework's own tables.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed auth sessions
var files embed.FS

// Apps lists the apps of the framework that have tables, those first that
// others need.
func Apps() []string { return []string{"auth", "sessions"} }

// FS returns the migrations of one of the framework's apps. It reports false
// for an app that is not the framework's.
func FS(app string) (fs.FS, bool) {
	for _, own := range Apps() {
		if own == app {
			sub, err := fs.Sub(files, app)
			return sub, err == nil
		}
	}
	return nil, false
}
