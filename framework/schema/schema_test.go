package schema_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/schema"
)

func field(name, basic, tag string) schema.DeclField {
	return schema.DeclField{Name: name, Type: schema.Type{Text: basic, Basic: basic}, Tag: reflect.StructTag(tag)}
}

func model(name, target string, slice bool, tag string) schema.DeclField {
	return schema.DeclField{Name: name, Type: schema.Type{Text: target, Model: target, Pointer: !slice, Slice: slice}, Tag: reflect.StructTag(tag)}
}

func TestFields(t *testing.T) {
	cases := []struct {
		name  string
		field schema.DeclField
		want  schema.Field
	}{
		{"a string without a length is a text", field("Body", "string", ""), schema.Field{Name: "Body", Column: "body", Kind: schema.Text, Label: "body"}},
		{"a string with a length is short", field("Title", "string", `gorm:"size:200"`), schema.Field{Name: "Title", Column: "title", Kind: schema.String, Size: 200, Label: "title"}},
		{"a slug is short by itself", field("Slug", "string", `gorm:"uniqueIndex" gofw:"slug"`), schema.Field{Name: "Slug", Column: "slug", Kind: schema.String, Size: 80, Unique: true, Format: schema.Slug, Label: "slug"}},
		{"help takes the rest of the tag, commas and all", field("Site", "string", `gofw:"url,label=home page,help=Yours, if any."`), schema.Field{Name: "Site", Column: "site", Kind: schema.String, Size: 200, Format: schema.URL, Label: "home page", Help: "Yours, if any."}},
		{"an int64 key counts up", field("ID", "int64", `gorm:"primaryKey"`), schema.Field{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true, Label: "ID"}},
		{"a string key does not", field("Key", "string", `gorm:"primaryKey;size:64"`), schema.Field{Name: "Key", Column: "key", Kind: schema.String, Size: 64, PrimaryKey: true, Label: "key"}},
		{"CreatedAt is set by itself", field("CreatedAt", "time.Time", ""), schema.Field{Name: "CreatedAt", Column: "created_at", Kind: schema.DateTime, AutoAdd: true, Label: "created at"}},
		{"a column may have another name", field("URL", "string", `gorm:"column:address;size:9"`), schema.Field{Name: "URL", Column: "address", Kind: schema.String, Size: 9, Label: "URL"}},
		{"a blank text may stay empty", field("Note", "string", `gofw:"blank,readonly,hidden"`), schema.Field{Name: "Note", Column: "note", Kind: schema.Text, Blank: true, ReadOnly: true, Hidden: true, Label: "note"}},
		{"a file is a key with a folder", field("Paper", "file", `gofw:"accept=application/pdf text/*,max=2MB"`), schema.Field{Name: "Paper", Column: "paper", Kind: schema.String, Size: 255, Format: schema.File, Label: "paper", Upload: &schema.Upload{Folder: "blog/post", Accept: []string{"application/pdf", "text/*"}, Max: 2_000_000}}},
		{"a picture may say where it is kept", field("Photo", "image", `gofw:"upload=private/p/%Y"`), schema.Field{Name: "Photo", Column: "photo", Kind: schema.String, Size: 255, Format: schema.Image, Label: "photo", Upload: &schema.Upload{Folder: "private/p/%Y"}}},
		{"a small number is small", field("Rank", "int16", `gorm:"index"`), schema.Field{Name: "Rank", Column: "rank", Kind: schema.SmallInt, Index: true, Label: "rank"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fields := []schema.DeclField{c.field}
			if !c.want.PrimaryKey {
				fields = append(fields, field("ID", "int64", ""))
			}
			m, problems := schema.New(schema.Decl{App: "blog", Name: "Post", Fields: fields})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			c.want.GoType = c.field.Type.Text
			if diff := cmp.Diff(c.want, m.Fields[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProblemsAreFoundTogetherAndSayWhatToDo(t *testing.T) {
	key := field("ID", "int64", "")
	cases := []struct {
		name   string
		fields []schema.DeclField
		meta   schema.Meta
		want   string // message (hint), joined by a semicolon
	}{
		{"no key", []schema.DeclField{field("Name", "string", "")}, schema.Meta{}, `Post has no key (embed orm.Model, or tag a field with gorm:"primaryKey")`},
		{"two keys", []schema.DeclField{field("A", "int64", `gorm:"primaryKey"`), field("B", "int64", `gorm:"primaryKey"`)}, schema.Meta{}, "Post has 2 primary keys (keep one primaryKey; say unique together in Meta)"},
		{"a misspelt order", []schema.DeclField{key, field("PublishedAt", "time.Time", "")}, schema.Meta{Ordering: []string{"-Published"}}, `Post orders by "Published", which is not a field (did you mean "PublishedAt"?)`},
		{"a misspelt index", []schema.DeclField{key, field("Status", "string", "")}, schema.Meta{Indexes: [][]string{{"Stats"}}}, `Post indexes "Stats", which is not a field (did you mean "Status"?)`},
		{"an unknown word of gofw", []schema.DeclField{key, field("A", "string", `gofw:"hepl=x"`)}, schema.Meta{}, `Post.A: gofw tag "hepl" is not known (did you mean "help"?)`},
		{"an unknown word of gorm", []schema.DeclField{key, field("A", "string", `gorm:"siez:3"`)}, schema.Meta{}, `Post.A: gorm tag "siez" is not one that gofw acts on (did you mean "size"?)`},
		{"a length that is none", []schema.DeclField{key, field("A", "string", `gorm:"size:many"`)}, schema.Meta{}, `Post.A: size:many is not a length (write a number of characters, such as size:200)`},
		{"a type that no column holds", []schema.DeclField{key, field("A", "chan int", "")}, schema.Meta{}, `Post cannot store A, which has the type chan int (use a type that a column can hold, or leave it out with gorm:"-")`},
		{"a format of a number", []schema.DeclField{key, field("A", "int64", `gofw:"email"`)}, schema.Meta{}, `Post asks for the format "email" on A, which is not a string (remove the word, or make the field a string)`},
		{"a slug of nothing", []schema.DeclField{key, field("Title", "string", ""), field("Slug", "string", `gofw:"slug=Titel"`)}, schema.Meta{}, `Post makes Slug from "Titel", which is not a string field (did you mean "Title"?)`},
		{"a relation without a key field", []schema.DeclField{key, model("Author", "auth.User", false, "")}, schema.Meta{}, `Post has no key field for Author (add the field AuthorID int64 (or *int64, if it may be missing), or of the type of the key there; or, if the other row points here, the tag gofw:"reverse")`},
		{"a required key that would be set to null", []schema.DeclField{key, field("AuthorID", "int64", ""), model("Author", "auth.User", false, `gorm:"constraint:OnDelete:SET NULL"`)}, schema.Meta{}, "Post sets AuthorID to null on delete, which is required (make AuthorID a pointer, or choose another action)"},
		{"one column twice", []schema.DeclField{key, field("A", "string", ""), field("B", "string", `gorm:"column:a"`)}, schema.Meta{}, `Post stores A and B in the same column "a" (give one of them another column)`},
		{"a default that is no choice", []schema.DeclField{key, {Name: "S", Type: schema.Type{Text: "Status", Basic: "string", Choices: []schema.Choice{{Value: "x"}}}, Tag: `gorm:"default:y"`}}, schema.Meta{}, `Post has the default "y" for S, which is not one of its choices (use the value of one of the constants)`},
		{"a check of nothing", []schema.DeclField{key}, schema.Meta{Checks: []schema.Check{{Expr: "1 = 0"}}}, `Post has the condition "1 = 0", which speaks of no field (name a field in braces, such as {Views} >= 0)`},
		{"a generated field of a missing one", []schema.DeclField{key, field("Twice", "int64", `gofw:"generated={Once} * 2"`)}, schema.Meta{}, `Post works out Twice from "Once", which is not a field (known: ID, Twice)`},
		{"a position that is no number", []schema.DeclField{key, field("Place", "string", `gofw:"position"`)}, schema.Meta{}, `Post counts its rows by Place, which is not a whole number (make it an int64)`},
		{"a default on delete without a default", []schema.DeclField{key, field("AuthorID", "int64", ""), model("Author", "auth.User", false, `gorm:"constraint:OnDelete:SET DEFAULT"`)}, schema.Meta{}, `Post sets AuthorID to its default on delete, which it does not have (give AuthorID a default with the key of that row, such as gorm:"default:1")`},
		{"a limit of what is no file", []schema.DeclField{key, field("A", "string", `gofw:"max=1MB"`)}, schema.Meta{}, "Post says upload, accept, max, width or height of A, which is not a file (remove the words, or make the field a media.File or media.Image)"},
		{"a folder outside", []schema.DeclField{key, field("A", "file", `gofw:"upload=../x"`)}, schema.Meta{}, `Post keeps the files of A in "../x", which is not a folder for files (write a path such as upload=photos/%Y/%m, of letters, digits, hyphens, underscores, and %Y, %m, %d for the day)`},
		{"the folder of files that wait", []schema.DeclField{key, field("A", "file", `gofw:"upload=pending"`)}, schema.Meta{}, `Post keeps the files of A in "pending", which is not a folder for files (write a path such as upload=photos/%Y/%m, of letters, digits, hyphens, underscores, and %Y, %m, %d for the day)`},
		{"a size that is none", []schema.DeclField{key, field("A", "image", `gofw:"max=big"`)}, schema.Meta{}, "Post.A: max=big is not a size (write a size such as 500kB, 10MB or 2GB)"},
		{"a type that is none", []schema.DeclField{key, field("A", "file", `gofw:"accept=.pdf"`)}, schema.Meta{}, `Post accepts ".pdf" for A, which is not a type of content (write types with spaces between them, such as accept=application/pdf image/*)`},
		{"a width without a field", []schema.DeclField{key, field("A", "image", `gofw:"width=Wide"`)}, schema.Meta{}, `Post puts the size of A into "Wide", which is not a field for whole numbers (name a field of type int, or *int)`},
		{"a width of what is no picture", []schema.DeclField{key, field("W", "int", ""), field("A", "file", `gofw:"width=W"`)}, schema.Meta{}, "Post has a width or height for A, which is not a picture (make it a media.Image, or remove the word)"},
		{"two at once", []schema.DeclField{field("A", "func()", ""), field("B", "string", `gofw:"xyzzy"`)}, schema.Meta{}, `Post cannot store A, which has the type func() (use a type that a column can hold, or leave it out with gorm:"-"); Post.B: gofw tag "xyzzy" is not known (known: slug, email, url, widget, label, help, blank, readonly, hidden, reverse, generated, position, upload, accept, max, width, height); Post has no key (embed orm.Model, or tag a field with gorm:"primaryKey")`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := schema.New(schema.Decl{App: "blog", Name: "Post", Fields: c.fields, Meta: c.meta})
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRelations(t *testing.T) {
	nullable := field("EditorID", "int64", "")
	nullable.Type.Pointer = true
	m, problems := schema.New(schema.Decl{App: "blog", Name: "Post", Fields: []schema.DeclField{
		field("ID", "int64", ""), field("AuthorID", "int64", ""), nullable,
		model("Author", "auth.User", false, ""), model("Editor", "auth.User", false, ""),
		model("Tags", "blog.Tag", true, `gorm:"many2many:blog_post_tags"`), model("Comments", "blog.Comment", true, ""),
		model("Related", "blog.Post", true, `gorm:"many2many:blog_post_related"`),
	}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if r := m.RelationField("Author").Relation; r.Target != "auth.User" || r.OnDelete != schema.Restrict {
		t.Errorf("a required relation: %+v", r)
	}
	if r := m.RelationField("Editor").Relation; r.OnDelete != schema.SetNull || m.Field("EditorID").Label != "editor" {
		t.Errorf("a relation that may be missing: %+v", r)
	}
	want := []schema.Collection{
		{Name: "Tags", Target: "blog.Tag", Label: "tags", Table: "blog_post_tags", Near: "post_id", Far: "tag_id"},
		{Name: "Comments", Target: "blog.Comment", Label: "comments", By: "post_id"},
		{Name: "Related", Target: "blog.Post", Label: "related", Table: "blog_post_related", Near: "post_id", Far: "related_id"},
	}
	if diff := cmp.Diff(want, m.Collections); diff != "" {
		t.Error(diff)
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"PublishedAt": "published at", "SiteURL": "site URL", "ID": "ID", "HTTPServer": "HTTP server", "name": "name", "": ""} {
		if got := schema.Words(in); got != want {
			t.Errorf("Words(%q) is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"Post": "Posts", "Category": "Categories", "News": "NewsTable", "Person": "People"} {
		if got := schema.PluralName(in); got != want {
			t.Errorf("PluralName(%q) is %q, want %q", in, got, want)
		}
	}
	if got := schema.TableName("blog", "BlogPost"); got != "blog_blog_post" {
		t.Errorf("TableName is %q", got)
	}
	if got := schema.Nearest("migrat", []string{"serve", "migrate"}); got != "migrate" {
		t.Errorf("Nearest is %q", got)
	}
	if got := schema.Nearest("xyzzy", []string{"serve", "migrate"}); got != "" {
		t.Errorf("Nearest of nothing like it is %q", got)
	}
}
