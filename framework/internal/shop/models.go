// Package shop is models with what the simple ones of package blog do not have:
// soft deletion, checks, one-to-one and through models, every action on delete.
package shop

import "github.com/gofw/gofw/framework/orm"

// Customer buys. One who leaves stays in the books.
type Customer struct {
	orm.Model
	orm.SoftDelete

	Name  string `gorm:"size:80"`
	Email string `gorm:"uniqueIndex" gofw:"email"`

	Card   *Card   `gofw:"reverse"`
	Orders []Order `gorm:"foreignKey:CustomerID"`
}

// Card is what a customer shows; each has one.
type Card struct {
	orm.Model

	Number     string    `gorm:"size:20"`
	CustomerID int64     `gorm:"unique"`
	Customer   *Customer `gorm:"constraint:OnDelete:CASCADE"`
}

// Stage is how far an order is; the first is where they all begin.
type Stage struct {
	orm.Model

	Name string `gorm:"size:20;unique"`
}

// Order is what a customer wants.
type Order struct {
	orm.Model

	Placed orm.Date
	Due    *orm.Date
	Total  orm.Decimal `gorm:"precision:10;scale:2"`

	CustomerID int64
	Customer   *Customer `gorm:"constraint:OnDelete:PROTECT"`
	StageID    int64     `gorm:"default:1"`
	Stage      *Stage    `gorm:"constraint:OnDelete:SET DEFAULT"`
	Items      []Item    `gorm:"foreignKey:OrderID"`
	Products   []Product `gorm:"many2many:shop_item"`
}

// Meta says what holds for each order.
func (Order) Meta() orm.Meta {
	return orm.Meta{
		Ordering: []string{"Placed", "ID"},
		Indexes:  [][]string{{"-Placed", "ID"}},
		MoreIndexes: []orm.Index{
			{Fields: []string{"Due"}, Where: "{Due} IS NOT NULL"},
		},
		Checks: []orm.Check{
			{Expr: "{Total} >= 0"},
			{Expr: "{Due} IS NULL OR {Due} >= {Placed}", Message: "Nothing is due before it is ordered."},
		},
		Permissions: []orm.Permission{{Verb: "ship"}},
		LatestBy:    "Placed",
	}
}

// Product is for sale.
type Product struct {
	orm.Model
	orm.SoftDelete

	Name   string   `gorm:"size:80"`
	SKU    string   `gorm:"size:20"`
	Colors []string `gorm:"serializer:json"`
	Sizes  []int64  `gorm:"serializer:json"`
}

// Meta keeps names apart, whatever their case.
func (Product) Meta() orm.Meta {
	return orm.Meta{
		Ordering:    []string{"Name"},
		Unique:      [][]string{{"Name", "SKU"}},
		MoreIndexes: []orm.Index{{Fields: []string{"lower({SKU})"}, Name: "shop_product_sku_lower"}},
	}
}

// Item is how much of a product an order has: the table between the two.
type Item struct {
	orm.Model

	Line      int64 `gofw:"position=OrderID"`
	OrderID   int64
	Order     *Order `gorm:"constraint:OnDelete:CASCADE"`
	ProductID int64
	Product   *Product
	Pieces    int         `gorm:"default:1"`
	Price     orm.Decimal `gorm:"precision:8;scale:2"`
	Cost      orm.Decimal `gorm:"precision:10;scale:2" gofw:"generated={Price} * {Pieces}"`
}

// Meta has a product once in each order.
func (Item) Meta() orm.Meta { return orm.Meta{Unique: [][]string{{"OrderID", "ProductID"}}} }
