package schema

import (
	"slices"
	"strings"
)

// Model is one table and what its declaration says about it.
type Model struct {
	App         string       // the package that declares it: "blog"
	Name        string       // the Go type: "Post"
	Plural      string       // the generated variable: "Posts"
	Table       string       // "blog_post"
	Label       string       // "post", for people
	LabelPlural string       // "posts"
	Comment     string       // the doc comment, first sentence; empty at run time
	Fields      []Field      // columns, in order of declaration
	Collections []Collection // to-many relations, in order of declaration
	Reverses    []Reverse    // to-one relations that the other row holds, in order of declaration
	Ordering    []Order      // default order; empty is the order of the key
	Indexes     []Index      // beyond those of single fields
	Checks      []Check      // what must hold for every row
	Permissions []Permission // beyond add, change, delete and view
	LatestBy    string       // the field that says which row is the latest
	Position    string       // the field that counts the rows in an order that people make; empty: there is none
	Within      string       // the field whose rows of one value are counted by themselves; empty: all are
	Unmanaged   bool         // the table is made by somebody else; migrations leave it alone
	SoftDelete  string       // the field that says when a row was deleted; empty: rows are gone
}

// Key names the model in the whole site: "blog.Post".
func (m *Model) Key() string { return m.App + "." + m.Name }

// Field returns the field with the given Go name, or nil.
func (m *Model) Field(name string) *Field {
	for i := range m.Fields {
		if m.Fields[i].Name == name {
			return &m.Fields[i]
		}
	}
	return nil
}

// Collection returns the collection with the given Go name, or nil.
func (m *Model) Collection(name string) *Collection {
	for i := range m.Collections {
		if m.Collections[i].Name == name {
			return &m.Collections[i]
		}
	}
	return nil
}

// Reverse returns the reverse relation with the given Go name, or nil.
func (m *Model) Reverse(name string) *Reverse {
	for i := range m.Reverses {
		if m.Reverses[i].Name == name {
			return &m.Reverses[i]
		}
	}
	return nil
}

// RelationField returns the key field that holds the to-one relation of the
// given name: Author gives the field AuthorID. It returns nil if there is none.
func (m *Model) RelationField(relation string) *Field {
	for i := range m.Fields {
		if r := m.Fields[i].Relation; r != nil && r.Name == relation {
			return &m.Fields[i]
		}
	}
	return nil
}

// PrimaryKey returns the key field. New makes sure that there is exactly one.
func (m *Model) PrimaryKey() *Field {
	for i := range m.Fields {
		if m.Fields[i].PrimaryKey {
			return &m.Fields[i]
		}
	}
	return nil
}

// TypedKey reports whether the field is a key that people give to a row: neither
// does the database count it, nor is it made up.
func (f *Field) TypedKey() bool { return f.PrimaryKey && f.Kind != BigAuto && f.Kind != UUID }

// Kind is the portable type of a column, as migration files spell it.
type Kind string

// The kinds that a column can have.
const (
	BigAuto  Kind = "bigauto" // a 64-bit key that the database counts up
	BigInt   Kind = "bigint"
	Integer  Kind = "integer" // 32 bits
	SmallInt Kind = "smallint"
	Float    Kind = "float"  // 64 bits
	String   Kind = "string" // at most Size characters
	Text     Kind = "text"   // of any length
	Bool     Kind = "bool"
	DateTime Kind = "datetime" // a moment, kept in UTC
	Binary   Kind = "binary"
	JSON     Kind = "json"    // a Go value kept as JSON text
	Decimal  Kind = "decimal" // exact: Size digits, Scale of them behind the point
	Date     Kind = "date"    // a day on the calendar
	Time     Kind = "time"    // a time on the clock
	UUID     Kind = "uuid"
	IP       Kind = "ip" // an address of IPv4 or IPv6
)

// arrayOf ends the kinds of lists whose elements the database knows: "bigint array".
const arrayOf = " array"

// Array is the kind of a list of elements of kind k. PostgreSQL has a type for
// it; other databases keep the list as JSON text.
func (k Kind) Array() Kind { return k + arrayOf }

