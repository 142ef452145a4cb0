package orm

import "github.com/gofw/gofw/framework/schema"

// Column is a column, a to-one relation or a collection of rows, for lists of
// them: see [Columns]. P is the type of a row, *Post.
type Column[P any] interface{ about(P) *about }

// Columns lists columns of one model; the compiler refuses those of another.
func Columns[P any](columns ...Column[P]) []Column[P] { return columns }

// about is what a column tells beside its type. The methods that return it are not
// put inline for the reason that [QuerySet] gives.
type about struct {
	e          expr               // what is computed; nil for a column
	column     column             // what is compared and ordered by; without a field for a collection
	target     *Table             // of a relation or a collection
	collection *schema.Collection // of a collection
}

// know asks a column about itself.
func know[P any](c Column[P]) about {
	var row P
	return *c.about(row)
}

// expr is what is compared and ordered by.
func (a about) expr() expr {
	if a.e != nil {
		return a.e
	}
	return a.column
}

// step is the way along a to-one relation.
func (a about) step() *node { return a.column.node.join(a.column.field.Relation.Name) }

// prefetcher loads a collection into the slice that the declaration has for it.
func (a about) prefetcher() prefetcher {
	return &manyLoad{link{a.column.node, a.collection, a.target}, query{table: a.target}}
}

// root is the table whose rows have the column.
func (a about) root() *Table { return a.column.node.first() }

// RefOf describes a column without its type.
func RefOf[P any](c Column[P]) Ref { return know(c).ref() }

func (a about) ref() Ref {
	ref := Ref{Relations: a.column.node.names(), Model: a.column.node.table.model, Field: a.column.field}
	if a.collection != nil {
		ref.Field, ref.Collection = nil, a.collection
	}
	return ref
}

// Ref says what a column is and how to get there.
type Ref struct {
	Relations  []string           // to-one relations on the way, outermost first
	Model      *schema.Model      // the model that declares it
	Field      *schema.Field      // nil for a collection
	Collection *schema.Collection // nil for a field
}

// Name is the Go name of what the column shows: Author for a relation's key.
func (r Ref) Name() string {
	switch {
	case r.Collection != nil:
		return r.Collection.Name
	case r.Field.Relation != nil:
		return r.Field.Relation.Name
	}
	return r.Field.Name
}

// Label is the text people read above the column.
func (r Ref) Label() string {
	if r.Collection != nil {
		return r.Collection.Label
	}
	return r.Field.Label
}

// column is a column of the row at a node. It is an expression.
type column struct {
	node  *node
	field *schema.Field
}

// about is a method of the pointer that columns hold.
func (c *column) about() *about { return &about{column: *c} }

func (c column) render(b *builder) { b.column(c.node, c.field.Column) }

// Expression is anything of type T that can be computed from a row of P.
type Expression[P, T any] interface{ expression(P, T) expr }

// of is the expression behind its type.
func of[P, T any](e Expression[P, T]) expr {
	var row P
	var v T
	return e.expression(row, v)
}

// list is values as parameters.
func list[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
