package orm

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"gorm.io/gorm/clause"

	"github.com/gofw/gofw/framework/schema"
)

// builder writes a statement and collects its parameters.
type builder struct {
	text    []byte
	args    []any
	dialect dialect
	now     time.Time // the moment of the query, the same everywhere in it
	scope   *scope
	depth   int
	marks   bool   // parameters are marked, not numbered: see build
	top     *Table // of the outermost statement
	plugged []expr // conditions that GORM plugins added to top
	err     error
	first   scope    // the outermost, so that most statements need not allocate one
	spare   [][]byte // buffers for parts that are written before what stands in front of them
}

// builders keeps the buffers of statements that have been written.
var builders = sync.Pool{New: func() any { return &builder{text: make([]byte, 0, 512)} }}

// newBuilder returns an empty builder. Give it back with done.
func newBuilder(d dialect) *builder {
	b := builders.Get().(*builder)
	b.dialect = d
	return b
}

// done gives the builder's buffers to the next statement; the parameters go on to
// the database.
func (b *builder) done() {
	if cap(b.text) > 1<<16 { // of an insert of many rows
		return
	}
	*b = builder{text: b.text[:0], spare: b.spare}
	builders.Put(b)
}

// buffer returns an empty buffer. Give it back by appending it to spare.
func (b *builder) buffer() []byte {
	if n := len(b.spare); n > 0 {
		buffer := b.spare[n-1]
		b.spare = b.spare[:n-1]
		return buffer
	}
	return make([]byte, 0, 256)
}

// scope is one SELECT: its table, and the joins its expressions asked for.
type scope struct {
	root  *Table
	alias string
	outer *scope
	joins []*node
	dead  bool // rows that are deleted softly count, too
}

// moment is now, as exactly as every database keeps it.
func moment() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// begin takes the moment of the query, once.
func (b *builder) begin() {
	if b.now.IsZero() {
		b.now = moment()
	}
}

// pluggedInto is the conditions that plugins added to the rows of a table.
func (b *builder) pluggedInto(t *Table) []expr {
	if t != b.top {
		return nil
	}
	return b.plugged
}

// fail notes what is wrong with the query; the first is what counts.
func (b *builder) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf("orm: "+format, args...)
	}
}

func (b *builder) raw(s string) { b.text = append(b.text, s...) }

func (b *builder) int(n int) { b.text = strconv.AppendInt(b.text, int64(n), 10) }

func (b *builder) name(s string) {
	q := b.dialect.quote()
	b.text = append(b.text, q)
	b.text = append(b.text, s...)
	b.text = append(b.text, q)
}

func (b *builder) bind(v any) { b.bindAs(nil, v) }

// bindAs binds a value as the database keeps it in a field.
func (b *builder) bindAs(f *schema.Field, v any) {
	stored, err := store(b.dialect, f, v)
	if err != nil && b.err == nil {
		b.err = err
	}
	b.args = append(b.args, stored)
	if b.marks {
		b.raw(placeholder)
		return
	}
	b.text = b.dialect.placeholder(b.text, len(b.args))
}

// column writes a column of the row at n, joining what is needed.
func (b *builder) column(n *node, column string) {
	b.alias(n)
	b.raw(".")
	b.name(column)
}

// alias writes the name of the row at n.
func (b *builder) alias(n *node) {
	if n.parent == nil {
		b.name(b.scope.alias)
		return
	}
	b.join(n)
	b.name(b.scope.prefix() + n.alias)
}

// prefix keeps the joins of an inner SELECT apart from those around it.
func (s *scope) prefix() string {
	if s.outer == nil {
		return ""
	}
	return s.alias + "_"
}

func (b *builder) join(n *node) {
	if n.parent == nil {
		return
	}
	for _, j := range b.scope.joins {
		if j.alias == n.alias {
			return
		}
	}
	b.join(n.parent)
	b.scope.joins = append(b.scope.joins, n)
}

