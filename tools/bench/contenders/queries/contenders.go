package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/gofw/gofw/tools/bench/contenders/queries/byhand"
	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withbob"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withgofw"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withgorm"
	"github.com/gofw/gofw/tools/bench/contenders/result"
)

// contender is one way to ask a database, with one of its own.
type contender struct {
	name       string
	db         *sql.DB
	operations []task.Operation
	carry      func(context.Context) context.Context // makes the context of a request
}

// opener opens a database for a contender of some name.
type opener func(ctx context.Context, d store.Database, name string) (*contender, error)

// open makes a database for each contender. The first is the one that others are
// compared with. What has been opened is returned beside an error, too.
func open(ctx context.Context, s store.Store) ([]*contender, error) {
	var all []*contender
	for _, c := range []struct {
		name string
		open opener
	}{
		{result.Prepared, func(ctx context.Context, d store.Database, name string) (*contender, error) {
			c, db, err := byhand.Open(ctx, d, true)
			return opened(name, c, db, err)
		}},
		{result.Cached, func(ctx context.Context, d store.Database, name string) (*contender, error) {
			if !d.Cache() {
				return nil, nil
			}
			c, db, err := byhand.Open(ctx, d, false)
			return opened(name, c, db, err)
		}},
		{"GORM", func(_ context.Context, d store.Database, name string) (*contender, error) {
			c, db, err := withgorm.Open(d, false)
			return opened(name, c, db, err)
		}},
		{"GORM tuned", func(_ context.Context, d store.Database, name string) (*contender, error) {
			c, db, err := withgorm.Open(d, true)
			return opened(name, c, db, err)
		}},
		{"ent", openEnt},
		{"bob", func(_ context.Context, d store.Database, name string) (*contender, error) {
			c, db, err := withbob.Open(d)
			return opened(name, c, db, err)
		}},
		{result.Gofw, func(_ context.Context, d store.Database, name string) (*contender, error) {
			c, db, err := withgofw.Open(d)
			return opened(name, c, db, err)
		}},
	} {
		d, err := s.Make(ctx)
		if err != nil {
			return all, err
		}
		one, err := c.open(ctx, d, c.name)
		if err != nil {
			return all, fmt.Errorf("%s: %w", c.name, err)
		}
		if one != nil {
			all = append(all, one)
		}
	}
	return all, nil
}

// opened is a contender without the type of its rows.
func opened[P any](name string, c task.Reader[P], db *sql.DB, err error) (*contender, error) {
	if err != nil {
		return nil, err
	}
	carry := func(ctx context.Context) context.Context { return ctx }
	if with, ok := c.(task.Carrier); ok {
		carry = with.Carry
	}
	return &contender{name, db, task.Operations(c, db), carry}, nil
}

// operation is what the contender does under this name, if it does.
func (c *contender) operation(name string) (task.Operation, bool) {
	for _, o := range c.operations {
		if o.Name == name {
			return o, true
		}
	}
	return task.Operation{}, false
}

// compare makes sure that every contender gets and writes what the first does.
func compare(ctx context.Context, all []*contender) error {
	for _, o := range all[0].operations {
		want := ""
		for i, c := range all {
			o, ok := c.operation(o.Name)
			if !ok {
				continue
			}
			got, err := o.Check(c.carry(ctx))
			if o.Tidy != nil && err == nil {
				err = o.Tidy(ctx)
			}
			if err != nil {
				return fmt.Errorf("%s: %s: %w", o.Name, c.name, err)
			}
			if i == 0 {
				want = got
			}
			if got != want {
				return fmt.Errorf("%s: %s has other results than %s:\n%s\nnot\n%s", o.Name, c.name, all[0].name, got, want)
			}
		}
	}
	return nil
}
