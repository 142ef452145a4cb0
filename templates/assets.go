package templates

import (
	"embed"
	"io/fs"
)

//go:embed assets
var assets embed.FS

// StaticPrefix is where the pages expect the files of [Assets].
const StaticPrefix = "/static/gofw/"

// Assets are the files that the pages link to: styles and scripts.
func Assets() fs.FS {
	sub, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}
