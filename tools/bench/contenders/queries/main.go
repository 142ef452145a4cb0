// Command queries measures how contenders ask and change one database, and
// writes package result's Report into a file of JSON. The row orm builds and
// runs it, with the tag generated once the code of ent is there:
//
//	go tool ent generate --target withent/ent ./withent/schema
//	go run -tags generated . [--rounds=15] [--batch=20ms] [--profile=FOLDER] DATABASE REPORT
//
// DATABASE is an empty folder for files of SQLite, whose engine depends on
// CGO_ENABLED, or the address of a server of PostgreSQL on which schemas can be
// made; they are dropped at the end. go mod tidy, too, needs the code of ent,
// which no commit holds because it is larger than all else here.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/result"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 15, "how often each operation of each contender is measured")
	batch := flag.Duration("batch", 20*time.Millisecond, "how long a measurement takes the first contender")
	profile := flag.String("profile", "", "also write a CPU profile of each operation of gofw into this `folder`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := run(ctx, flag.Arg(0), bench{rounds: *rounds, batch: *batch, profile: *profile})
	if err == nil {
		err = write(flag.Arg(1), report)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// write makes the file of a report.
func write(path string, r result.Report) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// run measures all contenders on a store of their own.
func run(ctx context.Context, where string, b bench) (report result.Report, err error) {
	s, err := store.New(ctx, where)
	if err != nil {
		return report, err
	}
	// Also after an interruption nothing is left on the server.
	defer func() { err = errors.Join(err, s.Close(context.WithoutCancel(ctx))) }()
	all, err := open(ctx, s)
	defer func() {
		for _, c := range all {
			err = errors.Join(err, c.db.Close())
		}
	}()
	if err != nil {
		return report, err
	}
	if err := compare(ctx, all); err != nil {
		return report, err
	}
	return b.measure(ctx, all)
}
