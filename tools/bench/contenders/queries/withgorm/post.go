package withgorm

import "time"

// Author writes posts.
type Author struct {
	ID          int64
	Name, Email string
}

// TableName is the table of authors.
func (Author) TableName() string { return "blog_author" }

// Tag groups posts.
type Tag struct {
	ID   int64
	Name string
}

// TableName is the table of tags.
func (Tag) TableName() string { return "blog_tag" }

// Post is an article.
type Post struct {
	ID                        int64
	CreatedAt, UpdatedAt      time.Time
	Title, Slug, Body, Status string
	Views                     int64
	PublishedAt, ExpiresAt    *time.Time
	AuthorID                  int64
	Author                    *Author
	Tags                      []Tag `gorm:"many2many:blog_post_tags"`
}

// TableName is the table of posts.
func (Post) TableName() string { return "blog_post" }
