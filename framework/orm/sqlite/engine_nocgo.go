//go:build !cgo

package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// engine is the driver with our functions.
var engine = sync.OnceValue(func() *sqlite.Driver {
	d := &sqlite.Driver{}
	d.MustRegisterDeterministicScalarFunction(lowerName, 1, onText(func(args []string) (any, error) { return strings.ToLower(args[0]), nil }))
	d.MustRegisterDeterministicScalarFunction(upperName, 1, onText(func(args []string) (any, error) { return strings.ToUpper(args[0]), nil }))
	d.MustRegisterDeterministicScalarFunction(regexpName, 2, onText(func(args []string) (any, error) { return matches(args[0], args[1]) }))
	aggregate := func(result func(*spread) any) *sqlite.FunctionImpl {
		return &sqlite.FunctionImpl{NArgs: 1, Deterministic: true, MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &aggregated{result: result}, nil
		}}
	}
	d.MustRegisterFunction(varianceName, aggregate((*spread).variance))
	d.MustRegisterFunction(deviationName, aggregate((*spread).deviation))
	return d
})

// aggregated is a spread as the driver wants aggregates.
type aggregated struct {
	spread
	result func(*spread) any
}

// Step takes the number of a row.
func (a *aggregated) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if x, ok := number(args[0]); ok {
		a.add(x)
	}
	return nil
}

// WindowInverse takes a number back, for windows, where nothing here is used.
func (a *aggregated) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return errors.New("this function knows no windows")
}

// WindowValue is the result.
func (a *aggregated) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	return a.result(&a.spread), nil
}

// Final does nothing.
func (a *aggregated) Final(*sqlite.FunctionContext) {}

// onText makes a function of texts one of SQLite's: NULL gives NULL.
func onText(f func(args []string) (any, error)) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
	return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		texts := make([]string, len(args))
		for i, a := range args {
			switch a := a.(type) {
			case nil:
				return nil, nil
			case string:
				texts[i] = a
			case []byte:
				texts[i] = string(a)
			default:
				texts[i] = fmt.Sprint(a)
			}
		}
		return f(texts)
	}
}

// openPool opens a pool whose connections keep prepared statements.
func openPool(source string) (*sql.DB, error) { return sql.OpenDB(keeper{source}), nil }

func source(path, sync string, reader bool) string {
	q := url.Values{
		"_pragma":      {"busy_timeout(5000)", "foreign_keys(1)", "synchronous(" + sync + ")", "cache_size(-8000)"},
		"_time_format": {"sqlite"}, // else times are stored in a form that cannot be read back
	}
	if path == Memory {
		return Memory + "?" + q.Encode()
	}
	q.Add("_pragma", "journal_mode(WAL)")
	if reader {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	return fileURI(path) + "?" + q.Encode()
}

func codeOf(err error) (int, bool) {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code(), true
	}
	return 0, false
}
