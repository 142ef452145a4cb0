package orm

import (
	"context"
	"errors"
	"strconv"

	"gorm.io/gorm"
)

// ErrNotFound is returned when no row matches. errors.Is also finds
// gorm.ErrRecordNotFound in it.
var ErrNotFound = notFound{}

type notFound struct{}

func (notFound) Error() string        { return "orm: not found" }
func (notFound) Is(target error) bool { return target == gorm.ErrRecordNotFound }

// ErrNoDatabase is returned when the context carries no database.
var ErrNoDatabase = errors.New("orm: no database in this context: pass the request's context (c.Request().Context()), or make one with orm.With")

// ErrSeveral is returned by One when more than one row matches.
var ErrSeveral = errors.New("orm: more than one row matches")

// ErrDuplicate is found by errors.Is when a row would break a unique index.
var ErrDuplicate = gorm.ErrDuplicatedKey

// ErrForeignKey is found by errors.Is when a key points nowhere, or a row that
// others point at would be deleted.
var ErrForeignKey = gorm.ErrForeignKeyViolated

// handle is the database of a context, or the transaction in it.
type handle struct {
	db     *gorm.DB
	inTx   bool
	after  *[]func(context.Context) error
	depth  int     // of savepoints
	ledger *Ledger // counts statements; nil: nobody asked

	using    string   // the name of this database; empty is the main one
	main     *gorm.DB // nil: db
	others   Databases
	registry *Registry // nil: the tables of the site are not known
}

type handleKey struct{}

// With returns a context whose queries run on db: a database that [Open]
// prepared, or a transaction of it.
func With(ctx context.Context, db *gorm.DB) context.Context {
	h := &handle{db: db}
	if now, err := handleOf(ctx); err == nil { // what the context knows beside its database stays
		h.main, h.others, h.registry, h.ledger = now.main, now.others, now.registry, now.ledger
	}
	return context.WithValue(ctx, handleKey{}, h)
}

// HasDatabase reports whether the context carries a database.
func HasDatabase(ctx context.Context) bool {
	_, err := handleOf(ctx)
	return err == nil
}

func handleOf(ctx context.Context) (*handle, error) {
	switch h := ctx.Value(handleKey{}).(type) {
	case *handle:
		if h.db != nil {
			return h, nil
		}
	case error:
		return nil, h
	}
	return nil, ErrNoDatabase
}

// Gorm returns the *gorm.DB of the context: the transaction inside [Atomic],
// the database elsewhere. It panics if the context carries none.
func Gorm(ctx context.Context) *gorm.DB {
	h, err := handleOf(ctx)
	if err != nil {
		panic(err)
	}
	return h.db.WithContext(ctx)
}

// within is the handle inside a transaction.
func (h *handle) within(tx *gorm.DB, after *[]func(context.Context) error) *handle {
	in := *h
	if in.main == nil {
		in.main = h.db
	}
	in.db, in.inTx, in.after = tx, true, after
	return &in
}

// Atomic runs fn in a transaction that every query under its context joins. An
// error or a panic rolls everything back. Inside another Atomic it is a
// savepoint.
func Atomic(ctx context.Context, fn func(ctx context.Context) error) error {
	h, err := handleOf(ctx)
	if err != nil {
		return err
	}
	if h.inTx {
		return h.nested(ctx, fn)
	}
	after := new([]func(context.Context) error)
	err = h.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, handleKey{}, h.within(tx, after)))
	})
	if err != nil {
		return err
	}
	for _, f := range *after {
		err = errors.Join(err, f(ctx))
	}
	return err
}

// nested runs fn behind a savepoint, which is given back: a transaction may have
// many thousands of them, one after the other.
func (h *handle) nested(ctx context.Context, fn func(ctx context.Context) error) error {
	inner := h.within(h.db, h.after)
	inner.depth++
	name := "gofw_" + strconv.Itoa(inner.depth)
	db, mark := h.db.WithContext(ctx), len(*h.after)
	if err := db.SavePoint(name).Error; err != nil {
		return err
	}
	done := false
	undo := func() error {
		*h.after = (*h.after)[:mark]
		return db.RollbackTo(name).Error
	}
	defer func() {
		if !done { // a panic goes on to the outermost transaction
			_ = undo()
		}
	}()
	err := fn(context.WithValue(ctx, handleKey{}, inner))
	done = true
	if err != nil {
		if undone := undo(); undone != nil && ctx.Err() == nil { // else the whole transaction is undone
			return errors.Join(err, undone)
		}
		return err
	}
	return db.Exec("RELEASE SAVEPOINT " + name).Error
}

// OnCommit runs fn once the outermost transaction of the context has been
// committed, with the context around it; at once if there is none. Its error
// comes out of Atomic, although the data is safe by then.
func OnCommit(ctx context.Context, fn func(ctx context.Context) error) error {
	h, err := handleOf(ctx)
	if err != nil {
		return err
	}
	if !h.inTx {
		return fn(ctx)
	}
	*h.after = append(*h.after, fn)
	return nil
}
