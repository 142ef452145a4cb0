package schema

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Decl is a model as it stands in Go, before any rule was applied. The
// generator fills it from syntax, a running site from types.
type Decl struct {
	App, Name string
	Comment   string
	Fields    []DeclField
	Meta      Meta
}

// DeclField is one field of a struct; embedded structs are already taken apart.
type DeclField struct {
	Name string
	Type Type
	Tag  reflect.StructTag
	Path []int // position in the Go struct; nil in the generator
}

// Type is what the rules need to know about a Go type.
type Type struct {
	Text    string   // as written, without pointer or slice: "Status", "auth.User"
	Basic   string   // what is beneath it: "string", "int64", "time.Time", "[]byte", "json"; empty for a model
	Model   string   // key of the model, if it is one: "auth.User"
	Pointer bool     // *T
	Slice   bool     // []T or []*T, of models
	Array   bool     // orm.Array[T]; Basic is what is beneath T
	Stored  *Stored  // of a type that reads and writes itself; see Own
	Choices []Choice // of a named type with constants
}

// kinds maps what is beneath a Go type to the kind of its column.
var kinds = map[string]Kind{
	"int": BigInt, "int64": BigInt, "uint": BigInt, "uint32": BigInt, "uint64": BigInt,
	"int32": Integer, "uint16": Integer, "int16": SmallInt, "int8": SmallInt, "uint8": SmallInt,
	"float64": Float, "float32": Float, "string": Text, "bool": Bool,
	"time.Time": DateTime, "[]byte": Binary, "json": JSON,
	"deleted": DateTime, "decimal": Decimal, "date": Date, "time": Time, "uuid": UUID, "ip": IP,
	"file": Text, "image": Text,
}

// New applies the rules to a declaration. The model is usable for all fields
// that have no problem, so that one mistake hides nothing else.
func New(d Decl) (*Model, []Problem) {
	b := builder{decl: d, model: &Model{
		App: d.App, Name: d.Name, Comment: d.Comment, Plural: PluralName(d.Name),
		Table: d.Meta.Table, Label: d.Meta.Label, LabelPlural: d.Meta.LabelPlural,
		Unmanaged: d.Meta.Unmanaged,
	}}
	m := b.model
	if m.Table == "" {
		m.Table = TableName(d.App, d.Name)
	}
	if m.Label == "" {
		m.Label = Words(d.Name)
	}
	if m.LabelPlural == "" {
		m.LabelPlural = Words(PluralName(d.Name))
	}
	for _, f := range d.Fields {
		if f.Type.Model == "" {
			b.column(f)
		}
	}
	for _, f := range d.Fields {
		switch {
		case f.Type.Model == "":
		case f.Type.Slice:
			b.collection(f)
		default:
			b.relation(f)
		}
	}
	b.generated()
	b.pixels()
	b.position()
	b.meta()
	b.key()
	return m, b.problems
}

// inputs applies the rules for single fields to a declaration that is no model.
func inputs(d Decl) ([]Field, []Problem) {
	b := builder{decl: d, model: &Model{App: d.App, Name: d.Name}}
	for _, f := range d.Fields {
		if f.Type.Model != "" {
			b.wrong(f.Name, `keep its key, or leave it out with gorm:"-"`, "has the row %s, which no input can hold", f.Name)
			continue
		}
		b.column(f)
	}
	b.pixels()
	return b.model.Fields, b.problems
}

type builder struct {
	decl     Decl
	model    *Model
	problems []Problem
}

func (b *builder) wrong(field, hint, format string, args ...any) {
	b.problems = append(b.problems, Problem{Field: field, Message: b.decl.Name + " " + fmt.Sprintf(format, args...), Hint: hint})
}

// tags reads a field's tags and notes their problems.
func (b *builder) tags(f DeclField) tags {
	t, problems := parseTags(f.Tag)
	for _, p := range problems {
		b.problems = append(b.problems, Problem{f.Name, b.decl.Name + "." + f.Name + ": " + p.Message, p.Hint, p.Word})
	}
	return t
}

