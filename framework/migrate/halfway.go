package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// halfway is a migration that a database began and did not finish, which only
// MySQL can leave behind.
type halfway struct {
	keys      []string // of the files
	backwards bool
	fresh     bool   // it began with an empty database
	checksum  string // of the files as they were
	begun     string // when, for people
}

func (h *halfway) has(f *File) bool { return h != nil && slices.Contains(h.keys, f.Key()) }

// name says what was interrupted.
func (h *halfway) name() string {
	name := h.keys[0]
	if len(h.keys) > 1 {
		name += " to " + h.keys[len(h.keys)-1]
	}
	if h.backwards {
		return "undoing " + name
	}
	return name
}

// command is what finishes it.
func (h *halfway) command(g *Graph) string {
	if !h.backwards {
		return "migrate " + strings.Replace(h.keys[len(h.keys)-1], ".", " ", 1)
	}
	f := g.byKey[h.keys[0]]
	target := Zero
	if files := g.byApp[f.App]; slices.Index(files, f) > 0 {
		target = files[slices.Index(files, f)-1].Name
	}
	return "migrate " + f.App + " " + target
}

// checksumOf is over all files of a step.
func checksumOf(files []*File) string {
	hash := sha256.New()
	for _, f := range files {
		hash.Write([]byte(f.Checksum()))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// resumed puts what was interrupted before the other steps of a plan. It refuses
// a plan that would not finish it, and files that are not what they were.
func (g *Graph) resumed(h *halfway, steps []Step, o RunOptions) ([]Step, error) {
	var first []Step
	var files []*File
	for _, key := range h.keys {
		f := g.byKey[key]
		if f == nil {
			return nil, fmt.Errorf("migrate: the database is halfway through %s, which this code does not have; deploy the code that has it", h.name())
		}
		files = append(files, f)
		first = append(first, Step{App: f.App, Name: f.Name, Backwards: h.backwards, file: f})
	}
	if checksumOf(files) != h.checksum && !o.Fake {
		return nil, fmt.Errorf("migrate: %s was interrupted on %s and its file has changed since: take the change back and migrate to finish it, or bring the tables by hand to what it should lead to and record it with %s --fake",
			h.name(), h.begun, h.command(g))
	}
	var rest []Step
	for _, s := range steps {
		if !slices.Contains(h.keys, s.file.Key()) || s.Backwards != h.backwards {
			rest = append(rest, s)
		}
	}
	if planned := len(steps) - len(rest); planned < len(first) && (o.App != "" || o.Fake) {
		return nil, fmt.Errorf("migrate: %s was interrupted on %s and has to be finished first: run %s", h.name(), h.begun, h.command(g))
	}
	return append(first, rest...), nil
}
