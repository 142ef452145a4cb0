package sessions

import (
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/utils/tests"

	"github.com/gofw/gofw/framework/orm"
)

func TestOtherDatabasesLockTheRow(t *testing.T) {
	t.Parallel()
	db, err := gorm.Open(tests.DummyDialector{}, &gorm.Config{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	asked := ""
	note := func(db *gorm.DB) { asked = db.Statement.SQL.String() }
	if err := db.Callback().Query().After("gorm:query").Register("test:note", note); err != nil {
		t.Fatal(err)
	}
	if err := lock(orm.With(t.Context(), db), "abc"); err != nil {
		t.Fatal(err)
	}
	if want := "SELECT `key` FROM `gofw_session` WHERE `key` = ? FOR UPDATE"; asked != want {
		t.Errorf("asked %s, want %s", asked, want)
	}
}
