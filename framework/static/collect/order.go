package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/reference"
)

// name gives every file its name: first to those that others refer to, because
// their names are part of what the others hold. Files that refer to each other
// in a circle, as modules may, get theirs together. (Tarjan's algorithm finds
// circles, in this order.)
func (r *reader) name() {
	s := search{}
	for _, n := range r.all {
		if n.index == 0 {
			s.visit(n)
		}
	}
}

type search struct {
	count int
	stack []*node
}

func (s *search) visit(n *node) {
	s.count++
	n.index, n.low = s.count, s.count
	s.stack = append(s.stack, n)
	n.stacked = true
	for _, to := range n.to {
		switch {
		case to == nil:
		case to.index == 0:
			s.visit(to)
			n.low = min(n.low, to.low)
		case to.stacked:
			n.low = min(n.low, to.index)
		}
	}
	if n.low != n.index {
		return
	}
	at := slices.Index(s.stack, n)
	circle := slices.Clone(s.stack[at:])
	s.stack = s.stack[:at]
	for _, member := range circle {
		member.stacked = false
	}
	settle(circle)
}

// settle names the files of a circle, or a single file. In a circle, the hash of
// a file is made of all files of the circle, with their plain names in them.
func settle(circle []*node) {
	slices.SortFunc(circle, func(a, b *node) int { return strings.Compare(a.Name, b.Name) })
	together := sha256.New()
	for _, n := range circle {
		if len(n.refs) > 0 {
			sum := sha256.Sum256(n.rewrite())
			n.sum = hex.EncodeToString(sum[:])
		}
		fmt.Fprintf(together, "%s %s\n", n.Name, n.sum)
	}
	if len(circle) == 1 && !slices.Contains(circle[0].to, circle[0]) {
		circle[0].Hashed = static.HashedName(circle[0].Name, circle[0].sum)
		return
	}
	all := together.Sum(nil)
	for _, n := range circle {
		sum := sha256.Sum256(append([]byte(n.sum), all...))
		n.Hashed = static.HashedName(n.Name, hex.EncodeToString(sum[:]))
	}
	for _, n := range circle {
		n.rewrite()
	}
}

// rewrite puts the names that are known into a text, and returns it.
func (n *node) rewrite() []byte {
	with := make([]string, len(n.refs))
	changed := false
	for i, to := range n.to {
		if to != nil && to.Hashed != "" {
			with[i] = renamed(n.refs[i].URL, to.Hashed)
			changed = true
		}
	}
	if !changed {
		return n.original
	}
	n.text = reference.Replace(n.original, n.refs, with)
	n.Size = int64(len(n.text))
	return n.text
}
