package migrate_test

import (
	"fmt"
	"os"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
)

// A model that has no migrations yet gets its first one.
func ExampleMakeMigrations() {
	graph, err := migrate.Load(migrate.Source{App: "blog", FS: os.DirFS("testdata/none"), Dir: "blog/migrations"})
	if err != nil {
		fmt.Println(err)
		return
	}
	declared, err := migrate.Declare([]*schema.Model{{
		App: "blog", Name: "Tag", Table: "blog_tag",
		Fields: []schema.Field{
			{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true},
			{Name: "Name", Column: "name", Kind: schema.String, Size: 50, Unique: true},
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	files, err := migrate.MakeMigrations(graph, declared, migrate.MakeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range files {
		fmt.Printf("%s\n%s", f.Key(), f.Encode())
	}
	// Output:
	// blog.0001_initial
	// # Written by gofw makemigrations. Review me; edit freely until it has been applied anywhere.
	// depends: []
	// ops:
	//   - op: create_model
	//     model: Tag
	//     table: blog_tag
	//     fields:
	//       - {name: id, type: bigauto, pk: true}
	//       - {name: name, type: string, size: 50, unique: true}
}
