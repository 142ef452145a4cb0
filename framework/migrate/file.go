package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// File is one migration.
type File struct {
	App  string
	Name string // the file's name without .yaml: "0002_post_views"

	// Depends lists the migrations that come before this one, as App.Name.
	Depends []string
	Ops     []Op

	// Replaces lists the migrations of its app that a squash stands for, as
	// App.Name. Files that replace the same ones are parts of one squash.
	Replaces []string

	// RenamedFrom lists names that the file had before. A database that has had
	// it under one of them gets its record renamed.
	RenamedFrom []string

	path   string              // for messages
	places map[string]position // of the names in the lists above, by list and name
}

// Key names the migration in the whole site: "blog.0002_post_views".
func (f *File) Key() string { return f.App + "." + f.Name }

// Number is the number that the name begins with.
func (f *File) Number() int {
	digits, _, _ := strings.Cut(f.Name, "_")
	n, _ := strconv.Atoi(digits)
	return n
}

// Checksum is over what the operations say: comments, spacing and dependencies
// may change.
func (f *File) Checksum() string {
	ops, err := json.Marshal(f.Ops)
	if err != nil {
		panic(fmt.Sprintf("migrate: %s: %v", f.Key(), err)) // strings and numbers only
	}
	sum := sha256.Sum256(ops)
	return hex.EncodeToString(sum[:16])
}

// wrong is an error about a name in one of the file's lists.
func (f *File) wrong(list, name, format string, args ...any) error {
	return f.places[list+" "+name].in(f.place(), format, args...)
}

// place is where the file stands, for messages.
func (f *File) place() string {
	if f.path != "" {
		return f.path
	}
	return f.App + "/migrations/" + f.Name + ".yaml"
}

// apply runs the operations on an editor and reports problems with their place.
// Visit, if not nil, is called before and after each operation.
func (f *File) apply(e *editor, visit func(op *Op, before bool)) error {
	for i := range f.Ops {
		op := &f.Ops[i]
		if visit != nil {
			visit(op, true)
		}
		if err := e.apply(f.App, op); err != nil {
			return op.pos.in(f.place(), "%v", err)
		}
		if visit != nil {
			visit(op, false)
		}
	}
	if err := e.whole(); err != nil {
		return f.placeOf(err).in(f.place(), "%v", err)
	}
	return nil
}

// placeOf finds the operation that a missing target concerns.
func (f *File) placeOf(err error) position {
	var target *missingTarget
	if !errors.As(err, &target) {
		return position{}
	}
	missing := target.to
	for _, op := range f.Ops {
		for _, to := range op.references() {
			if to == missing {
				return op.pos
			}
		}
		if op.Kind == DeleteModel && f.App+"."+op.Model == missing {
			return op.pos
		}
	}
	return position{}
}
