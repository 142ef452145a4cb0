package sqlite

import (
	"fmt"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// dialector is GORM's, with errors translated for either engine.
type dialector struct{ *sqlite.Dialector }

// The extended result codes of SQLite that have a sentinel in GORM.
var sentinels = map[int]error{
	2067: gorm.ErrDuplicatedKey,           // SQLITE_CONSTRAINT_UNIQUE
	1555: gorm.ErrDuplicatedKey,           // SQLITE_CONSTRAINT_PRIMARYKEY
	787:  gorm.ErrForeignKeyViolated,      // SQLITE_CONSTRAINT_FOREIGNKEY
	1811: gorm.ErrForeignKeyViolated,      // SQLITE_CONSTRAINT_TRIGGER: ON DELETE RESTRICT
	275:  gorm.ErrCheckConstraintViolated, // SQLITE_CONSTRAINT_CHECK
}

// Translate keeps the engine's words, which name the column, behind the sentinel.
func (dialector) Translate(err error) error {
	if code, ok := codeOf(err); ok {
		if sentinel := sentinels[code]; sentinel != nil {
			return fmt.Errorf("%w: %v", sentinel, err)
		}
	}
	return err
}
