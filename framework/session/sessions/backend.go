package sessions

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session/dbstore"
)

// Backend is the table of sessions as package dbstore uses it. It is safe to
// share. Every method needs a context with a database.
type Backend struct{}

var _ dbstore.Backend = Backend{}

// lockKey marks a context in which a row that is read is about to be written.
type lockKey struct{}

// Load returns a session, nil if there is none or it has expired. It never
// writes; within [Backend.Atomic] it locks the row where the database can.
func (Backend) Load(ctx context.Context, key string) (*dbstore.Record, error) {
	if ctx.Value(lockKey{}) != nil {
		if err := lock(ctx, key); err != nil {
			return nil, fmt.Errorf("locking a session: %w", err)
		}
	}
	s, err := Sessions.Filter(Sessions.Key.Eq(key), Sessions.ExpiresAt.After(orm.Now)).One(ctx)
	if errors.Is(err, orm.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &dbstore.Record{Key: s.Key, Data: s.Data, UserID: s.UserID, Expires: s.ExpiresAt}, nil
}

// lock asks for the row with FOR UPDATE. SQLite has no such words and needs
// none: there a transaction that writes is alone.
func lock(ctx context.Context, key string) error {
	db := orm.Gorm(ctx)
	if db.Name() == "sqlite" {
		return nil
	}
	var keys []string
	return db.Model(&Session{}).
		Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where(clause.Eq{Column: clause.Column{Name: "key"}, Value: key}).
		Pluck("key", &keys).Error
}

// Save inserts a session, or replaces the one with the same key.
func (Backend) Save(ctx context.Context, r dbstore.Record) error {
	replaced, err := replace(ctx, r)
	if err != nil || replaced {
		return err
	}
	err = Sessions.Create(ctx, &Session{Key: r.Key, Data: r.Data, UserID: r.UserID, ExpiresAt: r.Expires})
	if errors.Is(err, orm.ErrDuplicate) { // another request was first
		_, err = replace(ctx, r)
	}
	return err
}

func replace(ctx context.Context, r dbstore.Record) (bool, error) {
	user := Sessions.UserID.SetNull()
	if r.UserID != nil {
		user = Sessions.UserID.Set(*r.UserID)
	}
	n, err := Sessions.Filter(Sessions.Key.Eq(r.Key)).
		Update(ctx, Sessions.Data.Set(r.Data), user, Sessions.ExpiresAt.Set(r.Expires))
	return n > 0, err
}

// Delete ends a session, if it is there.
func (Backend) Delete(ctx context.Context, key string) error {
	_, err := Sessions.Filter(Sessions.Key.Eq(key)).Delete(ctx)
	return err
}

// DeleteExpired removes the sessions that expired before now and says how many.
func (Backend) DeleteExpired(ctx context.Context, now time.Time) (int64, error) {
	return Sessions.Filter(Sessions.ExpiresAt.Le(now)).Delete(ctx)
}

// DeleteUser ends the sessions of a user but the one with the key exceptKey; an
// empty key spares none.
func (Backend) DeleteUser(ctx context.Context, userID int64, exceptKey string) error {
	_, err := Sessions.Filter(Sessions.UserID.Eq(userID), Sessions.Key.Ne(exceptKey)).Delete(ctx)
	return err
}

// Atomic runs fn in a transaction.
func (Backend) Atomic(ctx context.Context, fn func(context.Context) error) error {
	return orm.Atomic(ctx, func(ctx context.Context) error {
		return fn(context.WithValue(ctx, lockKey{}, true))
	})
}
