package filters

import (
	"strings"
	"unicode/utf8"
)

// WordWrap breaks lines so that they have at most width characters. Line breaks
// that are there stay, words that are longer are not broken, and blanks at a break
// are dropped. Tabs become blanks. A width below one is one.
func WordWrap(text string, width int) string {
	var out []string
	for line := range lines(text) {
		wrapped := wrapLine(spacesForTabs(line), max(width, 1))
		if len(wrapped) == 0 {
			wrapped = []string{line}
		}
		out = append(out, wrapped...)
	}
	if strings.HasSuffix(text, "\n") {
		out = append(out, "")
	}
	return strings.Join(out, "\n")
}

// lines yields the lines of a text without what ends them; every character that
// Unicode calls a line break is one.
func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			i := strings.IndexAny(text, "\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029")
			if i < 0 {
				yield(text)
				return
			}
			line := text[:i]
			if strings.HasPrefix(text[i:], "\r\n") {
				i++
			}
			_, size := utf8.DecodeRuneInString(text[i:])
			text = text[i+size:]
			if !yield(line) {
				return
			}
		}
	}
}

// spacesForTabs moves text behind a tab to the next multiple of eight.
func spacesForTabs(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	column := 0
	for _, r := range line {
		if r != '\t' {
			b.WriteRune(r)
			column++
			continue
		}
		n := 8 - column%8
		b.WriteString(blanks(n))
		column += n
	}
	return b.String()
}

// wrapLine breaks one line. It is empty if there is nothing but blanks in it.
func wrapLine(line string, width int) []string {
	var out []string
	chunks := chunksOf(line)
	for len(chunks) > 0 {
		if len(out) > 0 && blank(chunks[0]) {
			chunks = chunks[1:]
		}
		n, length := 0, 0
		for n < len(chunks) {
			length += utf8.RuneCountInString(chunks[n])
			if length > width && n > 0 {
				break
			}
			n++
		}
		fit := chunks[:n]
		if n > 0 && blank(fit[n-1]) {
			fit = fit[:n-1]
		}
		if len(fit) > 0 {
			out = append(out, strings.Join(fit, ""))
		}
		chunks = chunks[n:]
	}
	return out
}

// chunksOf cuts a line into words and the blanks between them.
func chunksOf(line string) []string {
	var chunks []string
	start := 0
	for i := 1; i < len(line); i++ {
		if (line[i] == ' ') != (line[i-1] == ' ') {
			chunks = append(chunks, line[start:i])
			start = i
		}
	}
	if start < len(line) {
		chunks = append(chunks, line[start:])
	}
	return chunks
}

func blank(chunk string) bool { return strings.TrimFunc(chunk, space) == "" }
