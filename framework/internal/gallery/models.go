// Package gallery is a model with files, for the tests of the framework.
package gallery

import (
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/orm"
)

// Exhibit is something that is shown.
type Exhibit struct {
	orm.Model

	Title  string      `gorm:"size:100"`
	Photo  media.Image `gofw:"upload=photos/%Y,max=1MB,width=Width,height=Height"`
	Width  int
	Height *int

	Paper  media.File  `gofw:"blank,accept=application/pdf text/plain,help=A description."`
	Letter *media.File `gofw:"upload=private/letters"`
}

// String is the exhibit's title.
func (e Exhibit) String() string { return e.Title }
