package orm_test

import (
	"reflect"
	"slices"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/schema"
)

func TestReservedNamesAreThoseOfTheTable(t *testing.T) {
	names := []string{"Path", "Objects", "Is"} // Is stands beside the path
	for _, typ := range []reflect.Type{reflect.TypeOf(Posts.Objects), reflect.TypeOf(Posts.PostFields.Path)} {
		for i := range typ.NumField() {
			if typ.Field(i).IsExported() {
				names = append(names, typ.Field(i).Name)
			}
		}
	}
	slices.Sort(names)
	if names = slices.Compact(names); !slices.Equal(names, schema.Reserved) {
		t.Errorf("schema.Reserved should be\n%q", names)
	}
}
