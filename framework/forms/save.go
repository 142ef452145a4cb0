package forms

import (
	"context"
	"errors"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// Save writes the row, its collections and the rows of its inlines in one
// transaction: a new row whole, an old one only in the columns of the form. A value
// that another request has taken meanwhile becomes a mistake of the form, and Save
// returns false. The form of a struct writes no row: Save gives its files their
// keys.
func (b *Form) Save(ctx context.Context) (bool, error) {
	if !b.Valid() {
		return false, errors.New("forms: Save of a form that is not valid")
	}
	files, ok, err := b.keepAll(ctx)
	if err != nil || !ok {
		return false, err
	}
	if b.decl.shape != nil {
		return true, nil
	}
	told := false
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		if err := b.store(ctx); err != nil {
			told = b.explain(err)
			return err
		}
		for _, s := range b.sets {
			if err := s.store(ctx); err != nil {
				told = !s.Valid()
				return err
			}
		}
		return nil
	})
	if err == nil {
		return true, nil
	}
	for _, f := range files {
		f.form.release(ctx, f)
	}
	if told || b.explain(err) {
		return false, nil
	}
	return false, err
}

// explain makes a mistake of an error that the person who typed can mend.
func (b *Form) explain(err error) bool {
	switch {
	case errors.Is(err, orm.ErrInvalid):
		b.note(err)
	case errors.Is(err, orm.ErrDuplicate), errors.Is(err, orm.ErrForeignKey):
		b.fail("", "Somebody changed the data meanwhile: a value is taken now, or a chosen row has gone. Check and save again.")
	default:
		return false
	}
	return true
}

// store writes the row and its collections.
func (b *Form) store(ctx context.Context) error {
	if err := b.write(ctx); err != nil {
		return err
	}
	for _, e := range b.entries {
		keys, sent := b.links[e.name]
		if e.field != nil || !sent {
			continue
		}
		if err := orm.SetLinks(ctx, e.column, b.row, keys); err != nil {
			return err
		}
	}
	return nil
}

// write writes the row itself.
func (b *Form) write(ctx context.Context) error {
	t := b.decl.table()
	if b.isNew {
		return t.Create(ctx, b.row)
	}
	var fields []*schema.Field
	for _, c := range b.decl.Fields {
		ref := orm.RefOf(c)
		if ref.Field == nil || len(ref.Relations) > 0 {
			continue
		}
		fields = append(fields, ref.Field)
		if u := ref.Field.Upload; u != nil {
			for _, name := range []string{u.Width, u.Height} {
				if size := ref.Model.Field(name); size != nil {
					fields = append(fields, size)
				}
			}
		}
	}
	if b.position != nil {
		fields = append(fields, b.position)
	}
	if len(fields) == 0 {
		return nil
	}
	return t.Save(ctx, b.row, fields...)
}

// keepAll gives the files of the form and of its rows their keys.
func (b *Form) keepAll(ctx context.Context) (all []kept, ok bool, err error) {
	forms := []*Form{b}
	for _, s := range b.sets {
		forms = append(forms, s.written()...)
	}
	for _, f := range forms {
		files, ok, err := f.keep(ctx)
		if err != nil || !ok {
			for _, k := range all {
				k.form.release(ctx, k)
			}
			return nil, false, err
		}
		all = append(all, files...)
	}
	return all, true, nil
}

// Save gives the files of a [Set] their keys, and returns false if one has gone
// meanwhile, which is a mistake of its row then. Nothing else is written: what
// becomes of the rows is up to the caller.
func (s *Rows) Save(ctx context.Context) (bool, error) {
	if !s.Valid() || s.by != nil {
		return false, errors.New("forms: Save of a set that is not valid, or of an inline, which its form saves")
	}
	_, ok, err := (&Form{sets: []*Rows{s}, sending: s.sending}).keepAll(ctx)
	return ok, err
}
