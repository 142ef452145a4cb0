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

// Sample has a field of every kind, and most of them again as one that may be
// missing.
type Sample struct {
	orm.Model

	Name string `gorm:"size:40;uniqueIndex"`

	Tiny    int8
	Small   int16
	Middle  int32
	Large   int64
	Octet   uint8
	Port    uint16
	Natural uint32
	Wide    uint64
	Single  float32
	Double  float64
	Exact   orm.Decimal `gorm:"precision:12;scale:3"`
	Flag    bool
	Level   Level
	State   Status
	At      time.Time
	Day     orm.Date
	Clock   orm.TimeOfDay
	Took    time.Duration
	Code    orm.UUID
	Host    orm.IP
	Blob    []byte
	Tree    map[string]any `gorm:"serializer:json"`

	MaybeSmall  *int16
	MaybeLarge  *int64
	MaybeDouble *float64
	MaybeExact  *orm.Decimal `gorm:"precision:12;scale:3"`
	MaybeFlag   *bool
	MaybeState  *Status
	MaybeAt     *time.Time
	MaybeDay    *orm.Date
	MaybeClock  *orm.TimeOfDay
	MaybeTook   *time.Duration
	MaybeCode   *orm.UUID
	MaybeHost   *orm.IP
}

// Level is a choice of numbers.
type Level int

const (
	LevelLow  Level = 1 // Low
	LevelHigh Level = 2 // High
)

// Saying is words that are hard on a database.
type Saying struct {
	orm.Model

	Name  string `gorm:"size:40;uniqueIndex"`
	Words string
	Aside *string `gorm:"size:80"`
}
