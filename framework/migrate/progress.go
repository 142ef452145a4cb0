package migrate

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// batchTable keeps how far a step in batches is. It is there while one runs.
const batchTable = "gofw_migration_batch"

const createBatches = "CREATE TABLE IF NOT EXISTS " + batchTable + ` (
  app varchar(100) NOT NULL,
  step varchar(100) NOT NULL,
  model varchar(190) NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (app, step, model)
)`

// lowest is below every key.
const lowest = -1 << 63

// progress is how far a step in batches is.
type progress interface {
	read(ctx context.Context, model string) (last int64, err error)
	write(db *gorm.DB, model string, last int64) error
}

// unwritten is the progress of a step that is one transaction.
type unwritten struct{}

func (unwritten) read(context.Context, string) (int64, error) { return lowest, nil }
func (unwritten) write(*gorm.DB, string, int64) error         { return nil }

// written is the progress of a step whose batches are transactions.
type written struct {
	app, step string
	each      func(ctx context.Context, fn func(*gorm.DB) error) error
}

// row finds the progress with a model.
func (w written) row(db *gorm.DB, model string) *gorm.DB {
	return db.Table(batchTable).Where("app = ? AND step = ? AND model = ?", w.app, w.step, model)
}

func (w written) read(ctx context.Context, model string) (int64, error) {
	last := []int64{}
	err := w.each(ctx, func(db *gorm.DB) error { return w.row(db, model).Pluck("last", &last).Error })
	if err != nil || len(last) == 0 {
		return lowest, err
	}
	return last[0], nil
}

func (w written) write(db *gorm.DB, model string, last int64) error {
	updated := w.row(db, model).Update("last", last)
	if updated.Error != nil || updated.RowsAffected > 0 {
		return updated.Error
	}
	return db.Table(batchTable).Create(map[string]any{"app": w.app, "step": w.step, "model": model, "last": last}).Error
}

func keyColumn(name string) clause.Column { return clause.Column{Name: name} }

func keyOrder(name string) clause.OrderByColumn {
	return clause.OrderByColumn{Column: keyColumn(name)}
}
