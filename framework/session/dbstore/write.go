package dbstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
)

// write saves a row. A MaxAge of 0, a cookie until the browser closes, lives in
// the table for the default time.
func (st *Store) write(ctx context.Context, s *sessions.Session, values map[string]json.RawMessage) error {
	data, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("writing the values of a session: %w", err)
	}
	life := time.Duration(s.Options.MaxAge) * time.Second
	if life == 0 {
		life = session.DefaultIdle
	}
	record := Record{Key: Key(s.ID), Data: data, Expires: st.now().Add(life).UTC()}
	if raw, ok := values[session.UserKey]; ok {
		if err := json.Unmarshal(raw, &record.UserID); err != nil {
			return fmt.Errorf("reading the user of a session: %w", err)
		}
	}
	if err := st.backend.Save(ctx, record); err != nil {
		return fmt.Errorf("storing a session: %w", err)
	}
	return nil
}

// DeleteExpired removes the sessions that are over and says how many there
// were. They are never used; this only frees their space.
func (st *Store) DeleteExpired(ctx context.Context) (int64, error) {
	n, err := st.backend.DeleteExpired(ctx, st.now().UTC())
	if err != nil {
		return 0, fmt.Errorf("deleting expired sessions: %w", err)
	}
	return n, nil
}

// DeleteUser ends all sessions of a user but the one with the ID exceptID; an
// empty ID spares none.
func (st *Store) DeleteUser(ctx context.Context, userID int64, exceptID string) error {
	if err := st.backend.DeleteUser(ctx, userID, Key(exceptID)); err != nil {
		return fmt.Errorf("ending the sessions of user %d: %w", userID, err)
	}
	return nil
}
