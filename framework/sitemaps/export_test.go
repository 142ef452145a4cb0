package sitemaps

// ServeFiles is Serve with smaller files.
var ServeFiles = serve
