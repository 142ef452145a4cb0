// Package pictures shows what readers photograph.
package pictures

import (
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
)

// Picture is a photo that a reader sent in. An editor approves it first.
type Picture struct {
	orm.Model

	Title    string      `gorm:"size:100"`
	Photo    media.Image `gofw:"upload=pictures/%Y,max=5MB,width=Width,height=Height"`
	Width    int
	Height   int
	Words    string `gorm:"size:200" gofw:"label=what it shows,help=For those who cannot see it."`
	By       string `gorm:"size:80" gofw:"label=your name"`
	Approved bool
}

// Meta orders pictures newest first.
func (Picture) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"-CreatedAt"}, Indexes: [][]string{{"CreatedAt"}, {"Approved", "CreatedAt"}}}
}

// String is the title.
func (p Picture) String() string { return p.Title }
