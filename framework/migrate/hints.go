package migrate

import (
	"slices"
	"strings"
)

// Explain notes beside the operations of new files what can hurt when they run on
// a site in use, on any database. [File.Encode] writes it as comments.
func (g *Graph) Explain(files []*File) error {
	v, err := g.including(files)
	if err != nil {
		return err
	}
	for _, name := range dialects {
		d, err := DialectByName(name)
		if err != nil {
			return err
		}
		found, err := v.Lint(d, files, nil)
		if err != nil {
			return err
		}
		for _, f := range found {
			f.op.explain(name, f)
		}
	}
	return nil
}

// explain adds a finding to the comments of an operation: what is so on every
// database once, locks in one line.
func (o *Op) explain(dialect string, f Finding) {
	if f.Lock == "" {
		line := capital(f.Message) + ". " + capital(f.Remedy) + "."
		if !slices.Contains(o.hints, line) {
			o.hints = append(o.hints, line)
		}
		return
	}
	const large = "On a large table "
	line := dialect + " " + f.Message
	if i := slices.IndexFunc(o.hints, func(s string) bool { return strings.HasPrefix(s, large) }); i >= 0 {
		o.hints[i] = strings.TrimSuffix(o.hints[i], ".") + "; " + line + "."
		return
	}
	o.hints = append(o.hints, large+line+".")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// wrapped breaks a comment into lines that fit a screen.
func wrapped(text, indent string) string {
	var b strings.Builder
	line := indent + "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > 110 && line != indent+"#" {
			b.WriteString(line + "\n")
			line = indent + "#"
		}
		line += " " + word
	}
	return b.String() + line + "\n"
}
