// Package notes is models whose rows speak of rows of any other.
package notes

import "github.com/gofw/gofw/framework/orm"

// Folder holds pages, and folders.
type Folder struct {
	orm.Model

	Name     string `gorm:"size:40"`
	ParentID *int64
	Parent   *Folder `gorm:"constraint:OnDelete:CASCADE"`
	Pages    []Page  `gorm:"foreignKey:FolderID"`
}

// Page can have notes.
type Page struct {
	orm.Model

	Title    string `gorm:"size:40"`
	FolderID int64
	Folder   *Folder `gorm:"constraint:OnDelete:CASCADE"`
	Notes    []Note  `gorm:"foreignKey:About"`
}

// Note is about a row of any model; a note, too, can have notes.
type Note struct {
	orm.Model

	Text    string `gorm:"size:80"`
	About   orm.RowID
	Also    *orm.RowID
	Replies []Note `gorm:"foreignKey:About"`
}

// Meta keeps notes in the order in which they were written.
func (Note) Meta() orm.Meta { return orm.Meta{Ordering: []string{"ID"}} }
