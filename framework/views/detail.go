package views

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// Detail shows one row. It is found by a column whose value is the parameter of
// the same name in the address: Posts.Slug by :slug. A row that is not in the
// queryset is not found.
type Detail[T any] struct {
	Query    *orm.QuerySet[*T]
	By       orm.Column[*T] // text or a whole number, and unique; nil is the key, by :id
	Template func(*T) templ.Component
}

// Methods says that a row is only read.
func (d Detail[T]) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declaration and whether the route has the
// parameter.
func (d Detail[T]) Check(params []string) error {
	switch {
	case undeclared(d.Query):
		return errNoQuery
	case d.Template == nil:
		return errNoTemplate
	}
	param := "id"
	if d.By != nil {
		ref := orm.RefOf(d.By)
		if ref.Field == nil || len(ref.Relations) > 0 {
			return fmt.Errorf("the column By is %s, which is not a column of the row itself", ref.Name())
		}
		if _, whole := wholeNumber(ref.Field.Kind); !whole && !ref.Field.Kind.Textual() {
			return fmt.Errorf("the column By is %s, which is neither text nor a whole number", ref.Name())
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

// Serve shows the row.
func (d Detail[T]) Serve(c web.Context) error {
	row, err := d.find(c)
	if err != nil {
		return err
	}
	return web.Page(c, d.Template(row))
}

func (d Detail[T]) find(c web.Context) (*T, error) {
	ctx := c.Request().Context()
	if d.By == nil {
		return orm.Find(ctx, d.Query, c.Param("id"))
	}
	field := orm.RefOf(d.By).Field
	value, err := valueOf(field, c.Param(field.Column))
	if err != nil {
		return nil, web.NotFound()
	}
	return d.Query.Filter(orm.Equals(d.By, value)).One(ctx)
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
