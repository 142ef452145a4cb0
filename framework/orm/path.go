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

// Path is the way from a row of P to the row whose columns are meant, along
// to-one relations. The zero value is the row itself.
type Path[P any] struct{ node *node }

// At says which table a path leads to. Companions call it.
func At[P, T any](p Path[P], to Def[T]) Path[P] {
	if p.node == nil {
		return Path[P]{&node{table: to.table}}
	}
	p.node.table = to.table
	return p
}

// Join follows the relation of the given name. Companions call it: attach puts
// the loaded row where the declaration wants it.
func Join[P, M, T any](p Path[P], relation string, attach func(*M, *T)) Path[P] {
	return Path[P]{p.node.join(relation, func(parent, child any) { attach(parent.(*M), child.(*T)) })}
}

func (n *node) join(relation string, attach func(parent, child any)) *node {
	field := n.table.model.RelationField(relation)
	alias := relation
	if n.parent != nil {
		alias = n.alias + "__" + relation
	}
	return &node{parent: n, field: field, alias: alias, outer: n.outer || field.Null, attach: attach}
}

// column is a column of the row at the end of the path.
func (p Path[P]) column(name string) column { return column{p.node, p.node.table.model.Field(name)} }

// Loadable is a to-one relation of a row, such as Posts.Author().
type Loadable[P any] interface {
	Column[P]
	step(P) *node
}

func (p Path[P]) step(P) *node { return p.node }

// key is the column that holds the relation: comparing and ordering by a
// relation means that.
func (p Path[P]) key() column { return column{p.node.parent, p.node.field} }

func (p Path[P]) about(P) about { return about{column: p.key(), target: p.node.table} }

// Ref describes the relation as a column.
func (p Path[P]) Ref() Ref { return p.key().ref() }

// Is matches rows whose relation leads to the row with this key.
func (p Path[P]) Is(id int64) Pred[P] { return Pred[P]{binary{p.key(), " = ", value{id}}} }

// IsNull matches rows that have no row at the end of the relation.
func (p Path[P]) IsNull() Pred[P] { return Pred[P]{suffix{p.key(), " IS NULL"}} }

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
