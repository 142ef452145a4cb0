package orm

import (
	"context"
	"errors"

	"github.com/gofw/gofw/framework/schema"
)

// Validator is a model that checks its rows. Validate runs before a row is
// created or saved, by Create, Save, forms and the admin alike, and keeps it from
// being written; it does not run for BulkCreate, BulkUpdate and Update. It may
// ask the database of the context. Errors of [Wrong] belong to a column; join
// several with errors.Join.
type Validator interface {
	Validate(ctx context.Context) error
}

// Invalid is a mistake in one column of a row.
type Invalid struct {
	Column  string // as forms name its input: "published_at", "author"
	Message string // a sentence for the person who typed
}

// Error is the message and the column.
func (e *Invalid) Error() string { return e.Column + ": " + e.Message }

// Wrong is a mistake in a column: a form shows the message at its input.
func Wrong[P any](c Column[P], message string) error {
	return &Invalid{schema.ColumnName(RefOf(c).Name()), message}
}

// ErrInvalid is found by errors.Is when Validate has kept a row from being
// written.
var ErrInvalid = errors.New("orm: the row is not valid")

// validate asks a row about itself.
func validate(ctx context.Context, row any) error {
	v, ok := row.(Validator)
	if !ok {
		return nil
	}
	if err := v.Validate(ctx); err != nil {
		return errors.Join(ErrInvalid, err)
	}
	return nil
}
