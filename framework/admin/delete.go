package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
)

// effectLimit is how far rows are counted that a delete would touch.
const effectLimit = 1000

// remove asks before a row is deleted, and deletes it.
func (p *pages) remove(c web.Context) error {
	if err := p.site.may(c, "delete", p); err != nil {
		return err
	}
	row, err := p.find(c)
	if err != nil {
		return err
	}
	if err := p.mayTouch(c, row); err != nil {
		return err
	}
	label, id := orm.LabelOf(row), p.table.KeyOf(row)
	if c.Request().Method != http.MethodPost {
		return p.askDelete(c, http.StatusOK, view.Delete{Label: label, Count: 1, Action: p.site.urlOf(p, "/", keyPath(id), "/delete")}, id)
	}
	err = p.table.Remove(c.Request().Context(), row)
	if errors.Is(err, orm.ErrForeignKey) {
		return p.askDelete(c, http.StatusConflict, view.Delete{Label: label, Count: 1}, id)
	}
	if err != nil {
		return err
	}
	messages.Success(c, "The "+p.schema().Label+" “"+label+"” was deleted.")
	return web.Redirect(c, p.site.urlOf(p))
}

// askDelete shows what a delete would do.
func (p *pages) askDelete(c web.Context, status int, v view.Delete, ids ...string) error {
	v.Cancel = p.site.urlOf(p)
	if len(ids) == 1 {
		v.Cancel = p.site.urlOf(p, "/", keyPath(ids[0]))
	}
	var err error
	if v.Also, v.Stopped, err = p.site.effects(c.Request().Context(), p.table, ids); err != nil {
		return err
	}
	if v.Frame, err = p.site.frame(c, "Delete "+v.Label, p, view.Link{Label: schema.Capital(p.schema().LabelPlural), URL: p.site.urlOf(p)}); err != nil {
		return err
	}
	return web.PageStatus(c, status, view.DeletePage(v))
}

// effects says in words what a delete would do to other rows.
func (s *Site) effects(ctx context.Context, t *orm.Table, ids []string) (also, stopped []view.Effect, err error) {
	found, err := s.registry.Effects(ctx, t, ids, effectLimit)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range found {
		m := f.Table.Schema()
		e := view.Effect{Label: m.LabelPlural, Count: filters.IntComma(f.Count)}
		if f.Count == 1 && !f.More {
			e.Label = m.Label
		}
		if f.More {
			e.Count += "+"
		}
		switch {
		case f.Stops:
			e.What = "need another " + f.Field.Label + " first"
			stopped = append(stopped, e)
			continue
		case f.Does == schema.Cascade:
			e.What = "will be deleted too"
		case f.Does == schema.SetDefault:
			e.What = "will get the usual " + f.Field.Label
		default:
			e.What = "will lose their " + f.Field.Label
		}
		also = append(also, e)
	}
	return also, stopped, nil
}

// bulk does something to the chosen rows: an action, or a delete, which is
// asked for first.
func (p *pages) bulk(c web.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return web.BadRequest("The form could not be read.")
	}
	ids := values["ids"]
	for _, id := range ids {
		if !p.table.IsKey(id) {
			return web.BadRequest("The selection could not be read.")
		}
	}
	if len(ids) == 0 {
		messages.Warning(c, "Nothing was selected, so nothing was changed.")
		return web.Redirect(c, p.site.urlOf(p))
	}
	selected := p.rows.Filter(orm.KeyIn(p.table, ids...))
	if p.decl.guarded != nil {
		rows, err := selected.All(c.Request().Context())
		if err != nil {
			return err
		}
		if err := p.mayTouch(c, rows...); err != nil {
			return err
		}
	}
	name := values.Get("action")
	if name == "delete" {
		return p.bulkDelete(c, selected, ids, values.Get("confirmed") != "")
	}
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i >= len(p.decl.actions) {
		return web.BadRequest("This action is not known.")
	}
	if err := p.site.may(c, "change", p); err != nil {
		return err
	}
	var n int64
	err = orm.Atomic(c.Request().Context(), func(ctx context.Context) (err error) {
		n, err = p.decl.actions[i].run(ctx, orm.Untyped(selected))
		return err
	})
	if err != nil {
		return err
	}
	messages.Success(c, p.decl.actions[i].label+": "+plural(n, p.schema().Label, p.schema().LabelPlural)+" changed.")
	return web.Redirect(c, p.site.urlOf(p))
}

func (p *pages) bulkDelete(c web.Context, selected *orm.QuerySet[any], ids []string, confirmed bool) error {
	if err := p.site.may(c, "delete", p); err != nil {
		return err
	}
	ask := view.Delete{Action: p.site.urlOf(p, "/bulk"), Count: len(ids), Label: plural(int64(len(ids)), p.schema().Label, p.schema().LabelPlural)}
	ask.IDs = ids
	if !confirmed {
		return p.askDelete(c, http.StatusOK, ask, ids...)
	}
	n, err := selected.OrderBy().Delete(c.Request().Context())
	if errors.Is(err, orm.ErrForeignKey) {
		return p.askDelete(c, http.StatusConflict, ask, ids...)
	}
	if err != nil {
		return err
	}
	verb := "were"
	if n == 1 {
		verb = "was"
	}
	messages.Success(c, fmt.Sprintf("%s %s deleted.", schema.Capital(plural(n, p.schema().Label, p.schema().LabelPlural)), verb))
	return web.Redirect(c, strings.TrimSuffix(p.site.urlOf(p), "/"))
}
