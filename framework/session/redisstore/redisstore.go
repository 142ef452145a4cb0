// Package redisstore keeps sessions in Redis, for sites on many machines. It is a
// package of its own, so that only sites that use it link the client:
//
//	var settings = site.Settings{SessionStore: redisstore.Open}
//
// The server is the one that REDIS_URL names: Redis 7 or later, or Valkey. A session is one key, which Redis
// forgets when the session ends. Give Redis a memory limit with the policy
// volatile-lru or noeviction; with another, it may forget people who are logged in.
package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gorilla/sessions"
	"github.com/redis/go-redis/v9"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
)

// Open makes the store of a site whose sessions are on the Redis server of its
// settings. It does not connect yet: a server that is down makes pages that need
// the session fail, and no others.
func Open(c session.Config) (sessions.Store, error) {
	if c.Redis == "" {
		return nil, errors.New("REDIS_URL is not set: sessions are kept in Redis, so name its server, such as redis://127.0.0.1:6379/0")
	}
	options, err := redis.ParseURL(c.Redis)
	if err != nil {
		return nil, errors.New("REDIS_URL is not valid: write redis://user:password@host:6379/0, or rediss: for TLS") // err may quote the password
	}
	options.ContextTimeoutEnabled = true
	options.DialerRetries = 1 // a page must not hang on a server that is away
	if options.DialTimeout == 0 {
		options.DialTimeout = 2 * time.Second
	}
	if options.MaxRetries == 0 {
		options.MaxRetries = 1
	}
	return dbstore.New(Backend{Client: redis.NewClient(options)}, c.Now), nil
}

// Backend is a Redis server, or a cluster, as package dbstore uses it. It is safe
// to share.
type Backend struct {
	Client redis.UniversalClient
	Prefix string // of all keys; empty is "gofw:"
}

var _ dbstore.Backend = Backend{}

// stored is the value of a key.
type stored struct {
	Data    []byte    `json:"d"`
	UserID  *int64    `json:"u,omitempty"`
	Expires time.Time `json:"e"`
}

func (b Backend) prefix() string {
	if b.Prefix == "" {
		return "gofw:"
	}
	return b.Prefix
}

func (b Backend) key(key string) string { return b.prefix() + "session:" + key }

// users is the key of the set of a user's sessions. It may name some that are
// over, never too few.
func (b Backend) users(id int64) string { return b.prefix() + "user:" + strconv.FormatInt(id, 10) }

// Close closes the connections.
func (b Backend) Close() error { return b.Client.Close() }

// Load returns a session, nil if there is none.
func (b Backend) Load(ctx context.Context, key string) (*dbstore.Record, error) {
	return load(ctx, b.Client, b.key(key), key)
}

func load(ctx context.Context, c redis.Cmdable, name, key string) (*dbstore.Record, error) {
	raw, err := c.Get(ctx, name).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s stored
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("reading a session: %w", err)
	}
	return &dbstore.Record{Key: key, Data: s.Data, UserID: s.UserID, Expires: s.Expires}, nil
}

// Save keeps a session until it expires. The user's set comes first, so that it
// knows every session that is there.
func (b Backend) Save(ctx context.Context, r dbstore.Record) error {
	if err := b.note(ctx, r); err != nil {
		return err
	}
	_, err := b.Client.TxPipelined(ctx, func(p redis.Pipeliner) error { return b.put(ctx, p, r) })
	return err
}

// note adds a session to the set of its user, which lives as long as the longest.
func (b Backend) note(ctx context.Context, r dbstore.Record) error {
	if r.UserID == nil {
		return nil
	}
	name := b.users(*r.UserID)
	_, err := b.Client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.SAdd(ctx, name, r.Key)
		p.ExpireNX(ctx, name, time.Until(r.Expires))
		p.ExpireGT(ctx, name, time.Until(r.Expires))
		return nil
	})
	return err
}

func (b Backend) put(ctx context.Context, p redis.Pipeliner, r dbstore.Record) error {
	raw, err := json.Marshal(stored{r.Data, r.UserID, r.Expires})
	if err != nil {
		return fmt.Errorf("writing a session: %w", err)
	}
	p.Set(ctx, b.key(r.Key), raw, 0)
	p.PExpireAt(ctx, b.key(r.Key), r.Expires)
	return nil
}

// tries is how often a change is tried again when another request was first. Each
// failure is the success of another.
const tries = 100

// Update changes a session unless it changes meanwhile, and then tries again.
func (b Backend) Update(ctx context.Context, key string, change func(*dbstore.Record) error) (found bool, err error) {
	name := b.key(key)
	for range tries {
		err = b.Client.Watch(ctx, func(tx *redis.Tx) error {
			r, err := load(ctx, tx, name, key)
			if found = r != nil; err != nil || !found {
				return err
			}
			if err := change(r); err != nil {
				return err
			}
			return b.commit(ctx, tx, r)
		}, name)
		if !errors.Is(err, redis.TxFailedErr) {
			return found, err
		}
	}
	return found, err
}

func (b Backend) commit(ctx context.Context, tx *redis.Tx, r *dbstore.Record) error {
	if r.Data != nil {
		if err := b.note(ctx, *r); err != nil {
			return err
		}
	}
	_, err := tx.TxPipelined(ctx, func(p redis.Pipeliner) error {
		if r.Data == nil {
			return p.Del(ctx, b.key(r.Key)).Err()
		}
		return b.put(ctx, p, *r)
	})
	return err
}

// Delete ends a session, if it is there.
func (b Backend) Delete(ctx context.Context, key string) error {
	return b.Client.Del(ctx, b.key(key)).Err()
}

// DeleteUser ends the sessions of a user but the one with the key exceptKey; an
// empty key spares none.
func (b Backend) DeleteUser(ctx context.Context, userID int64, exceptKey string) error {
	keys, err := b.Client.SMembers(ctx, b.users(userID)).Result()
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key == exceptKey {
			continue
		}
		_, err := b.Update(ctx, key, func(r *dbstore.Record) error {
			if r.UserID != nil && *r.UserID == userID {
				r.Data = nil
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := b.Client.SRem(ctx, b.users(userID), key).Err(); err != nil {
			return err
		}
	}
	return nil
}
