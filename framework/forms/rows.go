package forms

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// mostRows is the number of rows that a set reads and shows at most, whatever is
// sent and whatever is stored.
const mostRows = 1000

// mostFiles is how many files of each kind the rows of a set can send at once.
const mostFiles = 20

// What stands between the name of a set and the number of a row in the inputs that
// are not part of the row's own form. No name of a column has a hyphen.
const (
	totalSuffix = "-total"   // how many rows there are
	addSuffix   = "-add"     // the button that asks for another row
	keyPart     = "-key-"    // the key of a row that is stored
	deletePart  = "-delete-" // the box that deletes a row
	orderPart   = "-order-"  // the number of a row in the order
)

// plan is what a [Set] or [Inline] says, without the type of its rows.
type plan struct {
	form            Declaration
	title, one      string // "Lines", "line"
	extra, min, max int
	keep, order     bool
}

// line is what a form knows that is one row of a set.
type line struct {
	inSet    bool
	key      string        // of the stored row
	gone     bool          // somebody else has deleted the row meanwhile
	deleted  bool          // the person deletes it
	ignored  bool          // it is new, and nothing was typed
	place    int           // in the order; 0 is none
	owner    *schema.Field // the key of the row that it belongs to
	owned    bool          // and that is known
	position *schema.Field // where its place is stored
	beside   []string      // the keys of stored rows that were sent with it, with which alike compares it
}

// Rows is a set of forms for rows of one kind, together with what was typed. It
// belongs to one request.
type Rows struct {
	plan
	name   string  // of its inputs
	forms  []*Form // as shown
	errors []string
	beside []string // the keys of the stored rows that were sent
	asking bool     // another row was asked for
	parent *Form
	by     *schema.Field // of an inline: the key of the parent
	loaded bool
	*sending
}

// input is a hidden or added input of a row.
func (s *Rows) input(part string, i int) string { return s.name + part + strconv.Itoa(i) }

// at is a new form for the row of a number.
func (s *Rows) at(i int, row any, in *sending) *Form {
	d := s.form
	d.Prefix = join(s.name, strconv.Itoa(i))
	var b *Form
	if row != nil {
		b = d.of(row, in)
	} else {
		b = d.of(s.form.new(), in).asNew()
		b.defaults()
	}
	b.inSet, b.owner = true, s.by
	return b
}

// upload is the field of files that an input of a row is for.
func (s *Rows) upload(input string) *schema.Field {
	rest, ok := strings.CutPrefix(input, s.name+"-")
	number, name, both := strings.Cut(rest, "-")
	if n, err := strconv.Atoi(number); !ok || !both || err != nil || n < 0 || n >= mostRows {
		return nil
	}
	for _, e := range s.form.entries() {
		if e.name == name && e.field != nil && e.field.Upload != nil {
			return e.field
		}
	}
	return nil
}

// room is what the files of the rows may take.
func (s *Rows) room() int64 {
	b := &Form{entries: s.form.entries()}
	return b.room() * mostFiles
}

// read reads all rows that were sent.
func (s *Rows) read(ctx context.Context) error {
	s.loaded = true
	total, err := strconv.Atoi(s.values.Get(s.name + totalSuffix))
	switch {
	case err != nil || total < 0:
		return web.BadRequest("The form came without the number of its " + s.title + ".")
	case total > mostRows:
		return tooLarge("The form has too many "+s.title+".", nil)
	}
	stored, err := s.stored(ctx, s.keys(total))
	if err != nil {
		return err
	}
	s.beside = slices.Collect(maps.Keys(stored))
	for i := range total {
		if err := s.readRow(ctx, i, stored); err != nil {
			return err
		}
	}
	if s.values.Get(s.name+addSuffix) != "" {
		s.ask()
	}
	s.count()
	s.alike()
	return nil
}

