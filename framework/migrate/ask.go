package migrate

import "fmt"

// Asker answers what cannot be seen in a declaration.
type Asker interface {
	// Renamed reports whether old was renamed to new, which keeps its rows or
	// values. False means that old goes, with its contents, and new is new.
	// Both are models ("blog.Post") or fields ("blog.Post.body").
	Renamed(old, new string) (bool, error)

	// Backfill gives the value that existing rows get in a field that is
	// required and has no default. Field.Accepts checks an answer.
	Backfill(name string, f Field) (string, error)
}

// NoInput refuses to answer, for runs without a terminal: a guess could throw
// data away.
type NoInput struct{}

// Renamed is an error that says how to answer.
func (NoInput) Renamed(old, new string) (bool, error) {
	return false, fmt.Errorf("%s may have been renamed to %s, or one is gone and the other new: run gofw makemigrations in a terminal to say which", old, new)
}

// Backfill is an error that says what to do.
func (NoInput) Backfill(name string, _ Field) (string, error) {
	return "", fmt.Errorf("%s is required, and rows that exist need a value: run gofw makemigrations in a terminal to give one, or give the field a default, or make it a pointer", name)
}

// CheckOnly answers without asking, to tell whether there are changes at all.
// Migrations made with it are not to be kept.
type CheckOnly struct{}

// Renamed is always false.
func (CheckOnly) Renamed(_, _ string) (bool, error) { return false, nil }

// Backfill is the zero value of the type.
func (CheckOnly) Backfill(_ string, f Field) (string, error) {
	value, _ := f.zero()
	return value, nil
}
