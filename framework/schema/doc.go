// Package schema says what a model is, as plain data: its fields, their kinds
// and limits, its relations, order and indexes.
//
// The same facts come from two sides. The generator reads them from syntax, so
// that a site need not compile; a running site reads them from the types. Both
// describe a model as a [Decl] and call [New], so there is one parser of tags
// and one set of rules.
package schema
