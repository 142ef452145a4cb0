package orm

import (
	"sync/atomic"
	"time"
)

// pace remembers how long the slowest counts of a table have taken lately. A slow
// one is forgotten little by little.
type pace struct{ nanoseconds atomic.Int64 }

// quickly is how long a statement may take that runs to its end whatever becomes
// of its context.
const quickly = 500 * time.Microsecond

// quick reports whether counts of the table are over at once. Nobody knows before
// the first.
func (p *pace) quick() bool {
	n := p.nanoseconds.Load()
	return n > 0 && n < int64(quickly)
}

// note takes a count into account. Two at once may lose one of them, which the
// next makes up for.
func (p *pace) note(took time.Duration) {
	before := p.nanoseconds.Load()
	p.nanoseconds.Store(max(int64(took), before-before/8, 1))
}
