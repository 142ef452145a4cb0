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
	for _, m := range models {
		note(d.model(m))
	}
	for _, m := range models {
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
		names[f.Name] = field.Name
		op.Fields = append(op.Fields, field)
		if f.Index && !f.Unique && f.Relation == nil {
			op.index(false, field)
		}
	}
	for _, x := range m.Indexes {
		var fields []Field
		for _, name := range x.Fields {
			i := slices.IndexFunc(op.Fields, func(f Field) bool { return f.Name == names[name] })
			if i < 0 {
				return fmt.Errorf("migrate: an index of %s names %q, which is not a field", m.Key(), name)
			}
			fields = append(fields, op.Fields[i])
		}
		op.index(x.Unique, fields...)
	}
	if err := d.editor.apply(m.App, &op); err != nil {
		return fmt.Errorf("migrate: declaring %s: %w", m.Key(), err)
	}
	return nil
}

// index adds an index over fields, unless there is the same already, be it one
// that a field has by itself.
func (o *Op) index(unique bool, fields ...Field) {
	x := Index{Unique: unique}
	var columns []string
	for _, f := range fields {
		x.Fields, columns = append(x.Fields, f.Name), append(columns, f.ColumnName())
	}
	x.Name = indexName(o.Table, columns, unique)
	same := func(y Index) bool { return y.Unique == unique && slices.Equal(y.Fields, x.Fields) }
	own := len(fields) == 1 && (unique && fields[0].Unique || !unique && fields[0].Type == ForeignKey)
	if !own && !slices.ContainsFunc(o.Indexes, same) {
		o.Indexes = append(o.Indexes, x)
	}
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
	op := Op{
		Kind: CreateModel, Model: m.Name + "_" + c.Name, Table: c.Table, Auto: m.Name + "." + schema.ColumnName(c.Name),
		Fields: []Field{{Name: "id", Type: schema.BigAuto, PK: true}, near, far},
	}
	op.index(true, near, far)
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