// keys are those of stored rows, as the request has them.
func (s *Rows) keys(total int) []string {
	var keys []string
	for i := range total {
		if key := s.values.Get(s.input(keyPart, i)); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// readRow reads and checks one row. A key that is not among the stored rows is
// that of a row which somebody has deleted meanwhile, or of another parent.
func (s *Rows) readRow(ctx context.Context, i int, stored map[string]any) error {
	key := s.values.Get(s.input(keyPart, i))
	row := stored[key]
	delete(stored, key) // a row cannot come twice
	b := s.at(i, row, s.sending)
	b.beside = s.beside
	b.key, b.gone = key, key != "" && row == nil
	b.deleted = !s.keep && s.values.Get(s.input(deletePart, i)) != ""
	b.place, _ = strconv.Atoi(strings.TrimSpace(s.values.Get(s.input(orderPart, i))))
	if b.gone && b.deleted {
		return nil
	}
	s.forms = append(s.forms, b)
	s.own(b)
	if err := b.readAll(ctx); err != nil {
		return err
	}
	changed, err := b.Changed(ctx)
	if err != nil {
		return err
	}
	b.ignored = b.isNew && !b.gone && len(changed) == 0
	switch {
	case b.deleted || b.ignored:
		clear(b.errors)
		return nil
	case b.gone:
		b.key = ""
		b.fail("", "Somebody has deleted this row meanwhile. Save again to add it as a new one, or delete it.")
	}
	return b.check(ctx)
}

// ask adds one more row, and holds back all complaints.
func (s *Rows) ask() {
	s.asking = true
	for _, b := range s.forms {
		b.asking = true
	}
	if s.more() {
		s.forms = append(s.forms, s.at(len(s.forms), nil, newSending()))
	}
}

// more reports whether there is room for another row.
func (s *Rows) more() bool { return len(s.forms) < s.most() }

func (s *Rows) most() int {
	if s.max > 0 {
		return min(s.max, mostRows)
	}
	return mostRows
}

// count checks how many rows there will be.
func (s *Rows) count() {
	n := len(s.written())
	switch {
	case n < s.min:
		s.errors = append(s.errors, fmt.Sprintf("There must be at least %d; this has %d.", s.min, n))
	case n > s.most():
		s.errors = append(s.errors, fmt.Sprintf("There can be at most %d; this has %d.", s.most(), n))
	}
}

// alike looks for values that may occur only once among the rows that were sent.
func (s *Rows) alike() {
	if s.form.shape != nil {
		return
	}
	model := s.form.table().Schema()
	var sets [][]*schema.Field
	for i := range model.Fields {
		if f := &model.Fields[i]; f.Unique {
			sets = append(sets, []*schema.Field{f})
		}
	}
	for _, x := range model.Indexes {
		if set := model.Set(x); len(set) > 0 {
			sets = append(sets, set)
		}
	}
	for _, set := range sets {
		seen := map[string]bool{}
		for _, b := range s.written() {
			b.repeats(set, seen, s.by)
		}
	}
}

// repeats notes the values of a unique set of fields, and complains of those that
// another row has brought.
func (b *Form) repeats(set []*schema.Field, seen map[string]bool, by *schema.Field) {
	var values, labels []string
	var last *entry
	for _, f := range set {
		e := b.of(f)
		if v := fieldOf(b.row, f); f != by && (e == nil || len(b.errors[e.name]) > 0 || v.IsZero()) {
			return
		}
		if e != nil {
			last = e
		}
		values, labels = append(values, Format(f, fieldOf(b.row, f))), append(labels, f.Label)
	}
	id := strings.Join(values, "\x00")
	if last != nil && seen[id] {
		b.fail(last.name, "Another row above has this "+strings.Join(labels, " and ")+" already.")
	}
	seen[id] = true
}

// written is the rows that will be there after Save, in their order.
func (s *Rows) written() []*Form {
	var all []*Form
	for _, b := range s.forms {
		if !b.deleted && !b.ignored && b.values != nil {
			all = append(all, b)
		}
	}
	if s.order {
		slices.SortStableFunc(all, func(a, b *Form) int { return a.rank() - b.rank() })
	}
	return all
}

// rank is the place in the order; a row without a number is behind all others.
func (b *Form) rank() int {
	if b.place <= 0 || b.place > 1<<30 {
		return 1 << 30
	}
	return b.place
}

// Valid reports whether something was sent and nothing is wrong with any row.
func (s *Rows) Valid() bool {
	if s.values == nil || s.asking || len(s.errors) > 0 {
		return false
	}
	return !slices.ContainsFunc(s.forms, func(b *Form) bool { return len(b.errors) > 0 })
}

// Errors returns what is wrong, by name of the input: lines-0-amount; that of the
// set is what is wrong with all of them, and lines-0 what is wrong with a row.
func (s *Rows) Errors() map[string][]string {
	all := map[string][]string{}
	if len(s.errors) > 0 {
		all[s.name] = s.errors
	}
	for _, b := range s.forms {
		for name, messages := range b.errors {
			all[strings.TrimSuffix(b.input(name), "-")] = messages
		}
	}
	return all
}

// Fail adds a mistake of the set as a whole.
func (s *Rows) Fail(err error) { s.errors = append(s.errors, err.Error()) }

// Forms are the forms of the rows that will be there after Save, in their order.
func (s *Rows) Forms() []*Form { return s.written() }

var errGone = errors.New("forms: a row is gone")

// told makes a mistake of the row of an error that the person can mend.
func (b *Form) told(err error) {
	switch {
	case errors.Is(err, errGone):
		b.isNew, b.gone, b.key = true, true, ""
		b.fail("", "Somebody has deleted this row meanwhile. Save again to add it as a new one, or delete it.")
	case b.deleted && errors.Is(err, orm.ErrForeignKey):
		b.fail("", "Other rows point at this one, so it cannot be deleted.")
	default:
		b.explain(err)
	}
}
