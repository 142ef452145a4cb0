// Package static serves files that are part of the site: styles, scripts,
// images. A page asks for the address of a file by its name:
//
//	<link rel="stylesheet" href={ static.URL(ctx, "css/site.css") }/>
//
// While a site is developed, [Live] shows the folders as they are at each
// request. In production [Collected] serves what package collect has made of
// them: names with a hash, which browsers keep for good, and compressed copies.
// A [Mount] shows a folder below a prefix of its own, as it is.
//
// Whatever a request's path is made of, it names a known file or nothing: there
// are no listings, no links are followed, and hidden files and those that
// editors leave behind do not exist. All types here belong outside of the
// middleware of pages: large files go from the disk to the connection without
// passing through the program, which a wrapped http.ResponseWriter would prevent.
package static
