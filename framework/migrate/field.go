package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// kinds are the types that a field can have.
var kinds = []string{
	string(schema.BigAuto), string(schema.BigInt), string(schema.Integer), string(schema.SmallInt), string(schema.Float),
	string(schema.Decimal), string(schema.String), string(schema.Text), string(schema.Bool), string(schema.DateTime),
	string(schema.Binary), string(schema.JSON), string(schema.Date), string(schema.Time), string(schema.UUID), string(schema.IP), string(ForeignKey),
	string(schema.BigInt.Array()), string(schema.Integer.Array()), string(schema.SmallInt.Array()), string(schema.Float.Array()),
	string(schema.Bool.Array()), string(schema.Text.Array()),
}

func (e *editor) addField(m *Model, field *Field) error {
	f := *field
	if m.find(f.Name) >= 0 {
		return fmt.Errorf("%s has a field %s already", m.Key(), f.Name)
	}
	f.id, f.names = e.next(), frozen{}
	if err := errors.Join(fits(m, f), e.given(&f)); err != nil {
		return err
	}
	e.freeze(m, &f)
	m.Fields = append(m.Fields, f)
	return nil
}

func (e *editor) alterField(m *Model, field *Field) error {
	i, err := m.need(field.Name)
	if err != nil {
		return err
	}
	f := *field
	f.id, f.names = m.Fields[i].id, m.Fields[i].names
	if err := errors.Join(fits(m, f), e.given(&f)); err != nil {
		return err
	}
	e.freeze(m, &f)
	m.Fields[i] = f
	return nil
}

func (e *editor) removeField(m *Model, name string) error {
	i, err := m.need(name)
	if err != nil {
		return err
	}
	for _, x := range m.Indexes {
		if slices.Contains(x.names(), name) {
			return fmt.Errorf("the index %s uses %s.%s; remove the index first", x.Name, m.Key(), name)
		}
	}
	for _, c := range m.Checks {
		if strings.Contains(c.Expr, "{"+name+"}") {
			return fmt.Errorf("the check %s uses %s.%s; remove the check first", c.Name, m.Key(), name)
		}
	}
	for _, f := range m.Fields {
		if f.Name != name && strings.Contains(f.Generated, "{"+name+"}") {
			return fmt.Errorf("%s.%s is worked out from %s; remove or alter it first", m.Key(), f.Name, name)
		}
	}
	m.Fields = slices.Delete(m.Fields, i, i+1)
	return nil
}

func (e *editor) renameField(m *Model, name, to string) error {
	i, err := m.need(name)
	if err != nil {
		return err
	}
	if m.find(to) >= 0 {
		return fmt.Errorf("%s has a field %s already", m.Key(), to)
	}
	f := m.Fields[i]
	f.Name, f.Column = to, renamedColumn(f, to)
	if err := fits(m, f); err != nil {
		return err
	}
	m.Fields[i] = f
	follow := func(field string) string {
		if field == name {
			return to
		}
		return field
	}
	for j := range m.Fields {
		m.Fields[j].Generated = expand(m.Fields[j].Generated, follow)
	}
	for j := range m.Indexes {
		m.Indexes[j] = m.Indexes[j].renamed(follow)
	}
	for j := range m.Checks {
		m.Checks[j].Expr = expand(m.Checks[j].Expr, follow)
	}
	return nil
}

// renamedColumn is the column of a renamed field: it follows the name, unless
// the author chose a column that the name does not give.
func renamedColumn(f Field, to string) string {
	derived := f
	derived.Column = ""
	if f.Column == "" || f.Column != derived.ColumnName() {
		return f.Column
	}
	derived.Name = to
	return derived.ColumnName()
}

func (m *Model) need(name string) (int, error) {
	i := m.find(name)
	if i < 0 {
		return -1, fmt.Errorf("%s has no field %q; %s", m.Key(), name, known(name, m.fieldNames()))
	}
	return i, nil
}

// fits reports what is wrong with a field by itself and beside the others.
func fits(m *Model, f Field) error {
	what := m.Key() + "." + f.Name
	if err := errors.Join(checkName("the name of "+what, f.Name), checkName("the column of "+what, f.ColumnName())); err != nil {
		return err
	}
	for _, other := range m.Fields {
		if other.id == f.id {
			continue
		}
		if strings.EqualFold(other.ColumnName(), f.ColumnName()) {
			return fmt.Errorf("%s and %s have the same column %s", what, other.Name, f.ColumnName())
		}
		if other.PK && f.PK {
			return fmt.Errorf("%s and %s are both the primary key; keep one", what, other.Name)
		}
	}
	switch {
	case !slices.Contains(kinds, string(f.Type)):
		return fmt.Errorf("%s has the type %q; %s", what, f.Type, known(string(f.Type), kinds))
	case f.Type == schema.BigAuto && !f.PK:
		return fmt.Errorf("%s counts up by itself, which only a primary key can", what)
	case f.PK && f.Nullable:
		return fmt.Errorf("%s is the primary key and cannot be nullable", what)
	case f.Type == schema.String && f.Size < 1:
		return fmt.Errorf("%s is a string and needs a size; use the type text for one of any length", what)
	case f.Type == schema.Decimal && (f.Size < 1 || f.Scale < 0 || f.Scale > f.Size):
		return fmt.Errorf("%s is a decimal and needs size, and scale not above it", what)
	case f.Size != 0 && f.Type != schema.String && f.Type != schema.Decimal:
		return fmt.Errorf("%s has a size, which the type %s does not have", what, f.Type)
	case f.Generated != "" && (f.PK || f.Default != nil || f.Type == ForeignKey):
		return fmt.Errorf("%s is worked out by the database, so it can be no key and have no default", what)
	case f.Scale != 0 && f.Type != schema.Decimal:
		return fmt.Errorf("%s has a scale, which only a decimal has", what)
	}
	if err := fitsRelation(what, f); err != nil {
		return err
	}
	if f.Default != nil {
		if f.Type == schema.BigAuto {
			return fmt.Errorf("%s counts up by itself and cannot have a default", what)
		}
		if err := validValue(f, *f.Default); err != nil {
			return fmt.Errorf("the default of %s %w", what, err)
		}
	}
	return nil
}

func fitsRelation(what string, f Field) error {
	if f.Type != ForeignKey {
		if f.To != "" || f.OnDelete != "" {
			return fmt.Errorf("%s has to or on_delete, which only the type fk has", what)
		}
		return nil
	}
	if f.To == "" {
		return fmt.Errorf("%s is a foreign key and needs to, as in to: auth.User", what)
	}
	switch f.deletes() {
	case schema.Restrict, schema.Protect, schema.Cascade, schema.Nothing:
	case schema.SetDefault:
		if f.Default == nil {
			return fmt.Errorf("%s is set to its default on delete and needs one", what)
		}
	case schema.SetNull:
		if !f.Nullable {
			return fmt.Errorf("%s is set to null on delete and must be nullable", what)
		}
	default:
		return fmt.Errorf("%s has on_delete: %s; %s", what, f.OnDelete, known(string(f.OnDelete), []string{"cascade", "restrict", "protect", "set_null", "set_default", "nothing"}))
	}
	return nil
}
