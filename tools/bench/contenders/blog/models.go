// Package blog is the list as an app of gofw.
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

// Post is an article.
type Post struct {
	ID          int64  `gorm:"primaryKey"`
	Title       string `gorm:"size:200"`
	Slug        string `gorm:"size:80;uniqueIndex"`
	Body        string
	Status      int64
	PublishedAt time.Time

	AuthorID int64
	Author   *Author
}

// Meta orders posts newest first and indexes what the list asks for.
func (Post) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"-PublishedAt"}, Indexes: [][]string{{"Status", "PublishedAt"}}}
}
