package orm

import (
	"testing"
	"time"
)

func TestWhetherCountsAreOverAtOnce(t *testing.T) {
	t.Parallel()
	var p pace
	if p.quick() {
		t.Error("before the first, they are said to be")
	}
	p.note(20 * time.Microsecond)
	if !p.quick() {
		t.Error("after a quick one, they are not")
	}
	p.note(80 * time.Millisecond)
	quick := 0
	for ; !p.quick(); quick++ {
		p.note(20 * time.Microsecond)
	}
	if quick < 20 || quick > 60 {
		t.Errorf("a slow one is forgotten after %d quick ones", quick)
	}
	for range 100 {
		p.note(20 * time.Microsecond)
		if !p.quick() {
			t.Error("quick ones alone, and they are not said to be")
		}
	}
}
