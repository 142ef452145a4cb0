// Package keyed is models whose keys are not numbers that a database counts.
package keyed

import "github.com/gofw/gofw/framework/orm"

// Country has a text for a key, which people know.
type Country struct {
	Code Code   `gorm:"primaryKey;size:2"`
	Name string `gorm:"size:40"`

	Cities []City `gorm:"foreignKey:CountryCode"`
}

// Code is two letters.
type Code string

// City has a key that is made up.
type City struct {
	ID   orm.UUID `gorm:"primaryKey"`
	Name string   `gorm:"size:40"`

	CountryCode Code
	Country     *Country `gorm:"foreignKey:CountryCode;constraint:OnDelete:CASCADE"`
	TwinID      *orm.UUID
	Twin        *City
	Lines       []Line   `gorm:"many2many:keyed_city_lines"`
	Remarks     []Remark `gorm:"foreignKey:About"`
}

// Meta orders cities by name.
func (City) Meta() orm.Meta {
	return orm.Meta{Ordering: []string{"Name"}, Indexes: [][]string{{"Name"}}, LabelPlural: "cities"}
}

// Line is a railway, known by its number.
type Line struct {
	Number int32  `gorm:"primaryKey"`
	Name   string `gorm:"size:40"`
	Cities []City `gorm:"many2many:keyed_city_lines"`
}

// Remark is about any row.
type Remark struct {
	orm.Model

	About orm.RowID
	Text  string `gorm:"size:40"`
}
