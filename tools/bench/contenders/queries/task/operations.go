package task

import (
	"context"
	"database/sql"
	"fmt"
)

// Operation is one thing that a contender does.
type Operation struct {
	Name   string
	Writes bool
	// Batch prepares n turns and returns what does them: the part to measure.
	Batch func(n int) func(ctx context.Context) error
	// Check does it once and says what came of it.
	Check func(ctx context.Context) (string, error)
	// Tidy undoes what a batch or a check has written; reads have none.
	Tidy func(ctx context.Context) error
}

// Operations is what a contender can do. What a [Writer] has written is looked at
// and undone through db.
func Operations[P any](c Reader[P], db *sql.DB) []Operation {
	one := func(p P) string { return text([]Row{c.Row(p)}) }
	many := func(posts []P) string { return text(rows(c, posts)) }
	all := []Operation{
		read("get", one, func(ctx context.Context, i int) (P, error) { return c.Get(ctx, key(i)) }),
		read("filter25", many, func(ctx context.Context, i int) ([]P, error) { return c.Filter(ctx, 100+int64(i%10)) }),
		read("list100", many, func(ctx context.Context, _ int) ([]P, error) { return c.List(ctx, 100) }),
		read("list1000", many, func(ctx context.Context, _ int) ([]P, error) { return c.List(ctx, 1000) }),
		read("join100", many, func(ctx context.Context, _ int) ([]P, error) { return c.Join(ctx) }),
		read("prefetch25", many, func(ctx context.Context, _ int) ([]P, error) { return c.Prefetch(ctx) }),
		read("count", func(n int64) string { return fmt.Sprint(n) }, func(ctx context.Context, i int) (int64, error) {
			return c.Count(ctx, int64(i%Authors)+1)
		}),
	}
	w, ok := c.(Writer[P])
	if !ok {
		return all
	}
	return append(all,
		write(w, db, "insert", 1, func(ctx context.Context, _ int, in []P) (err error) {
			in[0], err = w.Insert(ctx, in[0])
			return err
		}),
		write(w, db, "bulk1000", 1000, func(ctx context.Context, _ int, in []P) error {
			out, err := w.Bulk(ctx, in)
			copy(in, out)
			return err
		}),
		write(w, db, "update", 0, func(ctx context.Context, i int, _ []P) error { return w.Update(ctx, key(i)) }),
		write(w, db, "tx5", 1, func(ctx context.Context, i int, in []P) (err error) {
			in[0], err = w.Transaction(ctx, key(i), in[0])
			return err
		}),
	)
}

// key is that of the post for turn i: another each time, all over the table.
func key(i int) int64 { return int64(i*7919%Posts) + 1 }

// read is an operation that only asks.
func read[T any](name string, say func(T) string, ask func(ctx context.Context, i int) (T, error)) Operation {
	return Operation{
		Name: name,
		Batch: func(n int) func(context.Context) error {
			return func(ctx context.Context) error {
				for i := range n {
					if _, err := ask(ctx, i); err != nil {
						return err
					}
				}
				return nil
			}
		},
		Check: func(ctx context.Context) (string, error) {
			t, err := ask(ctx, 3)
			if err != nil {
				return "", err
			}
			return say(t), nil
		},
	}
}

// write is an operation that needs so many new posts each time.
func write[P any](w Writer[P], db *sql.DB, name string, posts int, do func(ctx context.Context, i int, in []P) error) Operation {
	return Operation{
		Name: name, Writes: true,
		Batch: func(n int) func(context.Context) error {
			in := fresh(w, n*posts)
			return func(ctx context.Context) error {
				for i := range n {
					if err := do(ctx, i, in[i*posts:(i+1)*posts]); err != nil {
						return err
					}
				}
				return nil
			}
		},
		Check: func(ctx context.Context) (string, error) {
			in := fresh(w, posts)
			if err := do(ctx, 3, in); err != nil {
				return "", err
			}
			stored, err := written(ctx, db, key(3))
			if err != nil {
				return "", err
			}
			given := rows(w, in)
			return text(given) + "\n" + text(stored), sameKeys(given, stored)
		},
		Tidy: func(ctx context.Context) error { return tidy(ctx, db) },
	}
}

// fresh is posts that are not in the database yet.
func fresh[P any](w Writer[P], n int) []P {
	out := make([]P, n)
	for i := range out {
		out[i] = w.New(Post(int64(Posts + 1 + i)))
	}
	return out
}

func rows[P any, C Reader[P]](c C, posts []P) []Row {
	out := make([]Row, len(posts))
	for i, p := range posts {
		out[i] = c.Row(p)
	}
	return out
}
