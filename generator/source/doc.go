// Package source reads the declarations of a site from its Go files, by syntax
// alone: models, choices, routes, and what else a folder declares. Nothing is
// compiled, so a site that does not build can still be read, and generated
// files (*_gen.go, *_templ.go) are never looked at.
//
// What a declaration says about another package (an embedded struct, a named
// string, whether auth.User is a model) is read from that package's source,
// which a [Resolver] finds through go.mod.
//
// # What counts
//
// A model is an exported struct of models.go with a key (its own primaryKey tag
// or that of a struct it embeds, such as orm.Model) or a Meta method. What
// models share stands in another file or package, so that it is no model.
// Meta returns one literal of strings. The constants of a named string or whole
// number of models.go are its choices, wherever in the package they stand.
//
// # What is wrong
//
// What syntax cannot settle is a [Problem] at its place with a remedy. A model
// with a problem is left out; the others are read all the same. A file with a
// syntax error yields no declarations, and its companion stays as it is.
package source

// Framework is the module path of gofw.
const Framework = "github.com/gofw/gofw"
