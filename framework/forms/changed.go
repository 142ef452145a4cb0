package forms

import (
	"context"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// remember notes what the form shows before anything is read into its row.
func (b *Form) remember() {
	b.before = map[string]string{}
	for _, e := range b.entries {
		if e.field != nil {
			b.before[e.name] = b.fingerprint(e)
		}
	}
}

// fingerprint is a text by which the value of an input is compared.
func (b *Form) fingerprint(e *entry) string {
	if e.several {
		return unordered(elements(fieldOf(b.row, e.field)))
	}
	return Format(e.field, fieldOf(b.row, e.field))
}

// unordered is a text for a list whose order says nothing.
func unordered(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(list, "\x00")
}

// Changed lists the inputs whose value differs from what was shown, in order.
// Before Bind there are none. The context is for the database, which knows what
// was in a collection; ask before Save.
func (b *Form) Changed(ctx context.Context) ([]string, error) {
	var names []string
	if b.before == nil {
		return nil, nil
	}
	for _, e := range b.entries {
		if b.fixed(e) {
			continue
		}
		differs, err := b.differs(ctx, e)
		if err != nil {
			return nil, err
		}
		if differs {
			names = append(names, e.name)
		}
	}
	return names, nil
}

func (b *Form) differs(ctx context.Context, e *entry) (bool, error) {
	was := b.before[e.name]
	switch {
	case e.field == nil:
		var keys []string
		if !b.isNew {
			var err error
			if keys, err = orm.Links(ctx, e.column, b.row); err != nil {
				return false, err
			}
		}
		return unordered(b.sentOnce(e)) != unordered(keys), nil
	case e.several:
		return unordered(b.sentOnce(e)) != was, nil
	case e.field.Upload != nil:
		return keyOf(b.row, e.field) != was || b.values.Get(b.input(e.name)+keptSuffix) != "", nil
	case e.field.Kind == schema.Bool:
		return b.fingerprint(e) != was, nil
	case len(b.errors[e.name]) == 0:
		return b.fingerprint(e) != was, nil
	}
	typed := b.typed(e)
	return typed != was && (typed != "" || !b.isNew), nil
}
