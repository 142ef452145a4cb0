// Package blog is the models that the tests of the framework use.
package blog

import (
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// Author writes posts; an author may have an editor.
type Author struct {
	orm.Model

	Name  string   `gorm:"size:100"`
	Roles []string `gorm:"serializer:json"`

	EditorID *int64
	Editor   *Author
	Posts    []Post `gorm:"foreignKey:AuthorID"`
}

// Tag groups posts by subject.
type Tag struct {
	orm.Model

	Name string `gorm:"size:40;uniqueIndex"`
}

// Post is an article.
type Post struct {
	orm.Model

	Title       string `gorm:"size:200"`
	Slug        string `gorm:"uniqueIndex" gofw:"slug=Title"`
	Body        string
	Status      Status `gorm:"default:draft"`
	Views       int64
	Featured    bool
	PublishedAt *time.Time

	AuthorID int64
	Author   *Author   `gorm:"constraint:OnDelete:CASCADE"`
	Tags     []Tag     `gorm:"many2many:blog_post_tags"`
	Comments []Comment `gorm:"foreignKey:PostID"`
}

// Meta orders posts newest first.
func (Post) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"-PublishedAt", "ID"}, Indexes: [][]string{{"PublishedAt"}, {"Status", "PublishedAt"}}}
}

// String is the post's title.
func (p Post) String() string { return p.Title }

// Status says who can see a post.
type Status string

const (
	StatusDraft     Status = "draft"     // Draft
	StatusPublished Status = "published" // Published
)

// Comment is what a reader says about a post.
type Comment struct {
	orm.Model

	PostID int64
	Post   *Post `gorm:"constraint:OnDelete:CASCADE"`
	Body   string
}

// Event has a field of every kind that is not a text, a number or a moment.
type Event struct {
	orm.Model

	Name    string       `gorm:"size:40"`
	Price   orm.Decimal  `gorm:"precision:8;scale:2"`
	Deposit *orm.Decimal `gorm:"precision:8;scale:2"`
	Day     orm.Date
	Until   *orm.Date
	Opens   orm.TimeOfDay
	Code    orm.UUID `gorm:"uniqueIndex"`
	Host    orm.IP
	Backup  *orm.IP
	Lasts   time.Duration
}
