package orm

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Build makes a condition a clause.Expression of GORM's:
//
//	orm.Gorm(ctx).Where(Posts.Status.Eq(StatusPublished)).Find(&posts)

func (p Pred[P]) Build(to clause.Builder) { build(to, orTrue(p.e)) }

// Scope makes a queryset a scope of GORM's, with its filters, its limit, and its
// order as far as that is by columns of the table itself:
//
//	orm.Gorm(ctx).Scopes(orm.Scope(Published)).Preload("Tags").Find(&posts)
func Scope[P any](q *QuerySet[P]) func(*gorm.DB) *gorm.DB { return q.q.scope }

func (q query) scope(db *gorm.DB) *gorm.DB {
	if q.none {
		return db.Where("1 = 0")
	}
	if q.dead {
		db = db.Unscoped()
	}
	for _, e := range q.where {
		db = db.Where(built{e})
	}
	for _, o := range q.order {
		c, ok := o.e.(*column)
		if !ok || c.node.parent != nil {
			db.AddError(fmt.Errorf("orm: a scope cannot order %s by another table or an expression", q.table.model.Key()))
			return db
		}
		db = db.Order(clause.OrderByColumn{Column: clause.Column{Table: clause.CurrentTable, Name: c.field.Column}, Desc: o.desc})
	}
	if q.limit > 0 {
		db = db.Limit(q.limit)
	}
	if q.offset > 0 {
		db = db.Offset(q.offset)
	}
	return db
}

// built is an expression as one of GORM's.
type built struct{ e expr }

func (x built) Build(to clause.Builder) { build(to, x.e) }

// placeholder stands for a parameter in text that goes to GORM, which numbers
// parameters itself. It cannot stand in SQL.
const placeholder = "\x00"

// build renders an expression into a statement of GORM's. One that needs a join
// becomes a condition on the key.
func build(to clause.Builder, e expr) {
	st, ok := to.(*gorm.Statement)
	if !ok {
		to.AddError(fmt.Errorf("orm: a condition can only be part of a statement of GORM's, not of %T", to))
		return
	}
	root := rootOf(e)
	b := &builder{dialect: dialect(st.Dialector.Name()), marks: true}
	b.begin()
	if root != nil {
		b.open(root).alias = st.Table
		if e.render(b); len(b.scope.joins) > 0 {
			b = &builder{dialect: b.dialect, marks: true, now: b.now}
			b.open(root).alias = st.Table
			key := &column{&node{table: root}, root.model.PrimaryKey()}
			among{key, query{table: root, where: []expr{e}}, key}.render(b)
		}
	} else {
		e.render(b)
	}
	if b.err != nil {
		to.AddError(b.err)
		return
	}
	for i, part := range strings.Split(string(b.text), placeholder) {
		if i > 0 {
			st.AddVar(st, b.args[i-1])
		}
		st.WriteString(part)
	}
}

// rootOf is the table that an expression speaks of; nil if of none.
func rootOf(e expr) *Table {
	switch x := e.(type) {
	case *column:
		return x.node.first()
	case column:
		return x.node.first()
	case collected:
		return x.from.first()
	case counted:
		return x.from.first()
	case totalled:
		return x.from.first()
	}
	if c, ok := e.(compound); ok {
		for _, p := range c.parts() {
			if t := rootOf(p); t != nil {
				return t
			}
		}
	}
	return nil
}
