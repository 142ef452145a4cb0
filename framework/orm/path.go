package orm

import (
	"sync"

	"github.com/gofw/gofw/framework/schema"
)

// node is one step along to-one relations. The first has no parent.
type node struct {
	parent *node
	table  *Table
	name   string        // of the relation
	field  *schema.Field // the key on the parent's table; nil if the row here holds it
	by     string        // the column here that holds the parent's key, if that is so
	alias  string        // "Author", "Post__Author"
	outer  bool          // the row may be missing
	attach func(parent, child any)
}

// Path is the way from a row of P to the row whose columns are meant, along
// to-one relations. The zero value is the row itself.
type Path[P any] struct {
	node *node
	// Is matches rows whose relation leads to the row with this key.
	Is func(id int64) Pred[P]
	// IsNull matches rows that have no row at the end of the relation.
	IsNull func() Pred[P]
}

// At says which table a path leads to. Companions call it.
func At[P, T any](p Path[P], to Def[T]) Path[P] {
	if p.node == nil {
		p.node = &node{}
	}
	p.node.table = to.Table
	p.node.outer = p.node.outer || p.node.parent != nil && to.Table.gone != nil
	key := p.node.key()
	p.Is = func(id int64) Pred[P] { return Pred[P]{compare(key, " = ", id)} }
	p.IsNull = func() Pred[P] { return Pred[P]{suffix{key, " IS NULL"}} }
	return p
}

// Join follows the relation of the given name. Companions call it: attach puts
// the loaded row, a T, where the declaration wants it in an M. Both are pointers,
// as P is, so that one body serves every relation.
func Join[P, M, T any](p Path[P], relation string, attach func(M, T)) Path[P] {
	return Path[P]{node: p.node.join(relation, func(parent, child any) { attach(parent.(M), child.(T)) })}
}

// Lazy makes the columns at the end of a relation when they are first asked
// for, and only once: relations may lead round in circles. Companions call it.
func Lazy[F any](make func() F) func() F {
	var once sync.Once
	var fields F
	return func() F {
		once.Do(func() { fields = make() })
		return fields
	}
}

func (n *node) join(relation string, attach func(parent, child any)) *node {
	field := n.table.model.RelationField(relation)
	alias := relation
	if n.parent != nil {
		alias = n.alias + "__" + relation
	}
	to := &node{parent: n, name: relation, field: field, alias: alias, attach: attach}
	if field == nil {
		to.by = n.table.model.Reverse(relation).By
	}
	to.outer = n.outer || field == nil || field.Null
	return to
}

// key is the column that holds a relation: comparing and ordering by a relation
// means that. Of a row without a way to it, and of one that holds the key itself,
// it is the row's own key.
func (n *node) key() *column {
	if n.parent == nil || n.field == nil {
		return &column{n, n.table.model.PrimaryKey()}
	}
	return &column{n.parent, n.field}
}

// column is a column of the row at the node.
func (n *node) column(name string) *column { return &column{n, n.table.model.Field(name)} }

// Loadable is a to-one relation of a row, such as Posts.Author().
type Loadable[P any] interface{ step(P) *node }

func (p *Path[P]) step(P) *node { return p.node }

func (p *Path[P]) about(P) about {
	a := about{column: *p.node.key()}
	if p.node.field != nil || p.node.parent == nil {
		a.target = p.node.table
	}
	return a
}

// first is the table the path starts from.
func (n *node) first() *Table {
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
	return append(n.parent.names(), n.name)
}
