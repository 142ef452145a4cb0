// Package result is what the program in contenders/queries writes, as JSON, and
// the row orm reads.
package result

import "time"

// The contenders that bars speak of; all others are rivals.
const (
	Prepared = "by hand, prepared"
	Cached   = "by hand, cache"
	Gofw     = "gofw"
)

// Report is the measurements of one engine.
type Report struct{ Operations []Operation }

// Operation is one thing that contenders do, and how they did.
type Operation struct {
	Name       string
	Writes     bool
	Contenders []Contender
}

// Contender is what an operation cost one contender.
type Contender struct {
	Name   string
	Costs  []time.Duration // CPU time of one operation, by round
	Allocs float64         // allocations of one operation, on average
	Bytes  float64         // what they allocate together
}
