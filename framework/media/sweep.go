package media

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"
)

// How long files are left alone that no row names: a form may still be open, or
// a row on its way.
const (
	pendingAge  = 24 * time.Hour
	orphanedAge = 48 * time.Hour
)

// Orphans lists the files that no row names and that are old enough that none
// is about to. Used reports whether a row names a key.
func Orphans(ctx context.Context, s Storage, now time.Time, used func(key string) bool) ([]Info, error) {
	var found []Info
	for f, err := range s.List(ctx, "") {
		if err != nil {
			return found, err
		}
		age := now.Sub(f.Modified)
		waits := strings.HasPrefix(f.Key, pending)
		if waits && age > pendingAge || !waits && age > orphanedAge && !used(f.Key) {
			found = append(found, f)
		}
	}
	return found, nil
}

// Sweep removes files. One that has gone meanwhile is no error.
func Sweep(ctx context.Context, s Storage, files []Info) error {
	for _, f := range files {
		if err := s.Delete(ctx, f.Key); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
