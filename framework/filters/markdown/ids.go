package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"

	"github.com/gofw/gofw/framework/filters"
)

// ids gives headings the ids of their text: "Opening hours" is md-opening-hours.
// They begin with a prefix, because a browser makes an element with the id
// "location" or "cookie" a property of the page that scripts of the site may ask.
type ids struct {
	prefix string
	used   map[string]int // how often each was asked for
}

func newIDs(key string) *ids {
	prefix := "md-"
	if key = filters.SlugifyUnicode(key); key != "" {
		prefix += key + "-"
	}
	return &ids{prefix, map[string]int{}}
}

// Generate is the id of a heading, another one for each.
func (i *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	name := filters.SlugifyUnicode(string(value))
	if name == "" {
		name = "heading"
	}
	for {
		i.used[name]++
		n := i.used[name]
		if n == 1 {
			return []byte(i.prefix + name)
		}
		name += "-" + strconv.Itoa(n-1)
	}
}

// Put is told of ids that the text itself gives. They are not kept by the policy
// unless they look like ours.
func (i *ids) Put(value []byte) { i.used[string(value)]++ }