// Element is the kind of the elements of an array, or "" for all other kinds.
func (k Kind) Element() Kind {
	if of, ok := strings.CutSuffix(string(k), arrayOf); ok {
		return Kind(of)
	}
	return ""
}

// Elements are the kinds that arrays can have elements of.
var Elements = []Kind{BigInt, Integer, SmallInt, Float, Bool, Text}

// Listed reports whether a value of the kind has parts: JSON and arrays.
func (k Kind) Listed() bool { return k == JSON || k.Element() != "" }

// Number reports whether values of the kind are counted with.
func (k Kind) Number() bool {
	return k == BigAuto || k == BigInt || k == Integer || k == SmallInt || k == Float
}

// Textual reports whether values of the kind are strings.
func (k Kind) Textual() bool { return k == String || k == Text }

// Format is a rule that a string keeps beside its length.
type Format string

// The formats that a string field can have. The zero value is any text.
const (
	Slug  Format = "slug" // letters, digits, hyphens and underscores
	Email Format = "email"
	URL   Format = "url"   // http or https
	File  Format = "file"  // the key of an uploaded file; see Field.Upload
	Image Format = "image" // the key of an uploaded picture; see Field.Upload
	Row   Format = "row"   // the name of a row of any model: blog.Post/7
)

// Widget is how a form shows a field where its kind leaves a choice.
type Widget string

// The widgets that a tag can ask for. The zero value follows from the kind.
const (
	Textarea Widget = "textarea"
	Markdown Widget = "markdown"
	Password Widget = "password"
	Radio    Widget = "radio" // of choices: all are seen at once
	Tel      Widget = "tel"
	Search   Widget = "search"
	Color    Widget = "color" // a text such as #ff8800
)

// Widgets are all that a tag can ask for.
var Widgets = []Widget{Textarea, Markdown, Password, Radio, Tel, Search, Color}

// Long reports whether the widget is for texts of several lines.
func (w Widget) Long() bool { return w == Textarea || w == Markdown }

// Field is one column.
type Field struct {
	Name       string // the Go field: "AuthorID"
	Column     string // "author_id"
	Kind       Kind
	GoType     string   // the Go type without its pointer, as written: "Status"
	Size       int      // longest text in characters, digits of a decimal; 0 is no limit
	Scale      int      // digits of a decimal behind the point
	Generated  string   // what the database works the value out from: "{Price} * {Pieces}"; empty: it is stored
	Own        bool     // the Go type reads and writes itself: see Stored
	Null       bool     // the Go field is a pointer
	PrimaryKey bool     // there is one per model
	Unique     bool     // no two rows share a value
	Index      bool     // has an index of its own
	AutoAdd    bool     // set when the row is created
	AutoUpdate bool     // set whenever the row is saved
	Blank      bool     // a form may leave the text empty
	ReadOnly   bool     // shown, never edited
	Hidden     bool     // neither shown nor edited by forms and admin
	Default    *string  // what the database fills in; nil is nothing
	Format     Format   // a further rule for strings
	SlugFrom   string   // the field a slug is made from
	Upload     *Upload  // what is asked of files; nil unless Format is File or Image
	Widget     Widget   // asked for by tag
	Label      string   // "published at", for people
	Help       string   // a sentence under the input
	Choices    []Choice // the values allowed; nil allows all
	Relation   *Relation
	Path       []int // position in the Go struct; nil in the generator
}

// Choice is one allowed value with the words shown for it.
type Choice struct{ Value, Label string }

// Upload is what a field asks of its files.
type Upload struct {
	Folder        string   // where they are kept, with %Y, %m and %d for the day; "blog/post" if nobody said
	Accept        []string // types by content: "application/pdf", "image/*"; nil leaves it to the package media
	Max           int64    // the largest in bytes; 0 leaves it to the package media
	Width, Height string   // fields that are filled with the size of a picture; empty are none
}

// Relation says which row a key field points at.
type Relation struct {
	Name     string // the Go field that holds the loaded row: "Author"
	Target   string // key of the model: "auth.User"
	OnDelete OnDelete
	Path     []int // position of the pointer in the Go struct; nil in the generator
}

// OnDelete says what becomes of a row whose target is deleted.
type OnDelete string

