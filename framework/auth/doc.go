// Package auth knows who is who and what they may do: users, groups,
// permissions, passwords, and logging in and out.
//
//	func Dashboard(c web.Context) error {
//		user, err := auth.UserOf(c) // nil for a visitor
//		…
//	}
//
//	var Routes = urls.Routes{
//		urls.Get("/dashboard", Dashboard, auth.Required),
//		urls.Get("/reports", Reports, auth.RequirePermission("shop.view_report")),
//	}
//
// Who is logged in stands in the session, together with a fingerprint of the
// password: a changed password ends every session that was begun with the old
// one. Nothing is read before somebody asks.
//
// Passwords are stored in Django's format. New ones are made with argon2id;
// every format of Django is read, and replaced when its user next logs in.
//
// The site puts [Middleware] around its pages, and [Routes] among them.
package auth
