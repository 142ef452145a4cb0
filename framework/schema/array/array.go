// Package array is lists of simple values that a database knows as such.
package array

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	gormschema "gorm.io/gorm/schema"
)

// Element is what an array can have elements of: texts, numbers, yes and no.
type Element interface {
	~string | ~bool | ~int | ~int64 | ~int32 | ~int16 | ~int8 | ~uint32 | ~uint16 | ~float64 | ~float32
}

// Array is a list that PostgreSQL keeps as an array, and other databases as JSON.
// Nil is the empty list; NULL is a nil pointer.
type Array[T Element] []T

// Value is the list as JSON, which is how all databases but PostgreSQL keep it.
func (a Array[T]) Value() (driver.Value, error) {
	if a == nil {
		return "[]", nil
	}
	text, err := json.Marshal(a)
	return string(text), err
}

// GormValue is the list as the database keeps it, for queries of GORM.
func (a Array[T]) GormValue(_ context.Context, db *gorm.DB) clause.Expr {
	text := Literal(a)
	if db.Dialector.Name() != "postgres" {
		v, err := a.Value()
		db.AddError(err)
		text, _ = v.(string)
	}
	return clause.Expr{SQL: "?", Vars: []any{text}}
}

// GormDataType tells GORM that this is a column, not a relation.
func (Array[T]) GormDataType() string { return string(gormschema.String) }

// Scan reads a list as PostgreSQL writes it, {1,2}, or JSON. A NULL in it is an error.
func (a *Array[T]) Scan(src any) error { return Read(reflect.ValueOf(a).Elem(), src) }

// Read is [Array.Scan] into any slice of such elements, which can be set.
func Read(to reflect.Value, src any) error {
	text, ok := src.(string)
	if b, isBytes := src.([]byte); isBytes {
		text, ok = string(b), true
	}
	switch {
	case src == nil:
		to.SetZero()
		return nil
	case !ok:
		return fmt.Errorf("array: cannot read %T", src)
	case strings.HasPrefix(text, "{"):
		return readLiteral(to, text)
	}
	list := reflect.New(to.Type())
	list.Elem().Set(reflect.MakeSlice(to.Type(), 0, 0))
	if err := json.Unmarshal([]byte(text), list.Interface()); err != nil {
		return fmt.Errorf("array: reading %s: %w", text, err)
	}
	to.Set(list.Elem())
	return nil
}

func readLiteral(to reflect.Value, text string) error {
	elements, err := split(text)
	if err != nil {
		return err
	}
	list := reflect.MakeSlice(to.Type(), len(elements), len(elements))
	for i, e := range elements {
		if err := set(list.Index(i), e); err != nil {
			return fmt.Errorf("array: reading %s: %w", text, err)
		}
	}
	to.Set(list)
	return nil
}

// set reads one element.
func set(to reflect.Value, e element) error {
	if e.null {
		return fmt.Errorf("it has a NULL, which no %s can hold", to.Type())
	}
	switch {
	case to.Kind() == reflect.String:
		to.SetString(e.text)
	case to.Kind() == reflect.Bool:
		to.SetBool(e.text == "t")
	case to.CanFloat():
		x, err := strconv.ParseFloat(e.text, to.Type().Bits())
		if err != nil {
			return err
		}
		to.SetFloat(x)
	case to.CanUint():
		n, err := strconv.ParseUint(e.text, 10, to.Type().Bits())
		if err != nil {
			return err
		}
		to.SetUint(n)
	default:
		n, err := strconv.ParseInt(e.text, 10, to.Type().Bits())
		if err != nil {
			return err
		}
		to.SetInt(n)
	}
	return nil
}
