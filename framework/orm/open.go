package orm

import (
	"fmt"
	"log"
	"os"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Open opens a database for this package: without GORM's transaction around
// every single statement, with times in UTC, errors translated to GORM's
// sentinels, and a log that names slow statements without their values. A nil
// logger is that log, on standard error.
func Open(d gorm.Dialector, l logger.Interface) (*gorm.DB, error) {
	if l == nil {
		l = logger.New(log.New(os.Stderr, "", log.LstdFlags), logger.Config{
			SlowThreshold: 500 * time.Millisecond, LogLevel: logger.Warn,
			IgnoreRecordNotFoundError: true, ParameterizedQueries: true,
		})
	}
	db, err := gorm.Open(d, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                func() time.Time { return moment() },
		Logger:                 l,
	})
	if err != nil {
		return nil, err
	}
	if err := db.Use(Plugin{}); err != nil {
		return nil, fmt.Errorf("orm: joining GORM's callbacks: %w", err)
	}
	return db, nil
}
