// Package sessions keeps sessions in the site's database: it is the table behind
// package dbstore.
//
//	store := dbstore.New(sessions.Backend{}, nil)
//
// The database is that of the request's context.
package sessions
