package orm

import (
	"github.com/gofw/gofw/framework/schema"
)

// node is one step along to-one relations. The first has no parent.
type node struct {
	parent *node
	table  *table
	field  *schema.Field // the key on the parent's table
	alias  string        // "Author", "Post__Author"
	outer  bool          // the row may be missing
	attach func(parent, child any)
}

// Path is the way from a row of R to the row whose columns are meant, along
// to-one relations. The zero value is the row of R itself.
type Path[R any] struct{ node *node }

// At says which table the path leads to. Companions call it.
func (p Path[R]) At(t interface{ definition() *table }) Path[R] {
	if p.node == nil {
		return Path[R]{&node{table: t.definition()}}
	}
	p.node.table = t.definition()
	return p
}

func (d *Def[M]) definition() *table { return d.table }

// Join follows the relation of the given name. Companions call it: attach puts
// the loaded row where the declaration wants it.
func Join[R, M, T any](p Path[R], relation string, attach func(*M, *T)) Path[R] {
	return Path[R]{p.node.join(relation, func(parent, child any) { attach(parent.(*M), child.(*T)) })}
}

func (n *node) join(relation string, attach func(parent, child any)) *node {
	field := n.table.model.RelationField(relation)
	alias := relation
	if n.parent != nil {
		alias = n.alias + "__" + relation
	}
	return &node{parent: n, field: field, alias: alias, outer: n.outer || field.Null, attach: attach}
}

// Loadable is a to-one relation of M, such as Posts.Author().
type Loadable[M any] interface {
	Column[M]
	step() *node
}

func (p Path[R]) step() *node    { return p.node }
func (p Path[R]) root() *table   { return p.node.first() }
func (p Path[R]) target() *table { return p.node.table }
func (Path[R]) rowOf(R)          {}

// expression is the key column: comparing and ordering by a relation means that.
func (p Path[R]) expression() expr {
	if p.node == nil || p.node.parent == nil {
		return nil
	}
	return column{p.node.parent, p.node.field}
}

// Ref describes the relation as a column.
func (p Path[R]) Ref() Ref {
	if p.node == nil || p.node.parent == nil {
		return Ref{}
	}
	return Ref{Relations: p.node.parent.names(), Model: p.node.parent.table.model, Field: p.node.field}
}

// first is the table the path starts from.
func (n *node) first() *table {
	for n.parent != nil {
		n = n.parent
	}
	return n.table
}

// names lists the relations on the way from the root.
func (n *node) names() []string {
	if n.parent == nil {
		return nil
	}
	return append(n.parent.names(), n.field.Relation.Name)
}

// IsNull matches rows that have no row at the end of the relation.
func (p Path[R]) IsNull() Pred[R] { return Pred[R]{suffix{p.expression(), " IS NULL"}} }

// Is matches rows whose relation leads to the row with this key.
func (p Path[R]) Is(id int64) Pred[R] { return Pred[R]{binary{p.expression(), " = ", value{id}}} }
