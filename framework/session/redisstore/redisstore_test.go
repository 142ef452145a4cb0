package redisstore_test

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/sessions"
	"github.com/redis/go-redis/v9"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/session/internal/conformance"
	"github.com/gofw/gofw/framework/session/redisstore"
)

// newBackend uses keys of its own on the server that GOFW_TEST_REDIS names.
func newBackend(t *testing.T) redisstore.Backend {
	t.Helper()
	address := os.Getenv("GOFW_TEST_REDIS")
	if address == "" && os.Getenv("GOFW_TEST_ALL") != "" {
		t.Fatal("GOFW_TEST_ALL is set, but GOFW_TEST_REDIS is not")
	}
	if address == "" {
		t.Skip("GOFW_TEST_REDIS is not set: the address of a server for this test")
	}
	options, err := redis.ParseURL(address)
	ok(t, err)
	b := redisstore.Backend{Client: redis.NewClient(options), Prefix: "gofw_test_" + rand.Text() + ":"}
	t.Cleanup(func() {
		for _, key := range keys(t, b) {
			ok(t, b.Client.Del(context.Background(), key).Err())
		}
		ok(t, b.Client.Close())
	})
	return b
}

// keys is what the backend has on the server.
func keys(t *testing.T, b redisstore.Backend) []string {
	t.Helper()
	var all []string
	each := b.Client.Scan(context.Background(), 0, b.Prefix+"*", 1000).Iterator()
	for each.Next(context.Background()) {
		all = append(all, each.Val())
	}
	ok(t, each.Err())
	return all
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRedisDoesAsAllStores(t *testing.T) {
	t.Parallel()
	down := func(t *testing.T, now func() time.Time) (sessions.Store, context.Context) {
		store, err := redisstore.Open(session.Config{Redis: "redis://127.0.0.1:1/0?max_retries=-1", Now: now})
		ok(t, err)
		return store, t.Context()
	}
	conformance.Run(t, conformance.Kind{
		Open: func(t *testing.T, now func() time.Time) (sessions.Store, context.Context) {
			return dbstore.New(newBackend(t), now), t.Context()
		},
		Down: down,
	})
}

func TestRedisForgetsBySelf(t *testing.T) {
	t.Parallel()
	b := newBackend(t)
	user := int64(7)
	ok(t, b.Save(t.Context(), dbstore.Record{Key: "a", Data: []byte("{}"), UserID: &user, Expires: time.Now().Add(time.Hour)}))
	ok(t, b.Save(t.Context(), dbstore.Record{Key: "b", Data: []byte("{}"), UserID: &user, Expires: time.Now().Add(2 * time.Hour)}))
	ok(t, b.Save(t.Context(), dbstore.Record{Key: "c", Data: []byte("{}"), UserID: &user, Expires: time.Now().Add(time.Hour)}))
	for _, key := range keys(t, b) {
		left := b.Client.TTL(t.Context(), key).Val()
		want := time.Hour
		if strings.HasSuffix(key, ":b") || strings.Contains(key, "user:") {
			want = 2 * time.Hour
		}
		if left > want || left < want-time.Minute {
			t.Errorf("%s lives for %s, want %s", key, left, want)
		}
	}
	ok(t, b.Save(t.Context(), dbstore.Record{Key: "a", Data: []byte("{}"), Expires: time.Now().Add(-time.Second)}))
	if r, err := b.Load(t.Context(), "a"); r != nil || err != nil {
		t.Errorf("a session that is over is %v, %v", r, err)
	}
	if _, err := dbstore.New(b, nil).DeleteExpired(t.Context()); err != session.ErrNoSweep {
		t.Errorf("sweeping says %v", err)
	}
}

func TestASessionThatPassedToAnotherUserIsNotEnded(t *testing.T) {
	t.Parallel()
	b := newBackend(t)
	for _, user := range []int64{7, 8} {
		ok(t, b.Save(t.Context(), dbstore.Record{Key: "a", Data: []byte("{}"), UserID: &user, Expires: time.Now().Add(time.Hour)}))
	}
	ok(t, b.DeleteUser(t.Context(), 7, ""))
	if r, err := b.Load(t.Context(), "a"); r == nil || err != nil || *r.UserID != 8 {
		t.Errorf("it is %v, %v", r, err)
	}
	ok(t, b.DeleteUser(t.Context(), 8, ""))
	if left := keys(t, b); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}

func TestWhatCannotBeASessionIsAnError(t *testing.T) {
	t.Parallel()
	b := newBackend(t)
	ok(t, b.Client.Set(t.Context(), b.Prefix+"session:a", "not JSON", time.Minute).Err())
	if _, err := b.Load(t.Context(), "a"); err == nil {
		t.Error("it is read")
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"":                             "REDIS_URL is not set",
		"http://localhost":             "REDIS_URL is not valid",
		"redis://:hunter2@localhost:x": "REDIS_URL is not valid",
		"redis://localhost/not-number": "REDIS_URL is not valid",
	} {
		_, err := redisstore.Open(session.Config{Redis: address})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
