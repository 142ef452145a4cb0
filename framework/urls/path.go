package urls

import (
	"net/url"
	"strconv"
	"strings"
)

// nowhere stands for a value that no address can carry. No route accepts it, so
// the link is a page that is not found, never another page or another host.
const nowhere = "%00"

// Path fills the parameters of a pattern in order, each escaped. The functions
// that gofw generates call it.
//
// An empty value, "." and ".." cannot be a segment of an address: browsers
// merge or resolve them. They become "%00", which no route accepts. A missing
// value counts as empty; values too many are ignored.
func Path(pattern string, values ...string) string {
	var b strings.Builder
	b.Grow(len(pattern) + 32)
	for rest := pattern; rest != ""; {
		b.WriteByte('/')
		part, after, more := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		if strings.HasPrefix(part, ":") {
			value := ""
			if len(values) > 0 {
				value, values = values[0], values[1:]
			}
			fill(&b, value, strings.HasSuffix(part, "<path>"))
		} else {
			b.WriteString(url.PathEscape(part))
		}
		if !more {
			break
		}
		rest = "/" + after
	}
	return b.String()
}

// fill writes a value, with its slashes if it is the rest of an address.
func fill(b *strings.Builder, value string, rest bool) {
	if !rest {
		b.WriteString(escape(value))
		return
	}
	for i, part := range strings.Split(value, "/") {
		if i > 0 {
			b.WriteByte('/')
		}
		if part == "" && i > 0 {
			continue
		}
		b.WriteString(escape(part))
	}
}

func escape(value string) string {
	if value == "" || value == "." || value == ".." {
		return nowhere
	}
	return url.PathEscape(value)
}

// Int writes a number as a path parameter.
func Int(n int64) string { return strconv.FormatInt(n, 10) }
