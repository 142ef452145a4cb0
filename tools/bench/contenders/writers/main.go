// Command writers has eight goroutines ask and change one SQLite database for a
// while, without a pause: seven times in ten they read ten rows by an index, else
// they read a row, change it and add another, in one transaction. It prints
// package result's Traffic as JSON.
//
// It is started as PROGRAM stock|gofw DATABASE DURATION. Both run the same plain
// GORM code: stock on a database as GORM's driver opens it, gofw on one that
// framework/orm/sqlite has opened.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"time"

	stock "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/tools/bench/contenders/result"
)

const (
	workers = 8
	items   = 10_000
)

// Item is a row that is counted up.
type Item struct {
	ID    int64
	Shelf int64 `gorm:"index"`
	Title string
	Count int64
}

// Event is a row that each transaction adds.
type Event struct {
	ID     int64
	ItemID int64
	Count  int64
}

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(kind, path, duration string) error {
	length, err := time.ParseDuration(duration)
	if err != nil {
		return err
	}
	db, err := open(kind, path)
	if err != nil {
		return err
	}
	if err := fill(db); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), length)
	defer cancel()
	each := make([]result.Traffic, workers)
	var wg sync.WaitGroup
	for i := range each {
		wg.Go(func() { each[i] = work(ctx, db) })
	}
	wg.Wait()
	var all result.Traffic
	for _, t := range each {
		all.Add(t)
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}

func open(kind, path string) (*gorm.DB, error) {
	quiet := logger.Default.LogMode(logger.Silent)
	if kind == "stock" {
		return gorm.Open(stock.Open(path), &gorm.Config{Logger: quiet})
	}
	return sqlite.Open(path, sqlite.Options{Logger: quiet})
}

func fill(db *gorm.DB) error {
	if err := db.AutoMigrate(&Item{}, &Event{}); err != nil {
		return err
	}
	rows := make([]Item, items)
	for i := range rows {
		rows[i] = Item{Shelf: int64(i / 10), Title: fmt.Sprintf("item %d", i)}
	}
	return db.CreateInBatches(rows, 500).Error
}

// work asks and changes until the time is up.
func work(ctx context.Context, db *gorm.DB) (t result.Traffic) {
	for ctx.Err() == nil {
		began := time.Now()
		if rand.IntN(10) < 7 {
			var rows []Item
			if err := db.Where("shelf = ?", rand.IntN(items/10)).Find(&rows).Error; err != nil {
				t.Fail(err, strings.Contains(err.Error(), "locked"))
				continue
			}
			t.Reads = append(t.Reads, time.Since(began))
			continue
		}
		id := rand.Int64N(items) + 1
		err := db.Transaction(func(tx *gorm.DB) error {
			var row Item
			if err := tx.First(&row, id).Error; err != nil {
				return err
			}
			if err := tx.Model(&row).Update("count", row.Count+1).Error; err != nil {
				return err
			}
			return tx.Create(&Event{ItemID: id, Count: row.Count + 1}).Error
		})
		if err != nil {
			t.Fail(err, strings.Contains(err.Error(), "locked"))
			continue
		}
		t.Writes = append(t.Writes, time.Since(began))
	}
	return t
}