func (b *builder) column(f DeclField) {
	t := b.tags(f)
	if t.ignored {
		return
	}
	kind, ok := kinds[f.Type.Basic]
	if f.Type.Array {
		if !slices.Contains(Elements, kind) {
			b.wrong(f.Name, `keep it as JSON with gorm:"serializer:json"`, "cannot store %s: the elements of an array are texts, numbers or bools", f.Name)
			return
		}
		kind = kind.Array()
	}
	if ok = ok || f.Type.Stored != nil; !ok || f.Type.Slice {
		b.wrong(f.Name, `use a type that a column can hold, or leave it out with gorm:"-"`, "cannot store %s, which has the type %s", f.Name, f.Type.Text)
		return
	}
	c := Field{
		Name: f.Name, Column: t.column, Kind: kind, GoType: f.Type.Text, Size: t.size, Scale: t.scale, Null: f.Type.Pointer,
		PrimaryKey: t.pk, Unique: t.unique, Index: t.index, Blank: t.blank, ReadOnly: t.readOnly, Hidden: t.hidden,
		AutoAdd:    t.autoAdd || f.Name == "CreatedAt" && kind == DateTime,
		AutoUpdate: t.autoUpdate || f.Name == "UpdatedAt" && kind == DateTime,
		Default:    t.fallback, Generated: t.generated, Format: t.format, SlugFrom: t.slugFrom, Widget: t.widget,
		Label: t.label, Help: t.help, Choices: f.Type.Choices, Path: f.Path,
	}
	if c.Column == "" {
		c.Column = ColumnName(f.Name)
	}
	if f.Type.Stored != nil && !b.stored(&c, *f.Type.Stored) {
		return
	}
	if f.Type.Basic == "deleted" {
		if b.model.SoftDelete != "" {
			b.wrong(f.Name, "keep one of them", "says twice when a row was deleted: %s and %s", b.model.SoftDelete, f.Name)
		}
		b.model.SoftDelete, c.Null, c.Hidden = f.Name, true, true
	}
	if c.Label == "" {
		c.Label = Words(f.Name)
	}
	b.upload(&c, f, t)
	b.limits(&c)
	if c.PrimaryKey && c.Kind == BigInt && !c.Own {
		c.Kind = BigAuto
	}
	if c.Generated != "" {
		c.ReadOnly = true
	}
	if t.position {
		c.Hidden = true
		b.model.Position, b.model.Within = c.Name, t.within
	}
	if other := b.byColumn(c.Column); other != "" {
		b.wrong(f.Name, "give one of them another column", "stores %s and %s in the same column %q", other, f.Name, c.Column)
		return
	}
	b.model.Fields = append(b.model.Fields, c)
}

// limits settles length, format and choices of a column.
func (b *builder) limits(c *Field) {
	if c.Format != "" && c.Kind != Text {
		b.wrong(c.Name, "remove the word, or make the field a string", "asks for the format %q on %s, which is not a string", c.Format, c.Name)
	}
	if c.Size == 0 && c.Kind == Text {
		c.Size = map[Format]int{Slug: 80, Email: 254, URL: 200, File: 255, Image: 255}[c.Format]
		for _, choice := range c.Choices {
			c.Size = max(c.Size, len(choice.Value), 10)
		}
	}
	if c.Size > 0 && c.Kind == Text {
		c.Kind = String
	}
	switch {
	case c.Kind == Decimal && (c.Size < 1 || c.Size > 38 || c.Scale > c.Size):
		b.wrong(c.Name, `say how many digits there are, and how many of them behind the point: gorm:"precision:12;scale:2"`, "does not say how large %s can be", c.Name)
	case c.Kind != Decimal && c.Scale > 0:
		b.wrong(c.Name, "remove the word, or make the field an orm.Decimal", "has a scale for %s, which is not a decimal", c.Name)
	}
	if c.SlugFrom != "" && !slices.ContainsFunc(b.decl.Fields, func(f DeclField) bool { return f.Name == c.SlugFrom && f.Type.Basic == "string" }) {
		b.wrong(c.Name, b.nearestField(c.SlugFrom), "makes %s from %q, which is not a string field", c.Name, c.SlugFrom)
	}
	if c.Default != nil && len(c.Choices) > 0 && !slices.ContainsFunc(c.Choices, func(x Choice) bool { return x.Value == *c.Default }) {
		b.wrong(c.Name, "use the value of one of the constants", "has the default %q for %s, which is not one of its choices", *c.Default, c.Name)
	}
}

func (b *builder) byColumn(column string) string {
	for _, f := range b.model.Fields {
		if f.Column == column {
			return f.Name
		}
	}
	return ""
}

