package sitetest

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
)

// OnServer returns settings with an empty database of its own on a server of
// PostgreSQL or MySQL, which goes with the test, for NewWith. The address is one
// at which the driver may make databases, such as
// "postgres://postgres@127.0.0.1/postgres"; the test is skipped if it is empty.
func OnServer(t testing.TB, driver orm.Driver, address string) site.Settings {
	t.Helper()
	if address == "" {
		t.Skip("no server is named for this test")
	}
	admin, err := orm.Connect(address, []orm.Driver{driver}, logger.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(admin) })
	name := "gofw_test_" + strings.ToLower(rand.Text())
	run(t, admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, admin, "DROP DATABASE "+name) })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("the address of the server is no URL") // it may hold a password
	}
	u.Path = "/" + name
	return site.Settings{Drivers: []orm.Driver{driver}, Database: site.Secret(u.String())}
}

func run(t testing.TB, db *gorm.DB, statement string) {
	t.Helper()
	if err := db.Exec(statement).Error; err != nil {
		t.Fatal(fmt.Errorf("%s: %w", statement, err))
	}
}
