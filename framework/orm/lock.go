package orm

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
)

// ErrNoTransaction is returned when rows are asked for with ForUpdate outside
// Atomic: the lock would be gone at once.
var ErrNoTransaction = errors.New("orm: ForUpdate outside orm.Atomic")

// Lock says what ForUpdate does with a row that another transaction has locked.
// The zero value waits for it.
type Lock int

// What there is beside waiting.
const (
	SkipLocked Lock = iota + 1 // leave it out
	NoWait                     // fail
)

// ForUpdate locks the rows of a queryset, until the transaction ends, against
// other transactions that change them or ask for the same. On SQLite the
// transaction itself is that lock: nobody else writes meanwhile.
func ForUpdate[P any](q *QuerySet[P], lock ...Lock) *QuerySet[P] {
	plain := q.q
	plain.lock = &plainLock
	if len(lock) > 0 {
		plain.lock = &lock[0]
	}
	return &QuerySet[P]{plain}
}

var plainLock Lock

// locked writes the lock of a query. Where the database can, only the rows of
// the table itself are locked, and not those that are joined.
func (q query) locked(b *builder) {
	if q.lock == nil || b.dialect == sqliteDialect {
		return
	}
	b.raw(" FOR UPDATE")
	if b.dialect == postgresDialect {
		b.raw(" OF ")
		b.name(b.scope.alias)
	}
	switch *q.lock {
	case SkipLocked:
		b.raw(" SKIP LOCKED")
	case NoWait:
		b.raw(" NOWAIT")
	}
}

// lockable refuses a lock outside a transaction.
func (q query) lockable(ctx context.Context) error {
	if q.lock == nil {
		return nil
	}
	if h, err := handleOf(ctx); err != nil || !h.inTx {
		return errors.Join(err, ErrNoTransaction)
	}
	return nil
}

// ReadOnly runs fn in a transaction that only reads: all its queries see the
// database as it was when the first of them ran. On SQLite it takes a reader and
// keeps nobody from writing. Inside Atomic it is part of that transaction.
func ReadOnly(ctx context.Context, fn func(ctx context.Context) error) error {
	h, err := handleOf(ctx)
	if err != nil {
		return err
	}
	if h.inTx {
		return fn(ctx)
	}
	options := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	return h.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, handleKey{}, h.within(tx, new([]func(context.Context) error))))
	}, options)
}
