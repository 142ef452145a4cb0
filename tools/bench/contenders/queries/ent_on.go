//go:build generated

package main

import (
	"context"

	"github.com/gofw/gofw/tools/bench/contenders/queries/store"
	"github.com/gofw/gofw/tools/bench/contenders/queries/withent"
)

// openEnt needs the code that ent generates.
func openEnt(_ context.Context, d store.Database, name string) (*contender, error) {
	c, db, err := withent.Open(d)
	return opened(name, c, db, err)
}
