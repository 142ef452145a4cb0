package orm

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
)

// Ledger counts the statements of a context, by their text and by the line of
// the site that asked. It is for development and tests: it finds the query that
// runs once for each row of a list. Safe for several goroutines.
type Ledger struct {
	mu      sync.Mutex
	entries map[entryKey]*Entry
	total   int
}

type entryKey struct{ statement, place string }

// Entry is a statement from one place.
type Entry struct {
	Statement string
	Place     string        // file:line of the site; empty if the framework itself asked
	Times     int           // how often it ran
	Took      time.Duration // all together
	Remedy    string        // the call that would need one statement instead; empty if none is known
}

// String is the entry for a log.
func (e Entry) String() string {
	text := fmt.Sprintf("%d × %s", e.Times, e.Statement)
	if e.Place != "" {
		text += " at " + e.Place
	}
	if e.Remedy != "" {
		text += ": " + e.Remedy
	}
	return text
}

// Watch returns a context whose statements a ledger counts.
func Watch(ctx context.Context) (context.Context, *Ledger) {
	l := &Ledger{entries: map[entryKey]*Entry{}}
	h, err := handleOf(ctx)
	if err != nil {
		return ctx, l
	}
	watched := *h
	watched.ledger = l
	return context.WithValue(ctx, handleKey{}, &watched), l
}

// Statements is how many statements ran.
func (l *Ledger) Statements() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// Entries is what ran at least so often, most often first.
func (l *Ledger) Entries(least int) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Entry
	for _, e := range l.entries {
		if e.Times >= least {
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Statement, b.Statement))
	})
	return out
}

func (l *Ledger) note(statement string, took time.Duration, remedy string) {
	key := entryKey{statement, place()}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	e := l.entries[key]
	if e == nil {
		e = &Entry{Statement: statement, Place: key.place, Remedy: remedy}
		l.entries[key] = e
	}
	e.Times++
	e.Took += took
}

// ours are packages whose frames are no place in a site.
var ours = []string{"github.com/gofw/gofw/framework/", "github.com/gofw/gofw/templates", "gorm.io/", "runtime.", "iter.", "slices.", "net/http.", "github.com/labstack/echo"}

// place is the innermost line that belongs to the site.
func place() string {
	var callers [48]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])])
	for {
		f, more := frames.Next()
		own := strings.HasSuffix(f.File, "_test.go") || !slices.ContainsFunc(ours, func(p string) bool { return strings.HasPrefix(f.Function, p) })
		if own && f.File != "" {
			return fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		if !more {
			return ""
		}
	}
}

// notePlain counts a statement of plain GORM code.
func notePlain(db *gorm.DB) {
	if db.Statement.Context == nil || operationOf(db) != nil || db.DryRun {
		return
	}
	if h, err := handleOf(db.Statement.Context); err == nil && h.ledger != nil {
		h.ledger.note(db.Statement.SQL.String(), 0, "")
	}
}

// remedy is what would replace an operation that runs for each row of a list.
func (op *operation) remedy() string {
	if op.query == nil {
		return ""
	}
	return op.query.remedy()
}

// remedy is what would replace a query that runs for each row of a list.
func (q query) remedy() string {
	byKey := "SelectRelated, with the relation that leads to " + q.table.model.Key() + ", reads it with the rows; orm.InBulk reads many by key"
	for _, e := range q.where {
		if _, ok := e.(keyIs); ok {
			return byKey
		}
		b, ok := e.(binary)
		if !ok || b.op != " = " {
			continue
		}
		c, ok := b.left.(*column)
		if !ok || c.node.parent != nil {
			continue
		}
		switch {
		case c.field.PrimaryKey:
			return byKey
		case c.field.Relation != nil:
			return "Prefetch, with the collection of " + q.table.model.Key() + ", reads them for all rows at once"
		}
	}
	return ""
}
