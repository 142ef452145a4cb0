package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// maxStatements is how many texts a pool keeps prepared. Querysets have few
// texts, whatever the values, so those that come first are those that recur;
// later ones are prepared each time. Nothing is ever put out, so a statement
// that is in use is never closed.
const maxStatements = 256

// statements keeps prepared statements of a database, for the engine that has
// no such cache of its own. database/sql prepares each on every connection
// that runs it.
type statements struct {
	db   *sql.DB
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

func newStatements(db *sql.DB) *statements { return &statements{db: db, kept: map[string]*sql.Stmt{}} }

// get returns the prepared statement of a text; nil if it is to be run as text.
func (s *statements) get(ctx context.Context, text string) *sql.Stmt {
	if !keepStatements {
		return nil
	}
	s.mu.RLock()
	stmt, full := s.kept[text], len(s.kept) >= maxStatements
	s.mu.RUnlock()
	if stmt != nil || full {
		return stmt
	}
	prepared, err := s.db.PrepareContext(ctx, text)
	if err != nil {
		return nil // running the text gives the error
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.kept[text]; other != nil {
		prepared.Close()
		return other
	}
	s.kept[text] = prepared
	return prepared
}
