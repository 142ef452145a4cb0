// Package session keeps values for one visitor from request to request.
//
//	session.Put(c, "cart", cart)
//	cart, ok := session.Get[Cart](c, "cart")
//
// The store is any of gorilla/sessions. Two come with the framework: package
// dbstore, the default, which keeps the values in the database and gives the
// browser a random token; and [CookieStore], which keeps them, encrypted, in
// the cookie itself.
//
// Sessions are lazy: a request that asks for nothing reads no cookie, makes no
// query and gets no Set-Cookie and no Vary header. What was changed is saved
// just before the header of the response is sent. A response of 500 and above
// saves nothing.
//
// A store that fails does not look like an empty session: the functions of this
// package then stop the handler with [web.Abort], and the answer is an error.
//
// Keys that begin with an underscore belong to the framework. The functions are
// not safe for several goroutines of one request.
package session