// What a database can do with rows that point at a deleted one.
const (
	Restrict   OnDelete = "restrict"    // refuse, unless they are deleted as well; the default of a required relation
	Protect    OnDelete = "protect"     // refuse
	Cascade    OnDelete = "cascade"     // delete them too
	SetNull    OnDelete = "set_null"    // the default of a nullable relation
	SetDefault OnDelete = "set_default" // let them point at the row that the default names
	Nothing    OnDelete = "nothing"     // leave it to the database, which refuses if it checks keys
)

// Collection is a to-many relation: a slice of rows of another model.
type Collection struct {
	Name   string // the Go field: "Tags"
	Target string // key of the model: "blog.Tag"
	Label  string
	Help   string
	Table  string // the join table of a many-to-many relation; empty otherwise
	Near   string // its column that points at this model: "post_id"
	Far    string // its column that points at the target: "tag_id"
	By     string // the key column of the target that points back, if there is no join table
	Path   []int  // position in the Go struct; nil in the generator
}

// Reverse is a relation to the one row of another model that points here: the
// other side of a unique key.
type Reverse struct {
	Name   string // the Go field: "Profile"
	Target string // key of the model: "blog.Profile"
	By     string // the key column of the target that points here: "user_id"
	Path   []int  // position of the pointer in the Go struct; nil in the generator
}

// Order is a column of an order and its direction.
type Order struct {
	Field string // Go name
	Desc  bool
}

// ParseOrder reads the form used in Meta: a field's name, with a minus for
// descending order.
func ParseOrder(s string) Order {
	name, desc := strings.CutPrefix(s, "-")
	return Order{name, desc}
}

// Index is an index over fields, given by their Go names; with a minus it is in
// descending order, and an expression has its fields in braces: "lower({Name})".
type Index struct {
	Fields  []string
	Unique  bool
	Where   string // the rows it covers, as in "{DeletedAt} IS NULL"; empty: all
	Name    string // in the database; derived when empty
	Message string // what a person reads who breaks a unique one; derived when empty
}

// Set is the fields of a unique index by which every row that is there can be
// told from the others; nil if it is over expressions, or covers some rows only.
func (m *Model) Set(x Index) []*Field {
	if !x.Unique || x.Where != m.Alive() || slices.ContainsFunc(x.Fields, isExpression) {
		return nil
	}
	var fields []*Field
	for _, name := range x.Fields {
		fields = append(fields, m.Field(strings.TrimPrefix(name, "-")))
	}
	return fields
}

func isExpression(s string) bool { return strings.ContainsRune(s, '{') }

// Check is a condition on every row, as package condition reads it:
// "{Starts} < {Ends}".
type Check struct {
	Expr    string
	Message string // what a person reads who breaks it; derived when empty
	Name    string // in the database; derived when empty
}

// Permission is something that a user can be allowed to do with the rows of a
// model, beyond adding, changing, deleting and viewing them.
type Permission struct {
	Verb  string // "publish": the permission is blog.publish_post
	Label string // "publish posts"; derived when empty
}

// Meta is what a model's Meta method returns: facts that belong to no single
// field. The zero value says nothing and is fine.
type Meta struct {
	Ordering    []string     // names of fields, with a minus for descending
	Indexes     [][]string   // names of fields, one index each; with a minus for descending
	Unique      [][]string   // names of fields that are unique together
	MoreIndexes []Index      // those that cover some rows, or expressions
	Checks      []Check      // what must hold for every row
	Permissions []Permission // beyond add, change, delete and view
	LatestBy    string       // the field that says which row is the latest
	Label       string       // "post"; derived from the type's name when empty
	LabelPlural string       // "posts"
	Table       string       // "blog_post"

	// Unmanaged is for a table that another program makes, or a view: migrations
	// leave it alone, and relations to it are not checked by the database.
	Unmanaged bool
}

// Labelled writes a condition with the labels of fields in the place of their
// names, for people.
func (m *Model) Labelled(expr string) string {
	return braces.ReplaceAllStringFunc(expr, func(s string) string {
		if f := m.Field(strings.Trim(s, "{}")); f != nil {
			return f.Label
		}
		return s
	})
}

// Fraction reports whether the field is a number with digits behind a point.
func (f *Field) Fraction() bool { return f.Kind == Decimal || f.Kind == Float }
