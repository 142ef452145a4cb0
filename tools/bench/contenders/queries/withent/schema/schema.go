// Package schema is the schema for ent.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Author writes posts.
type Author struct{ ent.Schema }

// Annotations names the table.
func (Author) Annotations() []schema.Annotation { return table("blog_author") }

// Fields is the columns.
func (Author) Fields() []ent.Field {
	return []ent.Field{field.Int64("id"), field.String("name"), field.String("email")}
}

// Edges is the posts.
func (Author) Edges() []ent.Edge { return []ent.Edge{edge.To("posts", Post.Type)} }

// Tag groups posts.
type Tag struct{ ent.Schema }

// Annotations names the table.
func (Tag) Annotations() []schema.Annotation { return table("blog_tag") }

// Fields is the columns.
func (Tag) Fields() []ent.Field {
	return []ent.Field{field.Int64("id"), field.String("name")}
}

// Edges is the posts.
func (Tag) Edges() []ent.Edge { return []ent.Edge{edge.From("posts", Post.Type).Ref("tags")} }

// Post is an article.
type Post struct{ ent.Schema }

// Annotations names the table.
func (Post) Annotations() []schema.Annotation { return table("blog_post") }

// Fields is the columns.
func (Post) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"),
		field.Time("created_at").Default(now).Immutable(),
		field.Time("updated_at").Default(now).UpdateDefault(now),
		field.String("title"),
		field.String("slug").Unique(),
		field.Text("body"),
		field.String("status"),
		field.Int64("views"),
		field.Time("published_at").Optional().Nillable(),
		field.Time("expires_at").Optional().Nillable(),
		field.Int64("author_id"),
	}
}

// Edges is the author and the tags.
func (Post) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("author", Author.Type).Ref("posts").Field("author_id").Unique().Required(),
		edge.To("tags", Tag.Type).StorageKey(edge.Table("blog_post_tags"), edge.Columns("post_id", "tag_id")),
	}
}

func table(name string) []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: name}}
}

func now() time.Time { return time.Now().UTC() }
