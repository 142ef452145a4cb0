package admin

import (
	"strings"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// option is one answer of a search, as admin.js reads it.
type option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// options answers the search of a relation's input: ?input=author&q=words.
func (p *pages) options(c web.Context) error {
	if !p.site.can(c, "add", p) && !p.site.can(c, "change", p) {
		return p.site.may(c, "change", p)
	}
	for _, s := range p.decl.sections {
		for _, col := range s.fields {
			ref := orm.RefOf(col)
			if forms.InputName(col) != c.QueryParam("input") || ref.Collection == nil && ref.Field.Relation == nil {
				continue
			}
			rows, err := orm.OptionsOf(c.Request().Context(), col, orm.OptionQuery{Search: strings.TrimSpace(c.QueryParam("q")), Limit: 8})
			if err != nil {
				return err
			}
			found := make([]option, len(rows))
			for i, o := range rows {
				found[i] = option{o.Key, o.Label}
			}
			return web.JSON(c, found)
		}
	}
	return web.NotFound()
}
