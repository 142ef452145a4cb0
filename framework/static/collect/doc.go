// Package collect makes of the static files of a site and its apps what servers
// and browsers want: each file gets a name with a hash of its content, style
// sheets and scripts refer to those names, and what can be compressed gets
// compressed copies.
//
//	plan, err := collect.Read(sources, collect.Options{Prefix: "/static/"})
//	result, err := plan.Write(ctx, "staticfiles", collect.WriteOptions{})
//
// A plan can also be served from memory, without compressed copies:
// static.Collected(plan.FS(), "/static/").
package collect
