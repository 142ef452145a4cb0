package migrate

import (
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// State is the tables at one point of history. A published state and its models
// never change, so states share what they have in common and are safe to use
// from many goroutines. The zero value has no tables.
type State struct {
	models map[string]*Model
	order  []string // keys in order of creation
	last   Identity

	// ofModels is set by Declare: checks that migrations add by hand stay then.
	ofModels  bool
	unmanaged []string // keys of models whose tables are left alone
}

// Identity is the number of a model or field in one line of history. Renames
// keep it, so it pairs what a name cannot.
type Identity int

// Model is one table. Key and Table may change, its identity does not.
type Model struct {
	App, Name string
	Table     string
	Auto      string // the collection that asked for this join table: "Post.tags"; empty for a declared model
	Fields    []Field
	Indexes   []Index
	Checks    []Check
	id        Identity
}

// Field is one column, with facts about storage only.
type Field struct {
	Name     string          `json:"name"`
	Column   string          `json:"column,omitempty"` // empty: the name, and for a foreign key the name with _id
	Type     schema.Kind     `json:"type"`
	Size     int             `json:"size,omitempty"`  // characters of a string, digits of a decimal
	Scale    int             `json:"scale,omitempty"` // digits of a decimal behind the point
	Nullable bool            `json:"nullable,omitempty"`
	PK       bool            `json:"pk,omitempty"`
	Unique   bool            `json:"unique,omitempty"`
	Default  *string         `json:"default,omitempty"`   // what the database fills in; nil is nothing
	To       string          `json:"to,omitempty"`        // the model that a foreign key points at: "auth.User"
	OnDelete schema.OnDelete `json:"on_delete,omitempty"` // empty is restrict

	Generated string `json:"generated,omitempty"` // what the database works the value out from, as a check is written

	// Names are those of the field's own index and constraints, where they are
	// not the ones that follow from table and column.
	Names FieldNames `json:"names,omitzero"`

	id    Identity
	names frozen
	hint  string // a value for existing rows that is right without asking
}

// Check is a condition on every row. Expr is SQL with fields in braces, as in
// "{views} >= 0", so that it survives renames.
type Check struct {
	Name string `json:"name"`
	Expr string `json:"expr"`
}

// Types of columns beyond the kinds of package schema.
const (
	ForeignKey schema.Kind = "fk" // points at the key of Field.To and has its type
)

// Key names the model in the whole site: "blog.Post".
func (m *Model) Key() string { return m.App + "." + m.Name }

// Field returns the field of the given name, or nil. It is not to be changed.
func (m *Model) Field(name string) *Field {
	if i := m.find(name); i >= 0 {
		return &m.Fields[i]
	}
	return nil
}

func (m *Model) find(name string) int {
	return slices.IndexFunc(m.Fields, func(f Field) bool { return f.Name == name })
}

func (m *Model) byID(id Identity) *Field {
	for i := range m.Fields {
		if m.Fields[i].id == id {
			return &m.Fields[i]
		}
	}
	return nil
}

func (m *Model) key() *Field {
	for i := range m.Fields {
		if m.Fields[i].PK {
			return &m.Fields[i]
		}
	}
	return nil
}

func (m *Model) fieldNames() []string {
	names := make([]string, len(m.Fields))
	for i, f := range m.Fields {
		names[i] = f.Name
	}
	return names
}

// clone copies the model as deep as an operation may change it.
func (m *Model) clone() *Model {
	c := *m
	c.Fields = slices.Clone(m.Fields)
	c.Indexes = slices.Clone(m.Indexes)
	for i := range c.Indexes {
		c.Indexes[i].Fields = slices.Clone(c.Indexes[i].Fields)
	}
	c.Checks = slices.Clone(m.Checks)
	return &c
}

// ColumnName is the column of the field in its table.
func (f Field) ColumnName() string {
	switch {
	case f.Column != "":
		return f.Column
	case f.Type == ForeignKey:
		return f.Name + "_id"
	}
	return f.Name
}

// deletes is what becomes of the row when the row it points at is deleted.
func (f Field) deletes() schema.OnDelete {
	if f.OnDelete == "" {
		return schema.Restrict
	}
	return f.OnDelete
}

// Model returns the model with the given key, or nil.
func (s *State) Model(key string) *Model { return s.models[key] }

// Models returns all models in order of creation.
func (s *State) Models() []*Model {
	models := make([]*Model, len(s.order))
	for i, key := range s.order {
		models[i] = s.models[key]
	}
	return models
}

// byID lists the models by identity.
func (s *State) byID() map[Identity]*Model {
	byID := make(map[Identity]*Model, len(s.models))
	for _, m := range s.models {
		byID[m.id] = m
	}
	return byID
}

// keyOf returns the key field that a foreign key holds values of, following
// keys that are foreign keys themselves. It returns nil if there is none.
func (s *State) keyOf(f *Field) *Field {
	for range 10 {
		if f == nil || f.Type != ForeignKey {
			return f
		}
		target := s.models[f.To]
		if target == nil {
			return nil
		}
		f = target.key()
	}
	return nil
}

// stored is the field as its column stores it: a foreign key has the type of
// the key it points at.
func (s *State) stored(f Field) Field {
	if f.Type != ForeignKey {
		return f
	}
	f.Column = f.ColumnName()
	if key := s.keyOf(&f); key != nil {
		f.Type, f.Size, f.Scale = key.Type, key.Size, key.Scale
	}
	if f.Type == schema.BigAuto || f.Type == ForeignKey {
		f.Type = schema.BigInt
	}
	return f
}
