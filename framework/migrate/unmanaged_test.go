package migrate

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
)

// books is a model with relations to a table that somebody else makes.
func books(t *testing.T, unmanaged bool) []*schema.Model {
	t.Helper()
	person, problems := schema.New(schema.Decl{App: "shop", Name: "Person", Meta: schema.Meta{Table: "people", Unmanaged: unmanaged}, Fields: []schema.DeclField{
		{Name: "Code", Type: schema.Type{Text: "string", Basic: "string"}, Tag: `gorm:"primaryKey;size:8"`},
	}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	book, problems := schema.New(schema.Decl{App: "shop", Name: "Book", Fields: []schema.DeclField{
		{Name: "ID", Type: schema.Type{Text: "int64", Basic: "int64"}, Tag: `gorm:"primaryKey"`},
		{Name: "AuthorID", Type: schema.Type{Text: "string", Basic: "string", Pointer: true}},
		{Name: "Author", Type: schema.Type{Text: "Person", Model: "shop.Person", Pointer: true}},
		{Name: "Readers", Type: schema.Type{Text: "Person", Model: "shop.Person", Slice: true}, Tag: `gorm:"many2many:shop_readers"`},
	}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return []*schema.Model{person, book}
}

func TestATableOfSomebodyElseIsLeftAlone(t *testing.T) {
	t.Parallel()
	declared, err := Declare(books(t, true))
	if err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		statements, err := e.dialect.Plan(new(State), declared, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			if strings.Contains(s.SQL, "people") {
				t.Errorf("%s speaks of the table", s.SQL)
			}
			execute(t, db, s.SQL)
		}
		execute(t, db, "INSERT INTO shop_book (author_id) VALUES ('nobody')")
		execute(t, db, "INSERT INTO shop_readers (book_id, person_id) VALUES (1, 'ada')")
		if _, err := db.Exec("INSERT INTO shop_readers (book_id, person_id) VALUES (1, 'ada')"); err == nil {
			t.Error("a row is linked twice")
		}
		if got := strings.Join(column(t, db, "SELECT author_id FROM shop_book"), ","); got != "nobody" {
			t.Errorf("the key came back as %s", got)
		}
	})
}

func TestATableThatMigrationsMadeIsNotGivenUpInSilence(t *testing.T) {
	t.Parallel()
	before, err := Declare(books(t, false))
	if err != nil {
		t.Fatal(err)
	}
	after, err := Declare(books(t, true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Detect("shop", before, after, nil); err == nil || !strings.Contains(err.Error(), "shop.Person has a table that migrations made") {
		t.Errorf("the error is %v", err)
	}
}
