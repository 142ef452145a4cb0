package admin

import (
	"context"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/admin"
)

// filterMenus is the menus above a list.
func (p *pages) filterMenus(ctx context.Context, a asked) ([]view.Filter, error) {
	var menus []view.Filter
	for _, c := range p.decl.filters {
		name := forms.InputName(c)
		choices, err := facet.Options(ctx, c, a.query.Get(name))
		if err != nil {
			return nil, err
		}
		menu := view.Filter{Label: schema.Capital(orm.RefOf(c).Label()), Clear: p.with(a, name, "")}
		for _, o := range choices {
			chosen := a.query.Get(name) == o.Value
			if chosen {
				menu.Chosen = o.Label
			}
			menu.Options = append(menu.Options, view.FilterOption{Label: o.Label, URL: p.with(a, name, o.Value), Chosen: chosen})
		}
		menus = append(menus, menu)
	}
	return menus, nil
}
