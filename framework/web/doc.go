// Package web is what a view receives and what it returns.
//
// A view is an Echo handler. It answers with a page, a redirect or an error,
// and one error handler turns errors into a status, a page and a log line:
//
//	func Search(c web.Context) error {
//		posts, err := Published.Limit(50).All(c.Request().Context())
//		if err != nil {
//			return err
//		}
//		return web.Page(c, SearchPage(posts))
//	}
//
// This package is the only one that names Echo's version to a site.
package web
