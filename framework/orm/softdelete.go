package orm

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// SoftDelete, embedded in a model, keeps deleted rows in their table: Delete and
// Remove note the moment, and every query, join and collection passes them over.
// A unique value of a deleted row is free again. Rows that point at a deleted one
// stay as they are. Plain GORM code does the same with such a model.
type SoftDelete struct {
	DeletedAt gorm.DeletedAt // not valid: the row is there
}

// WithDeleted finds rows that are deleted softly, too, and spreads to the
// relations and collections that the query loads.
func WithDeleted[P any](q *QuerySet[P]) *QuerySet[P] {
	plain := q.q
	plain.dead = true
	return &QuerySet[P]{plain}
}

// OnlyDeleted finds the rows that are deleted softly.
func OnlyDeleted[P any](q *QuerySet[P]) *QuerySet[P] {
	plain := q.q
	plain.dead = true
	if plain.table.gone == nil {
		plain.none = true
		return &QuerySet[P]{plain}
	}
	return &QuerySet[P]{plain.filter(suffix{&column{&node{table: plain.table}, plain.table.gone}, " IS NOT NULL"})}
}

// HardDelete deletes the rows of a queryset for good, those deleted softly
// included, and returns how many.
func HardDelete[P any](ctx context.Context, q *QuerySet[P]) (int64, error) {
	plain := q.q
	plain.dead, plain.hard = true, true
	return plain.delete(ctx)
}

// Restore undoes the soft deletion of the rows of a queryset and returns how many
// there were. A value that another row has taken meanwhile is ErrDuplicate.
func Restore[P any](ctx context.Context, q *QuerySet[P]) (int64, error) {
	gone := q.q.table.gone
	if gone == nil {
		return 0, fmt.Errorf("orm: %s deletes its rows for good: embed orm.SoftDelete to keep them", q.q.table.model.Key())
	}
	return OnlyDeleted(q).q.update(ctx, []assignment{{gone, raw{text: "NULL"}}})
}
