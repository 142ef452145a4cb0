// Package lookup finds the row that an address names.
package lookup

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// Check reports whether rows can be found by a column and the parameters of a
// route: the column is unique, a text, a whole number or a UUID, and a parameter has its
// name. A nil column is the key, by :id.
func Check[T any](by orm.Column[*T], params []string) error {
	param := "id"
	if by != nil {
		ref := orm.RefOf(by)
		if ref.Field == nil || len(ref.Relations) > 0 {
			return fmt.Errorf("the column By is %s, which is not a column of the row itself", ref.Name())
		}
		if _, whole := wholeNumber(ref.Field.Kind); !whole && !ref.Field.Kind.Textual() && ref.Field.Kind != schema.UUID {
			return fmt.Errorf("the column By is %s, which is neither text nor a whole number nor a UUID", ref.Name())
		}
		if !ref.Field.Unique && !ref.Field.PrimaryKey {
			return fmt.Errorf("the column By is %s, which several rows may share: make it unique", ref.Name())
		}
		param = ref.Field.Column
	}
	if !slices.Contains(params, param) {
		return fmt.Errorf("the pattern has no parameter :%s, by which the row is found", param)
	}
	return nil
}

// Find returns the row of a queryset whose column is the parameter of the same
// name; 404 if there is none.
func Find[T any](c web.Context, q *orm.QuerySet[*T], by orm.Column[*T]) (*T, error) {
	ctx := c.Request().Context()
	if by == nil {
		return orm.Find(ctx, q, c.Param("id"))
	}
	field := orm.RefOf(by).Field
	value, err := valueOf(field, c.Param(field.Column))
	if err != nil {
		return nil, web.NotFound()
	}
	return q.Filter(orm.Equals(by, value)).One(ctx)
}

var errNotThisKind = errors.New("not a value of this column")

// valueOf is a parameter as the column's kind has it.
func valueOf(f *schema.Field, raw string) (any, error) {
	bits, whole := wholeNumber(f.Kind)
	if !whole {
		return orm.Parse(f, raw)
	}
	n, err := strconv.ParseInt(raw, 10, bits)
	if err != nil || strconv.FormatInt(n, 10) != raw {
		return nil, errNotThisKind
	}
	return n, nil
}

// wholeNumber is how many bits a kind of whole numbers has.
func wholeNumber(k schema.Kind) (bits int, ok bool) {
	switch k {
	case schema.BigAuto, schema.BigInt:
		return 64, true
	case schema.Integer:
		return 32, true
	case schema.SmallInt:
		return 16, true
	}
	return 0, false
}
