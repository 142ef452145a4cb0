// Package paint is models with kinds of field of their own, and arrays.
package paint

import "github.com/gofw/gofw/framework/orm"

// Tin is paint for sale.
type Tin struct {
	orm.Model

	Name  string `gorm:"size:40;uniqueIndex"`
	Color Color  `gorm:"default:#000000"`
	Cover *Color
	Price Cents
	Share Ratio `gorm:"precision:8;scale:3"`
	Mixed Mixture
	Best  *Week
	Wet   Onoff
	Seal  Seal

	Surfaces orm.Array[string]
	Sizes    orm.Array[int64]
	Layers   orm.Array[int16]
	Hours    orm.Array[float64]
	Coats    orm.Array[bool]
	Finishes orm.Array[Finish]
	Awards   *orm.Array[string]
	Orders   []Quantity `gorm:"serializer:json"`
}

// Finish is how paint looks when it is dry.
type Finish string

const (
	FinishMatt  Finish = "matt"  // Matt
	FinishGloss Finish = "gloss" // Gloss
)

// Quantity is an order in JSON.
type Quantity struct{ Litres int }
