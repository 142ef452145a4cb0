package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// Declare returns the tables that models ask for. Each many-to-many collection
// adds a join table; collections that name the same one share it. Models must
// be complete: a relation to a model that is not among them is an error.
func Declare(models []*schema.Model) (*State, error) {
	d := declarer{editor: new(State).edit(), models: models, joins: map[string]join{}}
	var problems []error
	note := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	managed := slices.DeleteFunc(slices.Clone(models), func(m *schema.Model) bool { return m.Unmanaged })
	for _, m := range managed {
		note(d.model(m))
	}
	for _, m := range managed {
		for _, c := range m.Collections {
			note(d.collection(m, c))
		}
	}
	if len(problems) == 0 {
		note(d.editor.whole())
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	d.editor.state.ofModels = true
	for _, m := range models {
		if m.Unmanaged {
			d.editor.state.unmanaged = append(d.editor.state.unmanaged, m.Key())
		}
	}
	return d.editor.state, nil
}

type declarer struct {
	editor *editor
	models []*schema.Model
	joins  map[string]join // by table
}

// join is a table between two models, as one of its collections describes it.
type join struct {
	collection string // "blog.Post.Tags", for messages
	near, far  string // columns
	from, to   string // models
}

func (d *declarer) model(m *schema.Model) error {
	op := Op{Kind: CreateModel, Model: m.Name, Table: m.Table}
	names := map[string]string{} // of fields here, by Go name
	for _, f := range m.Fields {
		field := declaredField(f)
		if key := d.unmanaged(f); key != nil {
			field = keyOf(field, key)
		}
		names[f.Name] = field.Name
		if alive := m.Alive(); field.Unique && alive != "" {
			field.Unique = false // of the rows that are not deleted softly, below
		}
		op.Fields = append(op.Fields, field)
	}
	for i, f := range m.Fields {
		op.Fields[i].Generated = expand(f.Generated, named(names))
	}
	for _, f := range m.Fields {
		switch {
		case f.PrimaryKey:
		case f.Unique && m.SoftDelete != "":
			op.index(Index{Fields: []string{names[f.Name]}, Unique: true, Where: expand(m.Alive(), named(names))})
		case f.Index && !f.Unique && f.Relation == nil, d.unmanaged(f) != nil && !f.Unique:
			op.index(Index{Fields: []string{names[f.Name]}})
		}
	}
	for _, x := range m.Indexes {
		for _, name := range (Index{Fields: x.Fields, Where: x.Where}).names() {
			if names[name] == "" {
				return fmt.Errorf("migrate: an index of %s names %q, which is not a field", m.Key(), name)
			}
		}
		op.index(Index{Name: x.Name, Fields: x.Fields, Unique: x.Unique, Where: x.Where}.renamed(named(names)))
	}
	for _, c := range m.Checks {
		op.check(c, named(names))
	}
	if err := d.editor.apply(m.App, &op); err != nil {
		return fmt.Errorf("migrate: declaring %s: %w", m.Key(), err)
	}
	return nil
}

// named finds the name of a field here by its Go name.
func named(names map[string]string) func(string) string {
	return func(field string) string { return names[field] }
}

// index adds an index, unless there is the same already, be it one that a field
// has by itself.
func (o *Op) index(x Index) {
	field := func(name string) Field {
		return o.Fields[slices.IndexFunc(o.Fields, func(f Field) bool { return f.Name == name })]
	}
	if x.Name == "" {
		var columns []string
		for _, name := range x.keys() {
			columns = append(columns, field(name).ColumnName())
		}
		x.Name = o.freeName(indexName(o.Table, columns, x.Unique))
	}
	own := false
	if len(x.Fields) == 1 && x.Where == "" && !isExpression(x.Fields[0]) {
		f := field(strings.TrimPrefix(x.Fields[0], "-"))
		own = x.Unique && f.Unique || !x.Unique && f.Type == ForeignKey
	}
	if !own && !slices.ContainsFunc(o.Indexes, x.covers) {
		o.Indexes = append(o.Indexes, x)
	}
}

// freeName puts a number behind a name that another index of the table has: of
// the same columns, but other rows.
func (o *Op) freeName(wanted string) string {
	name := wanted
	for n := 2; slices.ContainsFunc(o.Indexes, func(x Index) bool { return x.Name == name }); n++ {
		suffix := fmt.Sprintf("_%d", n)
		name = wanted[:min(len(wanted), longestName-len(suffix))] + suffix
	}
	return name
}

// check adds a check that a model declares. Its name ends in _rule: by that it is
// known from checks that migrations add by hand.
func (o *Op) check(c schema.Check, names func(string) string) {
	check := Check{Expr: expand(c.Expr, names)}
	if check.Name = c.Name; check.Name == "" {
		var fields []string
		for _, m := range placeholder.FindAllStringSubmatch(check.Expr, -1) {
			if !slices.Contains(fields, m[1]) {
				fields = append(fields, m[1])
			}
		}
		check.Name = constraintName(o.Table, fields, "rule")
	}
	if !strings.HasSuffix(check.Name, declaredCheck) {
		check.Name += declaredCheck
	}
	for n := 2; slices.ContainsFunc(o.Checks, func(other Check) bool { return other.Name == check.Name }); n++ {
		check.Name = fmt.Sprintf("%s_%d%s", strings.TrimSuffix(check.Name, declaredCheck), n, declaredCheck)
	}
	o.Checks = append(o.Checks, check)
}

// declaredCheck ends the names of checks that models declare.
const declaredCheck = "_rule"

// unmanaged is the key of the model that a field leads to, if migrations do not
// manage its table; else nil.
func (d *declarer) unmanaged(f schema.Field) *schema.Field {
	if f.Relation == nil {
		return nil
	}
	return d.unmanagedKey(f.Relation.Target)
}

func (d *declarer) unmanagedKey(model string) *schema.Field {
	for _, m := range d.models {
		if m.Unmanaged && m.Key() == model {
			return m.PrimaryKey()
		}
	}
	return nil
}

// keyOf is a column that holds a key of a table which is not managed: without a
// constraint, because that table may be a view, or not be there yet.
func keyOf(f Field, key *schema.Field) Field {
	f.Type, f.Size, f.To, f.OnDelete = key.Kind, key.Size, "", ""
	switch key.Kind {
	case schema.BigAuto:
		f.Type, f.Size = schema.BigInt, 0
	case schema.String:
	default:
		f.Size = 0
	}
	if f.Column == "" {
		f.Column = f.Name + "_id"
	}
	return f
}

// declaredField keeps the facts about storage.
func declaredField(f schema.Field) Field {
	field := Field{
		Name: schema.ColumnName(f.Name), Type: f.Kind, Size: f.Size, Nullable: f.Null,
		PK: f.PrimaryKey, Unique: f.Unique && !f.PrimaryKey, Default: f.Default,
	}
	switch f.Kind {
	case schema.String:
	case schema.Decimal:
		field.Scale = f.Scale
	default:
		field.Size = 0
	}
	if f.Kind == schema.DateTime && (f.AutoAdd || f.AutoUpdate) {
		field.hint = now
	}
	if f.Relation != nil {
		field.Name, field.Type, field.Size = schema.ColumnName(f.Relation.Name), ForeignKey, 0
		field.To, field.OnDelete = f.Relation.Target, f.Relation.OnDelete
		field.Column = f.Column
	}
	if field.ColumnName() != f.Column {
		field.Column = f.Column
	}
	return field
}

// collection adds the join table of a many-to-many collection.
func (d *declarer) collection(m *schema.Model, c schema.Collection) error {
	if c.Table == "" || slices.ContainsFunc(d.models, func(m *schema.Model) bool { return strings.EqualFold(m.Table, c.Table) }) {
		return nil // has-many, or a join table that is a model of its own
	}
	name := m.Key() + "." + c.Name
	this := join{name, c.Near, c.Far, m.Key(), c.Target}
	if other, shared := d.joins[c.Table]; shared {
		mirrored := join{other.collection, other.far, other.near, other.to, other.from}
		if this.collection = other.collection; this != other && this != mirrored {
			return fmt.Errorf("migrate: %s and %s share the table %s, but not its columns and models; give one of them another table", other.collection, name, c.Table)
		}
		return nil
	}
	d.joins[c.Table] = this
	near, far := joinField(c.Near, m.Key()), joinField(c.Far, c.Target)
	if key := d.unmanagedKey(c.Target); key != nil {
		far = keyOf(far, key)
	}
	op := Op{
		Kind: CreateModel, Model: m.Name + "_" + c.Name, Table: c.Table, Auto: m.Name + "." + schema.ColumnName(c.Name),
		Fields: []Field{{Name: "id", Type: schema.BigAuto, PK: true}, near, far},
	}
	op.index(Index{Fields: []string{near.Name, far.Name}, Unique: true})
	if err := d.editor.apply(m.App, &op); err != nil {
		return fmt.Errorf("migrate: declaring %s: %w", name, err)
	}
	return nil
}

func joinField(column, to string) Field {
	f := Field{Name: strings.TrimSuffix(column, "_id"), Type: ForeignKey, To: to, OnDelete: schema.Cascade}
	if f.ColumnName() != column {
		f.Column = column
	}
	return f
}
