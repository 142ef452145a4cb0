package main

import (
	"embed"

	"github.com/gofw/gofw/framework/site"
)

//go:embed all:static
var staticFiles embed.FS

// settings suit every place: what differs between them, such as SITE_DEBUG and
// SITE_SECRET_KEY, comes from the environment.
var settings = site.Settings{
	Name:   "The Harbour Gazette",
	Static: staticFiles,
}
