package orm

import (
	"reflect"

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
	path   []int         // of the field in the parent that holds the row
}

// Path is the way from a row of P to the row whose columns are meant, along
// to-one relations. The zero value is the row itself.
type Path[P any] struct {
	node *node
	// IsNull matches rows that have no row at the end of the relation.
	IsNull func() Pred[P]
}

// newPath is the way to the row at a node.
func newPath[P any](n *node) Path[P] {
	key := n.key()
	return Path[P]{node: n, IsNull: func() Pred[P] { return Pred[P]{suffix{key, " IS NULL"}} }}
}

// Is matches rows whose relation leads to the row with this key. It stands beside
// the [Path] in the columns of a model, and not in it: a method of what is embedded
// is compiled once more for each model that leads there.
type Is[P, K any] func(key K) Pred[P]

func (is *Is[P, K]) fill(n *node, _ string) {
	key := n.key()
	*is = func(v K) Pred[P] { return Pred[P]{compare(key, " = ", v)} }
}

// join is the row at the end of the relation of the given name.
func (n *node) join(relation string) *node {
	alias := relation
	if n.parent != nil {
		alias = n.alias + "__" + relation
	}
	to := &node{parent: n, name: relation, alias: alias, field: n.table.model.RelationField(relation)}
	if to.field != nil {
		to.path = to.field.Relation.Path
	} else {
		reverse := n.table.model.Reverse(relation)
		to.by, to.path = reverse.By, reverse.Path
	}
	to.table = tableOf(n.table.typ.FieldByIndex(to.path).Type)
	to.outer = n.outer || to.field == nil || to.field.Null || to.table.gone != nil
	return to
}

// attach puts a loaded row where the declaration of its parent has it.
func (n *node) attach(parent, row any) {
	reflect.ValueOf(parent).Elem().FieldByIndex(n.path).Set(reflect.ValueOf(row))
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

//go:noinline
func (p *Path[P]) step(P) *node { return p.node }

//go:noinline
func (p *Path[P]) about(P) *about { return p.node.about() }

func (n *node) about() *about {
	a := &about{column: *n.key()}
	if n.field != nil || n.parent == nil {
		a.target = n.table
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
