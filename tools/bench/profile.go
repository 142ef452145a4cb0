package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// writeProfile loads a contender once more while it writes a CPU profile.
func (b *bench) writeProfile(ctx context.Context, c *contender, cgo bool) error {
	if err := c.client.dial(ctx, b.connections); err != nil {
		return err
	}
	defer c.client.hangUp()
	loaded := make(chan error, 1)
	go func() {
		_, err := c.client.load(ctx, 3500*time.Millisecond)
		loaded <- err
	}()
	text, status, err := get(ctx, http.DefaultClient, "http://"+c.profile+"/debug/pprof/profile?seconds=3")
	if loadErr := <-loaded; err == nil {
		err = loadErr
	}
	if err != nil {
		return fmt.Errorf("profiling %s: %w", c.name, err)
	}
	if status != http.StatusOK {
		return fmt.Errorf("profiling %s: status %d", c.name, status)
	}
	if err := os.MkdirAll(b.profile, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.profile, fmt.Sprintf("%s-cgo-%t.pprof", c.name, cgo)), []byte(text), 0o644)
}
