package admin

import (
	"context"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/admin"
)

// timeOf is the time in a field, also behind a pointer; the zero time for nil.
func timeOf(v reflect.Value) time.Time {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return time.Time{}
		}
		v = v.Elem()
	}
	t, _ := v.Interface().(time.Time)
	return t
}

// cell shows one column of a row.
func (s *Site) cell(ctx context.Context, row any, ref orm.Ref) view.Cell {
	v := reflect.ValueOf(row).Elem()
	for _, name := range ref.Relations {
		v = v.FieldByName(name)
		if v.IsNil() {
			return view.Cell{}
		}
		v = v.Elem()
	}
	if ref.Collection != nil {
		return view.Cell{Text: labels(v.FieldByIndex(ref.Collection.Path))}
	}
	f := ref.Field
	if f.Relation != nil {
		return relationCell(s, v, f)
	}
	if f.Upload != nil {
		return fileCell(ctx, f, v.FieldByIndex(f.Path))
	}
	if f.Format == schema.Row {
		return nameCell(s, forms.Format(f, v.FieldByIndex(f.Path)))
	}
	return fieldCell(f, v.FieldByIndex(f.Path))
}

// nameCell shows the name of a row of any model, and leads there.
func nameCell(s *Site, name string) view.Cell {
	model, key, _ := strings.Cut(name, "/")
	return view.Cell{Text: name, URL: s.urlOfRow(model, key)}
}

// urlOfRow is the page of a row; empty if the admin has none for its model.
func (s *Site) urlOfRow(model, key string) string {
	app, name, _ := strings.Cut(model, ".")
	path := app + "/" + strings.ToLower(name)
	if s.byPath[path] == nil {
		return ""
	}
	return s.Prefix + "/" + path + "/" + keyPath(key)
}

// fileCell shows a file by its name, and a picture as itself.
func fileCell(ctx context.Context, f *schema.Field, v reflect.Value) view.Cell {
	key := media.File(forms.Format(f, v))
	cell := view.Cell{Text: key.Name(), URL: key.URL(ctx)}
	if f.Format == schema.Image {
		cell.Picture = cell.URL
	}
	return cell
}

func fieldCell(f *schema.Field, v reflect.Value) view.Cell {
	text := forms.Format(f, v)
	switch {
	case f.Kind == schema.Bool && v.Kind() == reflect.Bool:
		if v.Bool() {
			return view.Cell{Text: "Yes", Bool: "yes"}
		}
		return view.Cell{Text: "No", Bool: "no"}
	case f.Kind == schema.DateTime:
		t := timeOf(v)
		if t.IsZero() {
			return view.Cell{}
		}
		return view.Cell{Text: t.UTC().Format("2006-01-02 15:04"), Time: t.UTC().Format(time.RFC3339)}
	}
	for _, c := range f.Choices {
		if c.Value == text {
			return view.Cell{Text: c.Label, Tone: tone(f, c.Value)}
		}
	}
	return view.Cell{Text: filters.TruncateChars(text, 120)}
}

// tone sets the values of a choice apart: the first, usually the unfinished
// one, is quiet, the last is good.
func tone(f *schema.Field, value string) string {
	last := len(f.Choices) - 1
	if f.Choices[last].Value == value {
		return "good"
	}
	if f.Choices[0].Value == value {
		return ""
	}
	return "info"
}

func relationCell(s *Site, v reflect.Value, f *schema.Field) view.Cell {
	key := forms.Format(f, v.FieldByIndex(f.Path))
	if key == "" {
		return view.Cell{}
	}
	cell := view.Cell{Text: key}
	if loaded := v.FieldByIndex(f.Relation.Path); !loaded.IsNil() {
		cell.Text = orm.LabelOf(loaded.Interface())
	}
	cell.URL = s.urlOfRow(f.Relation.Target, key)
	return cell
}

// labels joins the labels of loaded rows.
func labels(rows reflect.Value) string {
	var out []string
	for i := range rows.Len() {
		out = append(out, orm.LabelOf(rows.Index(i).Addr().Interface()))
	}
	return strings.Join(out, ", ")
}

func sortedKeys(v url.Values) []string { return slices.Sorted(maps.Keys(v)) }
