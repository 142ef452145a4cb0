package migrate

import (
	"time"

	"gorm.io/gorm"
)

// RunOptions says what to migrate and how. The zero value migrates all apps to
// their newest migration.
type RunOptions struct {
	App    string // only this app, and what it needs; empty is all apps
	Target string // a name, the beginning of one, or Zero; empty is the newest

	// Fake records the migrations without running them.
	Fake bool

	// FakeInitial records the first migration of an app without running it where
	// the tables that it makes are there already, with all their columns.
	FakeInitial bool

	// Accept takes migrations as they are now that were edited after they were
	// applied. False makes them an error.
	Accept bool

	// Wait is how long to wait for another process that migrates, and for
	// tables that others use. Zero is a minute.
	Wait time.Duration

	// LockTimeout is how long one statement may wait for a table on PostgreSQL
	// and MySQL. Everybody who comes later waits behind it meanwhile, so it gives
	// up, and the migration is tried again until Wait is over. Zero is 2 seconds.
	LockTimeout time.Duration

	// Gorm opens GORM on a transaction, for Go steps. nil can run none.
	Gorm func(gorm.ConnPool) *gorm.DB

	// Progress, if set, is called before and after each migration.
	Progress func(Event)

	// Trace, if set, is called with each statement before it is run.
	Trace func(sql string)
}

func (o RunOptions) wait() time.Duration {
	if o.Wait == 0 {
		return time.Minute
	}
	return o.Wait
}

func (o RunOptions) lockTimeout() time.Duration {
	if o.LockTimeout == 0 {
		return 2 * time.Second
	}
	return o.LockTimeout
}

// Event tells how migrating goes on. A fresh database takes all its migrations
// in one step; else there is one step an event.
type Event struct {
	Steps []Step
	Done  bool
	Took  time.Duration // once Done
	Left  int           // how many steps come after these, as far as is known
}