// open begins a SELECT on a table; inner ones get an alias of their own.
func (b *builder) open(t *Table) (s *scope) {
	if b.scope == nil {
		s = &b.first
		*s = scope{root: t, alias: t.model.Table, joins: s.joins[:0]}
	} else {
		b.depth++
		s = &scope{root: t, alias: "t" + strconv.Itoa(b.depth), outer: b.scope}
	}
	if b.top == nil {
		b.top = t
	}
	b.scope = s
	return s
}

func (b *builder) close() { b.scope = b.scope.outer }

// from writes FROM and the joins that head and body asked for between them.
// The body is rendered first, to know them; it has the later parameters.
func (b *builder) from(body func()) {
	head := b.text
	b.text = b.buffer()
	body()
	rest := b.text
	b.text = head
	b.raw(" FROM ")
	b.name(b.scope.root.model.Table)
	if b.scope.outer != nil {
		b.raw(" ")
		b.name(b.scope.alias)
	}
	for _, j := range b.scope.joins {
		b.writeJoin(j)
	}
	b.text = append(b.text, rest...)
	b.spare = append(b.spare, rest[:0])
}

func (b *builder) writeJoin(n *node) {
	if n.outer {
		b.raw(" LEFT JOIN ")
	} else {
		b.raw(" JOIN ")
	}
	b.name(n.table.model.Table)
	b.raw(" ")
	alias := b.scope.prefix() + n.alias
	b.name(alias)
	b.raw(" ON ")
	b.name(alias)
	b.raw(".")
	if n.field == nil {
		b.name(n.by)
		b.raw(" = ")
		b.column(n.parent, n.parent.table.model.PrimaryKey().Column)
	} else {
		b.name(n.table.model.PrimaryKey().Column)
		b.raw(" = ")
		b.column(n.parent, n.field.Column)
	}
	b.alive(" AND ", n.table, alias)
}

// alive keeps out rows that are deleted softly. It reports whether it wrote.
func (b *builder) alive(word string, t *Table, alias string) bool {
	if t.gone == nil || b.scope.dead {
		return false
	}
	b.raw(word)
	b.name(alias)
	b.raw(".")
	b.name(t.gone.Column)
	b.raw(" IS NULL")
	return true
}

// columns writes every column of the row at n.
func (b *builder) columns(n *node) { b.some(n, nil) }

// some writes the columns at these positions; nil is all.
func (b *builder) some(n *node, positions []int) {
	fields := n.table.model.Fields
	if positions == nil {
		for i := range fields {
			if i > 0 {
				b.raw(", ")
			}
			b.column(n, fields[i].Column)
		}
		return
	}
	for i, at := range positions {
		if i > 0 {
			b.raw(", ")
		}
		b.column(n, fields[at].Column)
	}
}

// pluginWriter lets a plugin's clause write itself into a statement of ours.
type pluginWriter struct{ b *builder }

func (w pluginWriter) WriteByte(c byte) error { w.b.text = append(w.b.text, c); return nil }

func (w pluginWriter) WriteString(s string) (int, error) { w.b.raw(s); return len(s), nil }

func (w pluginWriter) AddVar(_ clause.Writer, vars ...any) {
	for i, v := range vars {
		if i > 0 {
			w.b.raw(",")
		}
		w.b.bind(v)
	}
}

func (w pluginWriter) AddError(err error) error { w.b.err = err; return err }

func (w pluginWriter) WriteQuoted(field any) {
	switch f := field.(type) {
	case string:
		w.b.name(f)
	case clause.Table:
		w.table(f.Name)
	case clause.Column:
		if f.Table != "" {
			w.table(f.Table)
			w.b.raw(".")
		}
		switch {
		case f.Raw:
			w.b.raw(f.Name)
		case f.Name == clause.PrimaryKey:
			w.b.name(w.b.scope.root.model.PrimaryKey().Column)
		default:
			w.b.name(f.Name)
		}
	default:
		w.b.err = fmt.Errorf("orm: a plugin's clause names %T, which cannot be written here", field)
	}
}

func (w pluginWriter) table(name string) {
	if name == clause.CurrentTable {
		name = w.b.scope.alias
	}
	w.b.name(name)
}
