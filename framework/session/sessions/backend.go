package sessions

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session/dbstore"
)

// Backend is the table of sessions as package dbstore uses it. It is safe to
// share. Every method needs a context with a database.
type Backend struct{}

var _ dbstore.Sweeper = Backend{}

// resolver is the plugin of GORM that chooses replicas.
const resolver = "gorm:db_resolver"

// Load returns a session, nil if there is none or it has expired. It asks the
// main database: a replica may not have heard yet of who has just logged in.
func (Backend) Load(ctx context.Context, key string) (r *dbstore.Record, err error) {
	if !orm.HasDatabase(ctx) {
		return nil, orm.ErrNoDatabase
	}
	alive := Sessions.Filter(Sessions.Key.Eq(key), Sessions.ExpiresAt.After(orm.Now))
	if orm.Gorm(ctx).Plugins[resolver] == nil {
		return one(ctx, alive)
	}
	err = orm.Atomic(ctx, func(ctx context.Context) error { // replicas answer outside of transactions alone
		r, err = one(ctx, alive)
		return err
	})
	return r, err
}

func one(ctx context.Context, q *orm.QuerySet[*Session]) (*dbstore.Record, error) {
	s, err := q.One(ctx)
	if errors.Is(err, orm.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &dbstore.Record{Key: s.Key, Data: s.Data, UserID: s.UserID, Expires: s.ExpiresAt}, nil
}

// Save inserts a session, or replaces the one with the same key.
func (Backend) Save(ctx context.Context, r dbstore.Record) error {
	err := Sessions.Create(ctx, &Session{Key: r.Key, Data: r.Data, UserID: r.UserID, ExpiresAt: r.Expires})
	if errors.Is(err, orm.ErrDuplicate) {
		return replace(ctx, r)
	}
	return err
}

// Update changes a session in a transaction that holds its row.
func (b Backend) Update(ctx context.Context, key string, change func(*dbstore.Record) error) (found bool, err error) {
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		r, err := one(ctx, orm.ForUpdate(Sessions.Filter(Sessions.Key.Eq(key))))
		if err != nil || r == nil {
			return err
		}
		found = true
		if err := change(r); err != nil {
			return err
		}
		if r.Data == nil {
			return b.Delete(ctx, key)
		}
		return replace(ctx, *r)
	})
	return found, err
}

func replace(ctx context.Context, r dbstore.Record) error {
	user := Sessions.UserID.SetNull()
	if r.UserID != nil {
		user = Sessions.UserID.Set(*r.UserID)
	}
	_, err := Sessions.Filter(Sessions.Key.Eq(r.Key)).
		Update(ctx, Sessions.Data.Set(r.Data), user, Sessions.ExpiresAt.Set(r.Expires))
	return err
}

// Delete ends a session, if it is there.
func (Backend) Delete(ctx context.Context, key string) error {
	_, err := Sessions.Filter(Sessions.Key.Eq(key)).Delete(ctx)
	return err
}

// sweep is how many sessions are deleted at once, so that nobody waits long.
const sweep = 1000

// DeleteExpired removes the sessions that expired before now and says how many,
// some at a time.
func (Backend) DeleteExpired(ctx context.Context, now time.Time) (int64, error) {
	var total int64
	for {
		expired := Sessions.Filter(Sessions.ExpiresAt.Le(now))
		rows, err := orm.Defer(expired, Sessions.Data).OrderBy(Sessions.ExpiresAt.Asc()).Limit(sweep).All(ctx)
		if err != nil || len(rows) == 0 {
			return total, err
		}
		keys := make([]string, len(rows))
		for i, s := range rows {
			keys[i] = s.Key
		}
		// A session may have been prolonged since.
		n, err := expired.Filter(Sessions.Key.In(keys...)).Delete(ctx)
		total += n
		if err != nil {
			return total, fmt.Errorf("after %d: %w", total, err)
		}
	}
}

// DeleteUser ends the sessions of a user but the one with the key exceptKey; an
// empty key spares none.
func (Backend) DeleteUser(ctx context.Context, userID int64, exceptKey string) error {
	_, err := Sessions.Filter(Sessions.UserID.Eq(userID), Sessions.Key.Ne(exceptKey)).Delete(ctx)
	return err
}
