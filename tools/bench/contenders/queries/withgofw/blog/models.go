// Package blog is the schema as models of gofw.
package blog

import (
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// Author writes posts.
type Author struct {
	ID    int64  `gorm:"primaryKey"`
	Name  string `gorm:"size:100"`
	Email string `gorm:"size:200"`
}

// Tag groups posts by subject.
type Tag struct {
	ID   int64  `gorm:"primaryKey"`
	Name string `gorm:"size:40;uniqueIndex"`
}

// Post is an article.
type Post struct {
	orm.Model

	Title       string `gorm:"size:200"`
	Slug        string `gorm:"size:80;uniqueIndex"`
	Body        string
	Status      string `gorm:"size:10"`
	Views       int64
	PublishedAt *time.Time
	ExpiresAt   *time.Time

	AuthorID int64
	Author   *Author `gorm:"constraint:OnDelete:CASCADE"`
	Tags     []Tag   `gorm:"many2many:blog_post_tags"`
}

// Meta indexes what is asked for.
func (Post) Meta() orm.Meta { return orm.Meta{Indexes: [][]string{{"Status", "PublishedAt"}}} }
