// Package session keeps values for one visitor from request to request.
//
//	session.Put(c, "cart", cart)
//	cart, ok := session.Get[Cart](c, "cart")
//
// The store is any of gorilla/sessions. Three come with the framework. Package
// dbstore, the default, gives the browser a random token and keeps the values in
// the database; with the backend of package redisstore it keeps them in Redis.
// [CookieStore] keeps them, encrypted, in the cookie itself.
//
// Sessions are lazy: a request that asks for nothing reads no cookie, makes no
// query, gets no Set-Cookie and no Vary header, and allocates nothing. What was
// changed is saved just before the header of the response is sent. A response of
// 500 and above saves nothing.
//
// A store that fails does not look like an empty session: the functions of this
// package then stop the handler with [web.Abort], and the answer is 503.
//
// Requests of one session at once keep each other's changes of different keys, in
// a store that is a [Merger]. Of one key the request that ends last wins.
//
// Keys that begin with an underscore belong to the framework. The functions are
// not safe for several goroutines of one request.
package session
