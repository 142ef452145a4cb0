package filters

import (
	"fmt"
	"strconv"
	"strings"
)

// Linebreaks shows plain text as paragraphs: a line break is a <br>, and an empty
// line begins a new <p>.
func Linebreaks[T Text](text T) HTML {
	var b strings.Builder
	for rest, more := newlines(markup(text)), true; more; {
		var paragraph string
		paragraph, rest, more = strings.Cut(rest, "\n\n")
		rest = strings.TrimLeft(rest, "\n")
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString("<p>")
		b.WriteString(strings.ReplaceAll(paragraph, "\n", "<br>"))
		b.WriteString("</p>")
	}
	return HTML{b.String()}
}

// LinebreaksBR shows plain text with a <br> for each line break.
func LinebreaksBR[T Text](text T) HTML {
	return HTML{strings.ReplaceAll(newlines(markup(text)), "\n", "<br>")}
}

// LineNumbers puts its number before each line, all of the same width.
func LineNumbers[T Text](text T) HTML {
	lines := strings.Split(markup(text), "\n")
	width := len(strconv.Itoa(len(lines)))
	for i, line := range lines {
		lines[i] = fmt.Sprintf("%0*d. %s", width, i+1, line)
	}
	return HTML{strings.Join(lines, "\n")}
}

var unixLines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// newlines writes each line break as one \n.
func newlines(text string) string { return unixLines.Replace(text) }
