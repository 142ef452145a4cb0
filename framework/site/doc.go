// Package site composes apps into one website: it is the only place that wires
// models, routes, admin and settings together.
//
//	func main() { site.Main(settings, blog.App) }
//
// [New] checks everything that the apps declare and returns a site or all the
// problems. There is no registry behind it: two sites can live in one process.
package site
