// Package dev is the engine of gofw runserver: it watches a site's folder,
// generates, builds, and swaps the running site for the new one.
//
// The port stays with this process, which passes requests on to the site. While
// a build runs, requests wait; whoever reloads after an edit gets the new page
// and never an error of a server that is just not there. When something does
// not generate, compile or start, pages show what and where, until it is
// mended. Open pages reload by themselves.
//
//	err := dev.Run(ctx, dev.Config{
//		Dir: ".",
//		Generate: func(ctx context.Context, changed []string) (build bool, err error) {
//			return true, generate(ctx, ".")
//		},
//	})
//
// A change is one of three kinds. Source (Go, templ, templates, migrations,
// go.mod, .env) makes requests wait for a new site. An asset (CSS, scripts,
// pictures, fonts) reloads open pages at once. Anything else, and an asset too,
// is followed by a quiet build, which the go command finishes early when the
// site does not embed the file.
package dev
