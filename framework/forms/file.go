package forms

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"

	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

// What stands behind the name of an input for files in those beside it: the
// token of a file that was sent before, and the box that removes the file.
const (
	keptSuffix  = "-kept"
	clearSuffix = "-clear"
)

// received is what came for one input.
type received struct {
	media.Upload
	refused error // what is wrong with the file, for whoever sent it
}

// rulesOf is what a field asks of its files.
func rulesOf(f *schema.Field) media.Rules {
	return media.Rules{Max: media.Size(f.Upload.Max), Accept: f.Upload.Accept, Image: f.Format == schema.Image}
}

// upload is the field of files that an input is for, of the form or of its rows.
func (b *Form) upload(input string) *schema.Field {
	for _, e := range b.entries {
		if e.field != nil && e.field.Upload != nil && b.input(e.name) == input {
			return e.field
		}
	}
	for _, s := range b.sets {
		if f := s.upload(input); f != nil {
			return f
		}
	}
	return nil
}

// room is what the files of the form may take, in bytes.
func (b *Form) room() int64 {
	room := int64(0)
	for _, e := range b.entries {
		if e.field != nil && e.field.Upload != nil {
			room += rulesOf(e.field).Limit() + 4096
		}
	}
	for _, s := range b.sets {
		room += s.room()
	}
	return room
}

// readFile settles which file a field has: one that came now, one that came
// with an earlier try, none any more, or the one that it had. A file that is
// new stands in the row under the key at which it waits, so that checks can
// open it.
func (b *Form) readFile(ctx context.Context, e *entry) error {
	f, name := e.field, b.input(e.name)
	b.stored[name] = keyOf(b.row, f)
	in, sent := b.received[name]
	if token := b.values.Get(name + keptSuffix); !sent && token != "" {
		u, err := media.Resume(ctx, token, rulesOf(f))
		var refused media.Refused
		if err != nil && !errors.As(err, &refused) {
			return err
		}
		in, sent = received{u, err}, true
	}
	optional := f.Null || f.Blank
	switch {
	case sent && in.refused != nil:
		delete(b.received, name)
		b.fail(e.name, in.refused.Error())
	case sent:
		b.received[name] = in
		b.setFile(f, in.Key(), in.Width, in.Height)
	case b.values.Get(name+clearSuffix) != "" && optional:
		b.setFile(f, "", 0, 0)
	case b.stored[name] == "" && !optional:
		b.fail(e.name, "Choose a file.")
	}
	return nil
}

// keyOf is the key in a row's field; empty if there is none.
func keyOf(row any, f *schema.Field) string {
	v := reflect.Indirect(fieldOf(row, f))
	if !v.IsValid() {
		return ""
	}
	return v.String()
}

// setFile puts a key into the row, and the size of a picture where the model
// has fields for it.
func (b *Form) setFile(f *schema.Field, key string, width, height int) {
	to := fieldOf(b.row, f)
	switch {
	case to.Kind() != reflect.Pointer:
		to.SetString(key)
	case key == "":
		to.SetZero()
	default:
		v := reflect.New(to.Type().Elem())
		v.Elem().SetString(key)
		to.Set(v)
	}
	for name, n := range map[string]int{f.Upload.Width: width, f.Upload.Height: height} {
		if size := b.field(name); size != nil {
			setCount(fieldOf(b.row, size), n)
		}
	}
}

// setCount writes a number of pixels; none is nil where the field can be.
func setCount(to reflect.Value, n int) {
	if to.Kind() == reflect.Pointer {
		if to.SetZero(); n == 0 {
			return
		}
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	if to.CanUint() {
		to.SetUint(uint64(n))
		return
	}
	to.SetInt(int64(n))
}

// kept is a file that has its key now, and may have to give it back.
type kept struct {
	form   *Form
	field  *schema.Field
	upload media.Upload
	key    string
}

// keep gives the files that came their keys. It returns false if one has gone,
// which is then a mistake of the form.
func (b *Form) keep(ctx context.Context) (all []kept, ok bool, err error) {
	for _, e := range b.entries {
		in, sent := b.received[b.input(e.name)]
		if !sent || e.field == nil {
			continue
		}
		key, err := in.Keep(ctx, e.field.Upload.Folder)
		if err != nil {
			for _, k := range all {
				b.release(ctx, k)
			}
			if errors.Is(err, fs.ErrNotExist) {
				delete(b.received, b.input(e.name))
				b.fail(e.name, "The file that you sent is no longer there. Choose it again.")
				return nil, false, nil
			}
			return nil, false, err
		}
		all = append(all, kept{b, e.field, in.Upload, key})
		b.setFile(e.field, key, in.Width, in.Height)
	}
	return all, true, nil
}

// release takes a key back: the row was not written. A file that cannot be
// moved back is swept away later, like all that no row names.
func (b *Form) release(ctx context.Context, k kept) {
	_ = k.upload.Release(context.WithoutCancel(ctx), k.key)
	b.setFile(k.field, k.upload.Key(), k.upload.Width, k.upload.Height)
}

// file shows a field of a file.
func (b *Form) file(ctx context.Context, e *entry, in *view.Field) {
	f := e.field
	rules := rulesOf(f)
	in.Kind, in.MaxLength, in.Value = view.File, 0, ""
	in.Upload = &view.Upload{Accept: strings.Join(rules.Types(), ","), Max: rules.Limit(), Clear: f.Null || f.Blank}
	if in.Help == "" {
		in.Help = "At most " + media.Size(rules.Limit()).String() + "."
	}
	if came, ok := b.received[in.Name]; ok && b.values != nil {
		in.Upload.Name, in.Upload.Token = came.Name, came.Token
		in.Upload.Note = noteOf(came.Size, came.Width, came.Height) + ", not saved yet"
		return
	}
	key := media.File(keyOf(b.row, f))
	if was, ok := b.stored[in.Name]; ok {
		key = media.File(was)
		in.Upload.Cleared = in.Upload.Clear && b.values.Get(in.Name+clearSuffix) != ""
	}
	if key == "" {
		return
	}
	in.Upload.Name, in.Upload.URL, in.Upload.Picture = key.Name(), key.URL(ctx), f.Format == schema.Image
	if info, err := key.Info(ctx); err == nil {
		in.Upload.Note = noteOf(media.Size(info.Size), 0, 0)
	} else {
		in.Upload.Note, in.Upload.Picture = "the file is missing", false
	}
}

// noteOf says how large a file is.
func noteOf(size media.Size, width, height int) string {
	if width > 0 {
		return fmt.Sprintf("%d × %d pixels, %s", width, height, size)
	}
	return size.String()
}
