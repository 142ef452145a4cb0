package orm

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/civil"
	"github.com/gofw/gofw/framework/schema/inet"
)

// Model gives a struct a key and the times of its creation and last change.
// Embed it in every model that brings no key of its own.
type Model struct {
	ID        int64     `gorm:"primaryKey"`
	CreatedAt time.Time // set when the row is created
	UpdatedAt time.Time // set whenever the row is saved
}

// Decimal is an exact number: money, not a measurement. Say with the tags
// precision and scale how many digits it has.
type Decimal = decimal.Decimal

// Date is a day on the calendar.
type Date = civil.Date

// TimeOfDay is a time on the clock.
type TimeOfDay = civil.TimeOfDay

// IP is an address of the internet.
type IP = inet.IP

// UUID is a universally unique identifier.
type UUID = uuid.UUID

// NewUUID returns a new identifier. Later ones are larger (version 7), so that an
// index grows at its end.
func NewUUID() UUID { return uuid.Must(uuid.NewV7()) }

// Meta is what a model's Meta method returns. See [schema.Meta].
type Meta = schema.Meta

// Index is an index of Meta. See [schema.Index].
type Index = schema.Index

// Check is a condition of Meta. See [schema.Check].
type Check = schema.Check

// Permission is a permission of Meta. See [schema.Permission].
type Permission = schema.Permission

// Choice is one value of a choice field and the words people read for it.
type Choice = schema.Choice

// chooser is what the generator writes for a type with constants.
type chooser interface {
	~string
	Choices() []Choice
}

// ChoiceLabel returns the words for a value of a choice, or the value itself
// if it is not one of them.
func ChoiceLabel[T chooser](v T) string {
	for _, c := range v.Choices() {
		if c.Value == string(v) {
			return c.Label
		}
	}
	return string(v)
}

// ChoiceValid reports whether v is one of the declared values.
func ChoiceValid[T chooser](v T) bool {
	for _, c := range v.Choices() {
		if c.Value == string(v) {
			return true
		}
	}
	return false
}
