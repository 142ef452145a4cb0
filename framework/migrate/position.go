package migrate

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// position is a place in a migration file. The zero value is no place.
type position struct{ line, column int }

// FileError is something wrong in a migration file. Line and Column are zero
// when it concerns the file as a whole.
type FileError struct {
	Path         string
	Line, Column int
	Message      string
}

// Error is the usual path:line:column: message.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Message)
}

func (p position) in(path, format string, args ...any) error {
	return &FileError{path, p.line, p.column, fmt.Sprintf(format, args...)}
}

// known words what a misspelt name may have meant.
func known(word string, names []string) string {
	if near := schema.Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(names) == 0 {
		return "there are none"
	}
	return "there are " + strings.Join(names, ", ")
}
