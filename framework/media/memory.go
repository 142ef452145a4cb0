package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Memory is a storage for tests. The zero value is empty and ready.
type Memory struct {
	mu    sync.RWMutex
	files map[string]stored
}

type stored struct {
	data     []byte
	modified time.Time
}

// Create keeps a copy of what r holds.
func (m *Memory) Create(ctx context.Context, key string, r io.Reader) (int64, error) {
	if err := CheckKey(key); err != nil {
		return 0, err
	}
	data, err := io.ReadAll(&cancelled{ctx, r})
	if err != nil {
		return 0, fmt.Errorf("media: storing %s: %w", key, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.files[key]; taken {
		return 0, fmt.Errorf("media: storing %s: %w", key, fs.ErrExist)
	}
	if m.files == nil {
		m.files = map[string]stored{}
	}
	m.files[key] = stored{data, time.Now()}
	return int64(len(data)), nil
}

// Open reads the file as it is now.
func (m *Memory) Open(ctx context.Context, key string) (*Content, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	f, ok := m.files[key]
	if !ok {
		return nil, fmt.Errorf("media: opening %s: %w", key, fs.ErrNotExist)
	}
	return &Content{Info{key, int64(len(f.data)), f.modified}, open{bytes.NewReader(f.data)}}, nil
}

// open is bytes that can be closed.
type open struct{ *bytes.Reader }

func (open) Close() error { return nil }

// Move gives a file another key.
func (m *Memory) Move(ctx context.Context, from, to string) error {
	if err := CheckKey(to); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[from]
	if !ok {
		return fmt.Errorf("media: moving %s: %w", from, fs.ErrNotExist)
	}
	if _, taken := m.files[to]; taken {
		return fmt.Errorf("media: moving %s to %s: %w", from, to, fs.ErrExist)
	}
	delete(m.files, from)
	m.files[to] = f
	return nil
}

// Delete forgets a file.
func (m *Memory) Delete(ctx context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.files[key]; !ok {
		return fmt.Errorf("media: removing %s: %w", key, fs.ErrNotExist)
	}
	delete(m.files, key)
	return nil
}

// List gives the files that there are when it begins.
func (m *Memory) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		m.mu.RLock()
		files := maps.Clone(m.files)
		m.mu.RUnlock()
		for _, key := range slices.Sorted(maps.Keys(files)) {
			if !strings.HasPrefix(key, prefix) {
				continue
			}
			if !yield(Info{key, int64(len(files[key].data)), files[key].modified}, nil) {
				return
			}
		}
	}
}

// URL is the key behind "/media/".
func (m *Memory) URL(key string) string { return address("", key) }
