package migrate

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
	"github.com/google/go-cmp/cmp"
)

func bigKey() schema.Field {
	return schema.Field{Name: "ID", Column: "id", Kind: schema.BigAuto, PrimaryKey: true}
}

func toOne(name, target string, onDelete schema.OnDelete) schema.Field {
	column := schema.ColumnName(name) + "_id"
	return schema.Field{
		Name: name + "ID", Column: column, Kind: schema.BigInt, Null: onDelete == schema.SetNull,
		Relation: &schema.Relation{Name: name, Target: target, OnDelete: onDelete},
	}
}

// declaredBlog is the example's models, with an author in another app.
func declaredBlog() (user, tag, post *schema.Model) {
	user = &schema.Model{App: "auth", Name: "User", Table: "auth_user", Fields: []schema.Field{
		bigKey(), {Name: "Username", Column: "username", Kind: schema.String, Size: 150, Unique: true},
	}}
	tag = &schema.Model{App: "blog", Name: "Tag", Table: "blog_tag", Fields: []schema.Field{
		bigKey(), {Name: "Name", Column: "name", Kind: schema.String, Size: 50, Unique: true},
	}, Collections: []schema.Collection{
		{Name: "Posts", Target: "blog.Post", Table: "blog_post_tags", Near: "tag_id", Far: "post_id"},
	}}
	post = &schema.Model{App: "blog", Name: "Post", Table: "blog_post", Fields: []schema.Field{
		bigKey(),
		{Name: "CreatedAt", Column: "created_at", Kind: schema.DateTime, AutoAdd: true},
		{Name: "Slug", Column: "slug", Kind: schema.String, Size: 80, Unique: true},
		{Name: "Body", Column: "body", Kind: schema.Text, Size: 0},
		{Name: "Status", Column: "state", Kind: schema.String, Size: 10, Default: new("draft"), Index: true},
		{Name: "PublishedAt", Column: "published_at", Kind: schema.DateTime, Null: true},
		toOne("Author", "auth.User", schema.Restrict),
	}, Indexes: []schema.Index{
		{Fields: []string{"Status", "PublishedAt"}}, {Fields: []string{"AuthorID", "Slug"}, Unique: true}, {Fields: []string{"Status"}},
	}, Collections: []schema.Collection{
		{Name: "Tags", Target: "blog.Tag", Table: "blog_post_tags", Near: "post_id", Far: "tag_id"},
		{Name: "Comments", Target: "blog.Comment", By: "post_id"},
	}}
	return user, tag, post
}

func TestModelsAreDeclaredAsFilesSpellThem(t *testing.T) {
	t.Parallel()
	user, tag, post := declaredBlog()
	declared, err := Declare([]*schema.Model{user, post, tag})
	if err != nil {
		t.Fatal(err)
	}
	files, err := MakeMigrations(graphOf(nil), declared, MakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		b.WriteString("-- " + f.Key() + "\n" + string(f.Encode()))
	}
	golden(t, "testdata/declared.txt", b.String())
}

func TestDeclarationsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(user, tag, post *schema.Model)
		want   string
	}{
		"a relation to no model": {func(_, _, post *schema.Model) { post.Fields[6].Relation.Target = "auth.Usr" },
			"blog.Post.author points at auth.Usr, which does not exist at this point"},
		"collections that share a table and differ": {func(_, tag, _ *schema.Model) { tag.Collections[0].Far = "article_id" },
			"migrate: blog.Post.Tags and blog.Tag.Posts share the table blog_post_tags, but not its columns and models; give one of them another table"},
		"a table twice": {func(_, tag, _ *schema.Model) { tag.Table = "blog_post" },
			"migrate: declaring blog.Tag: the table blog_post belongs to blog.Post already"},
		"an index over no field": {func(_, _, post *schema.Model) { post.Indexes[0].Fields[0] = "State" },
			`migrate: an index of blog.Post names "State", which is not a field`},
		"a default that does not fit": {func(_, _, post *schema.Model) { post.Fields[4].Default = new("far too long for it") },
			"migrate: declaring blog.Post: the default of blog.Post.status has 19 characters, more than the 10 that fit"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user, tag, post := declaredBlog()
			test.change(user, tag, post)
			_, err := Declare([]*schema.Model{user, post, tag})
			if err == nil || err.Error() != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

// A join table that is a model of its own is not made a second time.
func TestJoinTablesCanBeModels(t *testing.T) {
	t.Parallel()
	user, tag, post := declaredBlog()
	tagging := &schema.Model{App: "blog", Name: "Tagging", Table: "blog_post_tags", Fields: []schema.Field{
		bigKey(), toOne("Post", "blog.Post", schema.Cascade), toOne("Tag", "blog.Tag", schema.Cascade),
	}}
	declared, err := Declare([]*schema.Model{user, post, tag, tagging})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(declared.Models()); n != 4 {
		t.Errorf("%d models, want 4", n)
	}
}

// changing runs makemigrations before and after a change of the models and
// returns what the second run writes.
func changing(t *testing.T, ask Asker, change func(user, tag, post *schema.Model)) string {
	t.Helper()
	g := graphOf(nil)
	var second strings.Builder
	for round := range 2 {
		user, tag, post := declaredBlog()
		if round == 1 {
			change(user, tag, post)
		}
		declared, err := Declare([]*schema.Model{user, post, tag})
		if err != nil {
			t.Fatal(err)
		}
		files, err := MakeMigrations(g, declared, MakeOptions{Ask: ask})
		if err != nil {
			t.Fatal(err)
		}
		g = graphOf(append(g.Files(), files...))
		for _, f := range files {
			if round == 1 {
				second.WriteString(f.Key() + "\n" + strings.TrimPrefix(string(f.Encode()), header))
			}
		}
	}
	return second.String()
}

func TestChangesBecomeMigrations(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(user, tag, post *schema.Model)
		want   string
	}{
		"nothing": {func(_, _, _ *schema.Model) {}, ""},
		"labels and help are no change": {func(_, _, post *schema.Model) {
			post.Fields[2].Label, post.Fields[2].Help, post.Label = "address", "A word.", "article"
		}, ""},
		"a new time of change": {func(_, _, post *schema.Model) {
			post.Fields = append(post.Fields, schema.Field{Name: "UpdatedAt", Column: "updated_at", Kind: schema.DateTime, AutoUpdate: true})
		}, "blog.0002_post_updated_at\ndepends: [blog.0001_initial]\nops:\n  - {op: add_field, model: Post, field: {name: updated_at, type: datetime}, backfill: now}\n"},
		"an index": {func(_, _, post *schema.Model) { post.Fields[5].Index = true },
			"blog.0002_blog_post_published_at_idx\ndepends: [blog.0001_initial]\nops:\n  - {op: add_index, model: Post, index: {name: blog_post_published_at_idx, fields: [published_at]}}\n"},
		"a model and its join table under a new name": {func(_, tag, post *schema.Model) {
			post.Name, post.Table = "Article", "blog_article"
			post.Collections[0].Near = "article_id"
			tag.Collections[0] = schema.Collection{Name: "Articles", Target: "blog.Article", Table: "blog_post_tags", Near: "tag_id", Far: "article_id"}
		}, "blog.0002_rename_post_article_rename_post_tags_article_tags_and_more\ndepends: [blog.0001_initial]\nops:\n" +
			"  - {op: rename_model, model: Post, to: Article, table: blog_article}\n" +
			"  - {op: rename_model, model: Post_Tags, to: Article_Tags, table: blog_post_tags}\n" +
			"  - {op: rename_field, model: Article_Tags, name: post, to: article}\n"},
		"a collection under a new name": {func(_, _, post *schema.Model) { post.Collections[0].Name = "Labels" },
			"blog.0002_rename_post_tags_post_labels\ndepends: [blog.0001_initial]\nops:\n" +
				"  - {op: rename_model, model: Post_Tags, to: Post_Labels, table: blog_post_tags, auto: Post.labels}\n"},
		"a join table under a new name": {func(_, tag, post *schema.Model) {
			post.Collections[0].Table, tag.Collections[0].Table = "tagging", "tagging"
		}, "blog.0002_rename_post_tags_post_tags\ndepends: [blog.0001_initial]\nops:\n" +
			"  - {op: rename_model, model: Post_Tags, to: Post_Tags, table: tagging}\n"},
		"another app points back": {func(user, _, _ *schema.Model) {
			user.Fields = append(user.Fields, toOne("Favourite", "blog.Post", schema.SetNull))
		}, "auth.0002_user_favourite\ndepends: [auth.0001_initial, blog.0001_initial]\nops:\n" +
			"  - {op: add_field, model: User, field: {name: favourite, type: fk, column: favourite_id, nullable: true, to: blog.Post, on_delete: set_null}}\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, changing(t, answers{yes: true}, test.change)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Two apps whose models point at each other get a migration without the
// foreign key first.
func TestCirclesOfAppsAreTakenApart(t *testing.T) {
	t.Parallel()
	user, tag, post := declaredBlog()
	user.Fields = append(user.Fields, toOne("Favourite", "blog.Post", schema.SetNull))
	user.Indexes = []schema.Index{{Fields: []string{"FavouriteID", "Username"}}}
	declared, err := Declare([]*schema.Model{user, post, tag})
	if err != nil {
		t.Fatal(err)
	}
	files, err := MakeMigrations(graphOf(nil), declared, MakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		line := f.Key() + " after " + strings.Join(f.Depends, " ") + ":"
		for i := range f.Ops {
			line += " " + f.Ops[i].words()
		}
		got = append(got, line)
	}
	want := []string{
		"auth.0001_initial after : user",
		"blog.0001_initial after auth.0001_initial: post tag post_tags",
		"auth.0002_user_favourite_auth_user_favourite_id_username_idx after auth.0001_initial blog.0001_initial: user_favourite auth_user_favourite_id_username_idx",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMakeOptions(t *testing.T) {
	t.Parallel()
	user, tag, post := declaredBlog()
	declared, err := Declare([]*schema.Model{user, post, tag})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		options MakeOptions
		want    string // the migrations, or the error
	}{
		"one app only":                    {MakeOptions{Apps: []string{"auth"}}, "auth.0001_initial"},
		"an app without what it needs":    {MakeOptions{Apps: []string{"blog"}}, "migrate: no migration creates what these models need: blog.Post needs auth.User; declare the missing models, or make the change in two steps"},
		"a name":                          {MakeOptions{Apps: []string{"auth"}, Name: "people"}, "auth.0001_people"},
		"a name that is none":             {MakeOptions{Name: "Two words"}, `migrate: the name "Two words" is not one of lower-case letters, digits and underscores`},
		"a name that leaves the folder":   {MakeOptions{Name: "../x"}, `migrate: the name "../x" is not one of lower-case letters, digits and underscores`},
		"an empty one":                    {MakeOptions{Apps: []string{"blog"}, Empty: true, Name: "fill"}, "blog.0001_fill"},
		"an empty one for nobody":         {MakeOptions{Empty: true}, "migrate: name the app that gets the empty migration"},
		"an app that nobody has heard of": {MakeOptions{Apps: []string{"blgo"}}, `migrate: there is no app "blgo"; did you mean "blog"?`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := MakeMigrations(graphOf(nil), declared, test.options)
			var keys []string
			for _, f := range files {
				keys = append(keys, f.Key())
			}
			got := strings.Join(keys, " ")
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestMigrationsAreNamedAfterWhatTheyDo(t *testing.T) {
	t.Parallel()
	field := &Field{Name: "views"}
	tests := map[string][]Op{
		"post_views":                    {{Kind: AddField, Model: "Post", Field: field}},
		"alter_post_views":              {{Kind: AlterField, Model: "Post", Field: field}},
		"remove_post_views":             {{Kind: RemoveField, Model: "Post", Name: "views"}},
		"rename_body_post_content":      {{Kind: RenameField, Model: "Post", Name: "body", To: "content"}},
		"rename_post_article":           {{Kind: RenameModel, Model: "Post", To: "Article"}},
		"delete_post":                   {{Kind: DeleteModel, Model: "Post"}},
		"post_comment":                  {{Kind: CreateModel, Model: "Post"}, {Kind: CreateModel, Model: "Comment"}},
		"remove_ix_ix2":                 {{Kind: RemoveIndex, Model: "Post", Name: "ix"}, {Kind: AddIndex, Model: "Post", Index: &Index{Name: "IX2"}}},
		"ck_remove_ck0":                 {{Kind: AddCheck, Model: "Post", Check: &Check{Name: "ck"}}, {Kind: RemoveCheck, Model: "Post", Name: "ck0"}},
		"auto":                          {{Kind: RunSQL}},
		"post_views_a_rather_long_word": {{Kind: AddField, Model: "Post", Field: field}, {Kind: CreateModel, Model: "A_rather_long_word"}},
		"a_model_whose_name_is_very_long_and_more": {{Kind: CreateModel, Model: "A_model_whose_name_is_very_long"}, {Kind: CreateModel, Model: "Another_one_like_this"}},
	}
	for want, ops := range tests {
		if got := nameOf(ops); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
