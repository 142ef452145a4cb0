package views

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/internal/lookup"
	"github.com/gofw/gofw/framework/orm"
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
	return lookup.Check(d.By, params)
}

// Serve shows the row.
func (d Detail[T]) Serve(c web.Context) error {
	row, err := lookup.Find(c, d.Query, d.By)
	if err != nil {
		return err
	}
	return web.Page(c, d.Template(row))
}