// relation turns Author *auth.User into a relation of the field AuthorID.
func (b *builder) relation(f DeclField) {
	t := b.tags(f)
	if t.ignored {
		return
	}
	if !f.Type.Pointer {
		b.wrong(f.Name, fmt.Sprintf("write %s *%s: nil means not loaded", f.Name, f.Type.Text), "holds %s by value", f.Name)
		return
	}
	name := cmp.Or(t.keyField, f.Name+"ID")
	key := b.model.Field(name)
	if key == nil && t.reverse {
		b.model.Reverses = append(b.model.Reverses, Reverse{f.Name, f.Type.Model, ColumnName(cmp.Or(t.keyField, b.decl.Name+"ID")), f.Path})
		return
	}
	if key == nil {
		b.wrong(f.Name, fmt.Sprintf("add the field %s int64 (or *int64, if it may be missing), or of the type of the key there; or, if the other row points here, the tag gofw:\"reverse\"", name), "has no key field for %s", f.Name)
		return
	}
	onDelete := t.onDelete
	if onDelete == "" {
		onDelete = Restrict
		if key.Null {
			onDelete = SetNull
		}
	}
	if onDelete == SetNull && !key.Null {
		b.wrong(f.Name, fmt.Sprintf("make %s a pointer, or choose another action", key.Name), "sets %s to null on delete, which is required", key.Name)
	}
	if onDelete == SetDefault && key.Default == nil {
		b.wrong(f.Name, fmt.Sprintf("give %s a default with the key of that row, such as gorm:\"default:1\"", key.Name), "sets %s to its default on delete, which it does not have", key.Name)
	}
	key.Relation = &Relation{Name: f.Name, Target: f.Type.Model, OnDelete: onDelete, Path: f.Path}
	if key.Label == Words(key.Name) { // nobody said another
		key.Label = Words(f.Name)
	}
	if t.label != "" {
		key.Label = t.label
	}
	if t.help != "" {
		key.Help = t.help
	}
}

// collection turns Tags []Tag into a many-to-many relation, or Comments
// []Comment into the rows that point back.
func (b *builder) collection(f DeclField) {
	t := b.tags(f)
	if t.ignored {
		return
	}
	c := Collection{Name: f.Name, Target: f.Type.Model, Label: t.label, Help: t.help, Table: t.table, Path: f.Path}
	if c.Label == "" {
		c.Label = Words(f.Name)
	}
	if c.Table != "" {
		_, target, _ := strings.Cut(f.Type.Model, ".")
		c.Near, c.Far = ColumnName(b.decl.Name)+"_id", ColumnName(target)+"_id"
		if c.Near == c.Far {
			c.Far = ColumnName(strings.TrimSuffix(f.Name, "s")) + "_id"
		}
		if t.nearField != "" {
			c.Near = ColumnName(t.nearField)
		}
		if t.farField != "" {
			c.Far = ColumnName(t.farField)
		}
	} else {
		c.By = b.pointsBack(f, t)
	}
	b.model.Collections = append(b.model.Collections, c)
}

// pointsBack is the column by which the rows of a collection know their owner:
// that of the field in the tag foreignKey, of the model's relation to itself,
// or of the field that has the owner's name.
func (b *builder) pointsBack(f DeclField, t tags) string {
	name := b.decl.Name + "ID"
	for _, own := range b.decl.Fields {
		if f.Type.Model == b.model.Key() && own.Type.Model == f.Type.Model && !own.Type.Slice {
			name = own.Name + "ID"
		}
	}
	return ColumnName(cmp.Or(t.keyField, name))
}

func (b *builder) nearestField(name string) string {
	var names []string
	for _, f := range b.model.Fields {
		names = append(names, f.Name)
	}
	return nearest(name, names)
}

// key makes sure that there is one primary key.
func (b *builder) key() {
	n := 0
	for _, f := range b.model.Fields {
		if f.PrimaryKey {
			n++
		}
	}
	defer b.keyKind()
	switch {
	case n == 0:
		if b.model.Field("ID") == nil {
			b.wrong("", "embed orm.Model, or tag a field with gorm:\"primaryKey\"", "has no key")
			return
		}
		id := b.model.Field("ID")
		id.PrimaryKey = true
		if id.Kind == BigInt && !id.Own {
			id.Kind = BigAuto
		}
	case n > 1:
		b.wrong("", "keep one primaryKey; say unique together in Meta", "has %d primary keys", n)
	}
}

// keyKind makes sure that the key can be compared and written into an address.
func (b *builder) keyKind() {
	key := b.model.PrimaryKey()
	if key == nil {
		return
	}
	switch {
	case key.Own || key.Null, !key.Kind.Number() && !key.Kind.Textual() && key.Kind != UUID, key.Kind == Float:
		b.wrong(key.Name, "make it an int64, a string with a size, or an orm.UUID; and give the value that tells rows apart the tag gorm:\"unique\"",
			"has the key %s of the type %s, which no other row could point at", key.Name, key.GoType)
	}
}
