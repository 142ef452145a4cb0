// Package urls declares which address shows which view, and fills in addresses.
//
//	var Routes = urls.Under("/blog",
//		urls.Show("/", PostList),
//		urls.Get("/search", Search),
//		urls.Show("/posts/:slug", PostDetail),
//		urls.Get("/archive/:year<int>", Archive),
//	)
//
// A parameter is a whole segment. Its type says what it takes; an address that
// does not fit is another route's, or not found:
//
//	:name        one segment, any text
//	:name<int>   0 or a positive number, written without leading zeros
//	:name<slug>  letters of a to z, digits, hyphens and underscores
//	:name<uuid>  a UUID in lower case
//	:name<path>  the rest of the address, slashes included; only at the end
//
// Handlers find the value, decoded, in c.Param("name"). A value never holds a
// control byte and is always valid UTF-8.
//
// Where a fixed segment and a parameter both fit, the fixed one wins; among
// parameters the route that stands first does.
package urls
