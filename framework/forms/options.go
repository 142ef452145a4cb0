package forms

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/gofw/gofw/framework/orm"
	view "github.com/gofw/gofw/templates/forms"
)

// few is the number of rows up to which a relation is a plain list of choices.
// Above it, the input searches on the server.
const few = 20

// several offers what a list can hold.
func (b *Form) several(ctx context.Context, e *entry, look Look, in *view.Field) error {
	in.MaxLength = 0
	chosen := b.sentOnce(e)
	if b.values == nil || len(b.errors[e.name]) == 0 {
		chosen = elements(fieldOf(b.row, e.field))
	}
	if e.rows != nil {
		return b.collection(ctx, e, chosen, look, in)
	}
	list, err := e.choices(ctx)
	in.Kind = view.Checkboxes
	if len(list) > few {
		in.Kind = view.Chips
	}
	for _, c := range list {
		in.Options = append(in.Options, view.Option{Value: c.Value, Label: c.Label, Selected: slices.Contains(chosen, c.Value)})
	}
	return err
}

// elements spells the elements of a list.
func elements(list reflect.Value) []string {
	texts := make([]string, list.Len())
	for i := range texts {
		texts[i] = fmt.Sprint(list.Index(i).Interface())
	}
	return texts
}

// relation offers rows of which one can be chosen.
func (b *Form) relation(ctx context.Context, e *entry, look Look, in *view.Field) error {
	in.Kind, in.Step, in.MaxLength = view.Select, "", 0
	offered, err := e.rows(ctx, orm.OptionQuery{Limit: few + 1})
	if err != nil {
		return err
	}
	if len(offered) > few {
		in.Kind = view.Combobox
		if look.Search != nil {
			in.Search = look.Search(e.name)
		}
		if offered, err = e.rows(ctx, orm.OptionQuery{Limit: 100}); err != nil {
			return err
		}
	}
	if in.Value != "" && !slices.ContainsFunc(offered, func(o orm.Option) bool { return o.Key == in.Value }) {
		chosen, err := e.rows(ctx, orm.OptionQuery{Keys: []string{in.Value}})
		if err != nil {
			return err
		}
		offered = append(chosen, offered...)
	}
	if !in.Required || in.Value == "" {
		in.Options = append(in.Options, view.Option{Label: "—", Selected: in.Value == ""})
	}
	for _, o := range offered {
		in.Options = append(in.Options, view.Option{Value: o.Key, Label: o.Label, Selected: o.Key == in.Value})
	}
	return nil
}

// collection offers rows of which several can be chosen.
func (b *Form) collection(ctx context.Context, e *entry, chosen []string, look Look, in *view.Field) error {
	in.Kind = view.Checkboxes
	offered, err := e.rows(ctx, orm.OptionQuery{Limit: few + 1})
	if err != nil {
		return err
	}
	if len(offered) > few {
		in.Kind = view.Chips
		if look.Search != nil {
			in.Search = look.Search(e.name)
		}
		if offered, err = e.rows(ctx, orm.OptionQuery{Limit: 100}); err != nil {
			return err
		}
		missing := slices.DeleteFunc(slices.Clone(chosen), func(key string) bool {
			return slices.ContainsFunc(offered, func(o orm.Option) bool { return o.Key == key })
		})
		if len(missing) > 0 {
			more, err := e.rows(ctx, orm.OptionQuery{Keys: missing, Limit: len(missing)})
			if err != nil {
				return err
			}
			offered = append(more, offered...)
		}
	}
	for _, o := range offered {
		in.Options = append(in.Options, view.Option{Value: o.Key, Label: o.Label, Selected: slices.Contains(chosen, o.Key)})
	}
	return nil
}
