package views

import (
	"context"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// versionParam is what the address of a form has to tell which version of the row
// was on the page.
const versionParam = "version"

// errStale is shown to people whose change would undo one that they have not seen.
var errStale = &orm.Invalid{Message: "Somebody else has changed this meanwhile. Below is what you typed: save again to keep it instead of theirs."}

// versionOf is the moment of a row's last change, as text for an address; empty if
// its model does not keep one.
func versionOf(table *orm.Table, row any) string {
	for i := range table.Schema().Fields {
		f := &table.Schema().Fields[i]
		if !f.AutoUpdate {
			continue
		}
		if at, ok := reflect.Indirect(reflect.ValueOf(row).Elem().FieldByIndex(f.Path)).Interface().(time.Time); ok {
			return strconv.FormatInt(at.UnixMicro(), 36)
		}
	}
	return ""
}

// actionOf is where a form is sent: its own address, with the version of the row.
func actionOf(query url.Values, version string) string {
	if version == "" {
		return ""
	}
	return address(query, versionParam, version)
}

// fresh locks a row, and is errStale if it is not in the version any more that a
// form was made for. A form that names no version is for any.
func fresh(ctx context.Context, table *orm.Table, row any, version string) error {
	if version == "" {
		return nil
	}
	now, err := orm.ForUpdate(orm.RowsOf(table).Filter(orm.KeyIn(table, table.KeyOf(row)))).One(ctx)
	if err != nil {
		return err
	}
	if versionOf(table, now) != version {
		return errStale
	}
	return nil
}
