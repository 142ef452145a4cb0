package orm

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/condition"
)

// rule is a check of Meta, read once.
type rule struct {
	holds   *condition.Condition
	names   []string // the fields that it speaks of
	fields  []int    // their positions
	message string
}

// rulesOf reads the checks of a model; their fields and syntax are known to be
// right, because schema has seen them.
func rulesOf(m *schema.Model) []rule {
	var rules []rule
	for _, c := range m.Checks {
		holds, err := condition.Parse(c.Expr)
		if err != nil {
			continue
		}
		r := rule{holds: holds, names: holds.Fields(), message: c.Message}
		for _, name := range r.names {
			r.fields = append(r.fields, slices.IndexFunc(m.Fields, func(f schema.Field) bool { return f.Name == name }))
		}
		if r.message == "" {
			r.message = "This must hold: " + m.Labelled(c.Expr) + "."
		}
		rules = append(rules, r)
	}
	return rules
}

// check looks at a row that is about to be written, as the database will: the
// length of texts, and the checks of Meta. Of a row that was loaded in part, what
// was not loaded is unknown.
func (t *Table) check(b *builder, values []any, part []int) {
	if b.err != nil || len(t.limits) == 0 && len(t.rules) == 0 {
		return
	}
	var mistakes []error
	for _, i := range t.limits {
		f := &t.model.Fields[i]
		if n := lengthOf(values[i]); n > f.Size && utf8.RuneCountInString(textOf(values[i])) > f.Size {
			mistakes = append(mistakes, &Invalid{inputOf(f), fmt.Sprintf("Use at most %d characters.", f.Size)})
		}
	}
	for _, r := range t.rules {
		value := func(name string) any {
			i := r.fields[slices.Index(r.names, name)]
			if part != nil && !slices.Contains(part, i) {
				return nil
			}
			return values[i]
		}
		if r.holds.Broken(value) {
			mistakes = append(mistakes, &Invalid{inputOf(&t.model.Fields[r.fields[0]]), r.message})
		}
	}
	if len(mistakes) > 0 {
		b.err = errors.Join(append([]error{ErrInvalid}, mistakes...)...)
	}
}

// lengthOf is the length of a text in bytes, at least that in characters.
func lengthOf(v any) int {
	switch s := v.(type) {
	case string:
		return len(s)
	case *string:
		if s == nil {
			return 0
		}
		return len(*s)
	}
	return len(textOf(v))
}

func textOf(v any) string {
	r := reflect.Indirect(reflect.ValueOf(v))
	if r.IsValid() && r.Kind() == reflect.String {
		return r.String()
	}
	return ""
}

// inputOf is the name that forms give to the input of a field.
func inputOf(f *schema.Field) string {
	if f.Relation != nil {
		return schema.ColumnName(f.Relation.Name)
	}
	return schema.ColumnName(f.Name)
}

// violation is what a database says of a broken constraint, and the column that
// a person can mend.
type violation struct {
	invalid *Invalid
	cause   error
}

func (v *violation) Error() string { return v.invalid.Error() + " (" + v.cause.Error() + ")" }

func (v *violation) Unwrap() error { return v.cause }

// Is makes a violation an [ErrInvalid].
func (v *violation) Is(target error) bool { return target == ErrInvalid }

// As gives a form the column and the message.
func (v *violation) As(target any) bool {
	if to, ok := target.(**Invalid); ok {
		*to = v.invalid
		return true
	}
	return false
}

// explained finds the column that an error of the database is about.
func (t *Table) explained(err error) error {
	switch {
	case errors.Is(err, ErrDuplicate):
		if x := t.duplicated(constraintIn(err)); x != nil {
			return &violation{x, err}
		}
	case errors.Is(err, gorm.ErrCheckConstraintViolated):
		if x := t.refused(constraintIn(err)); x != nil {
			return &violation{x, err}
		}
	}
	return err
}

var quotedName = regexp.MustCompile("(?:constraint|index|for key|CONSTRAINT) [`\"']([^`\"']+)[`\"']|(?:UNIQUE|KEY|CHECK) constraint failed: (.+?)(?: \\(\\d+\\))?$")

// constraintIn is the constraint or the columns that a database names: SQLite
// "blog_post.slug", PostgreSQL and MySQL the constraint.
func constraintIn(err error) string {
	m := quotedName.FindStringSubmatch(err.Error())
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// duplicated finds the unique set by what the database calls it.
func (t *Table) duplicated(name string) *Invalid {
	best, fields := 0, []*schema.Field(nil)
	message := ""
	name = strings.ReplaceAll(strings.ReplaceAll(name, t.model.Table+".", ""), ", ", "_")
	consider := func(set []*schema.Field, named, said string) {
		var columns []string
		for _, f := range set {
			columns = append(columns, f.Column)
		}
		over := strings.Join(columns, "_")
		matches := name == over || named != "" && name == named || strings.Contains(name, "_"+over+"_uq") || strings.HasSuffix(name, "_"+over+"_key")
		if matches && len(over) > best {
			best, fields, message = len(over), set, said
		}
	}
	for i := range t.model.Fields {
		if f := &t.model.Fields[i]; f.Unique || f.PrimaryKey {
			consider([]*schema.Field{f}, "", "")
		}
	}
	for _, x := range t.model.Indexes {
		var set []*schema.Field
		for _, name := range x.Fields {
			if f := t.model.Field(strings.TrimPrefix(name, "-")); f != nil {
				set = append(set, f)
			}
		}
		if x.Unique && len(set) > 0 {
			consider(set, x.Name, x.Message)
		}
	}
	if len(fields) == 0 {
		return nil
	}
	if message == "" {
		var labels []string
		for _, f := range fields {
			labels = append(labels, f.Label)
		}
		message = fmt.Sprintf("Another %s has this %s already.", t.model.Label, strings.Join(labels, " and "))
	}
	return &Invalid{inputOf(fields[len(fields)-1]), message}
}

// refused finds the check by its name.
func (t *Table) refused(name string) *Invalid {
	for i, r := range t.rules {
		var columns []string
		for _, at := range r.fields {
			columns = append(columns, inputOf(&t.model.Fields[at]))
		}
		declared := t.model.Checks[i].Name
		if declared != "" && strings.HasPrefix(name, declared) || strings.Contains(name, "_"+strings.Join(columns, "_")+"_") {
			return &Invalid{columns[0], r.message}
		}
	}
	return nil
}
