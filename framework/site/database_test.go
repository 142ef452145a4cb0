package site_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/postgres"
	"github.com/gofw/gofw/framework/site"
)

// several opens a site with a replica that is a copy of its empty tables, and a
// further database.
func several(t *testing.T) (*site.Site, context.Context) {
	t.Helper()
	dir := t.TempDir()
	s := site.Settings{SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"x"}, Database: site.Secret(filepath.Join(dir, "replica.db"))}
	first, err := site.New(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(first.Migrate(t.Context(), migrate.RunOptions{}), first.Close()); err != nil {
		t.Fatal(err)
	}
	empty, err := os.ReadFile(string(s.Database))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main.db", "archive.db"} {
		if err := os.WriteFile(filepath.Join(dir, name), empty, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Replicas = []site.Secret{s.Database}
	s.Database = site.Secret("sqlite:" + filepath.Join(dir, "main.db"))
	s.Databases = map[string]site.Secret{"archive": site.Secret(filepath.Join(dir, "archive.db"))}
	with, err := site.New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := with.Close(); err != nil {
			t.Error(err)
		}
	})
	return with, with.Context(t.Context())
}

func TestReplicasAnswerWhatOnlyReads(t *testing.T) {
	_, ctx := several(t)
	if err := auth.Groups.Create(ctx, &auth.Group{Name: "editors"}); err != nil {
		t.Fatal(err)
	}
	count := func(ctx context.Context) int64 {
		n, err := auth.Groups.Count(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(ctx); n != 0 {
		t.Errorf("the replica, which gets no copy here, has %d", n)
	}
	err := orm.Atomic(ctx, func(ctx context.Context) error {
		if n := count(ctx); n != 1 {
			t.Errorf("inside of a transaction there are %d", n)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	var plain int64
	if err := orm.Gorm(ctx).Model(&auth.Group{}).Count(&plain).Error; err != nil || plain != 0 {
		t.Errorf("plain GORM reads %d from the replica, %v", plain, err)
	}
	if n, err := auth.Groups.Filter(auth.Groups.Name.Eq("editors")).Update(ctx, auth.Groups.Name.Set("authors")); err != nil || n != 1 {
		t.Errorf("an update met %d rows, %v", n, err)
	}
}

func TestFurtherDatabases(t *testing.T) {
	_, ctx := several(t)
	archive := orm.Using(ctx, "archive")
	if err := auth.Groups.Create(archive, &auth.Group{Name: "old"}); err != nil {
		t.Fatal(err)
	}
	if n, err := auth.Groups.Count(archive); err != nil || n != 1 {
		t.Errorf("the archive has %d, %v", n, err)
	}
}

func TestASiteOnPostgreSQL(t *testing.T) {
	url := os.Getenv("GOFW_TEST_POSTGRES")
	if url == "" {
		if os.Getenv("GOFW_TEST_ALL") != "" {
			t.Fatal("GOFW_TEST_ALL is set, but GOFW_TEST_POSTGRES is not")
		}
		t.Skip("GOFW_TEST_POSTGRES is not set: the address of a server for this test")
	}
	s, err := site.New(site.Settings{
		SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"x"}, Database: site.Secret(url), Drivers: []orm.Driver{postgres.Driver},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := orm.Raw[int64](s.Context(t.Context()), "SELECT 41 + 1")
	if err != nil || len(n) != 1 || n[0] != 42 {
		t.Errorf("%v, %v", n, err)
	}
}
