// Package newsroom publishes posts and lets readers comment on them.
package newsroom

import (
	"time"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/orm"
)

// Post is an article written by one of the newsroom's staff.
type Post struct {
	orm.Model

	Title       string     `gorm:"size:120"`
	Slug        string     `gorm:"size:80;uniqueIndex" gofw:"slug=Title"`
	Summary     string     `gorm:"size:300" gofw:"widget=textarea,help=Shown in lists and feeds."`
	Body        string     `gofw:"widget=markdown,help=Headings begin at ##."`
	Status      Status     `gorm:"size:10;default:draft"`
	PublishedAt *time.Time `gofw:"help=Leave empty to publish later."`

	AuthorID int64
	Author   *auth.User
	Tags     []Tag     `gorm:"many2many:newsroom_post_tags"`
	Comments []Comment `gorm:"foreignKey:PostID"`
}

// Meta orders posts newest first and indexes what the front page asks for.
func (Post) Meta() orm.Meta {
	return orm.Meta{
		Ordering: []string{"-PublishedAt"},
		Indexes:  [][]string{{"PublishedAt"}, {"Status", "PublishedAt"}},
	}
}

// String is the title.
func (p Post) String() string { return p.Title }

// Status says who can see a post.
type Status string

const (
	StatusDraft     Status = "draft"     // Draft
	StatusPublished Status = "published" // Published
)

// Tag groups posts by subject.
type Tag struct {
	orm.Model

	Name string `gorm:"size:40;uniqueIndex"`
	Slug string `gorm:"size:40;uniqueIndex" gofw:"slug=Name"`
}

// Meta orders tags by name.
func (Tag) Meta() orm.Meta { return orm.Meta{Ordering: []string{"Name"}} }

// String is the name.
func (t Tag) String() string { return t.Name }

// Comment is what a reader says about a post. An editor approves it first.
type Comment struct {
	orm.Model

	PostID   int64
	Post     *Post  `gorm:"constraint:OnDelete:CASCADE"`
	Name     string `gorm:"size:80"`
	Email    string `gofw:"email,help=Never shown."`
	Body     string `gofw:"widget=textarea"`
	Approved bool
}

// Meta orders comments newest first.
func (Comment) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"-CreatedAt"}, Indexes: [][]string{{"CreatedAt"}, {"Approved", "CreatedAt"}}}
}

// String is the name of the reader.
func (c Comment) String() string { return "Comment by " + c.Name }
