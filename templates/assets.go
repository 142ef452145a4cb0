package templates

import (
	"context"
	"embed"
	"io/fs"
)

//go:embed assets
var assets embed.FS

// StaticPrefix is where the pages expect the files of [Assets], unless the
// context says otherwise.
const StaticPrefix = "/static/gofw/"

type assetsKey struct{}

// WithAssets returns a context whose pages find the files of [Assets] at other
// addresses: a site gives them names with a hash.
func WithAssets(ctx context.Context, address func(name string) string) context.Context {
	return context.WithValue(ctx, assetsKey{}, address)
}

// AssetURL is the address of a file of [Assets].
func AssetURL(ctx context.Context, name string) string {
	if address, ok := ctx.Value(assetsKey{}).(func(name string) string); ok {
		return address(name)
	}
	return StaticPrefix + name
}

// Assets are the files that the pages link to: styles and scripts.
func Assets() fs.FS {
	sub, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}
