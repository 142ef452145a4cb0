package result

import "time"

// Traffic is what some goroutines have done at once.
type Traffic struct {
	Reads  []time.Duration `json:"reads"`  // how long each took
	Writes []time.Duration `json:"writes"` // of the transactions that were committed
	Locked int             `json:"locked"` // that failed because the database was locked
	Failed int             `json:"failed"` // that failed otherwise
	Error  string          `json:"error"`  // of one that failed otherwise
}

// Add adds what another goroutine has done.
func (t *Traffic) Add(other Traffic) {
	t.Reads, t.Writes = append(t.Reads, other.Reads...), append(t.Writes, other.Writes...)
	t.Locked, t.Failed = t.Locked+other.Locked, t.Failed+other.Failed
	if t.Error == "" {
		t.Error = other.Error
	}
}

// Fail counts a failure.
func (t *Traffic) Fail(err error, locked bool) {
	if locked {
		t.Locked++
		return
	}
	t.Failed, t.Error = t.Failed+1, err.Error()
}
