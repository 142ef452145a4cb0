package migrate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// header is the first line of each file that the detector writes, and
// squashHeader that of a squash.
const (
	header       = "# Written by gofw makemigrations. Review me; edit freely until it has been applied anywhere.\n"
	squashHeader = "# Written by gofw squashmigrations. It stands for the migrations that it replaces.\n"
)

// Encode writes the migration as a file. The same migration always gives the
// same bytes.
func (f *File) Encode() []byte {
	var b strings.Builder
	if len(f.Replaces) > 0 {
		b.WriteString(squashHeader)
	} else {
		b.WriteString(header)
	}
	b.WriteString(f.lists())
	if len(f.Ops) == 0 {
		b.WriteString("ops: []\n")
		return []byte(b.String())
	}
	b.WriteString("ops:\n")
	for i := range f.Ops {
		writeOp(&b, &f.Ops[i])
	}
	return []byte(b.String())
}

// lists writes what a file says about other migrations.
func (f *File) lists() string {
	s := "depends: " + flowList(f.Depends) + "\n"
	if len(f.Replaces) > 0 {
		s += "replaces:\n"
		for _, key := range f.Replaces {
			s += "  - " + scalar(key) + "\n"
		}
	}
	if len(f.RenamedFrom) > 0 {
		s += "renamed_from: " + flowList(f.RenamedFrom) + "\n"
	}
	return s
}

// writeOp writes a table or a script over several lines and all else on one.
func writeOp(b *strings.Builder, op *Op) {
	for _, hint := range op.hints {
		b.WriteString(wrapped(hint, "  "))
	}
	if op.Kind != CreateModel && op.Kind != RunSQL {
		b.WriteString("  - " + flow(append([]entry{{"op", string(op.Kind)}}, op.entries()...)) + "\n")
		return
	}
	b.WriteString("  - op: " + string(op.Kind) + "\n")
	for _, e := range op.entries() {
		b.WriteString("    " + e.key + ": " + e.value + "\n")
	}
	writeList(b, "fields", op.Fields, Field.flow)
	writeList(b, "indexes", op.Indexes, Index.flow)
	writeList(b, "checks", op.Checks, Check.flow)
	if op.Kind != RunSQL {
		return
	}
	writeScripts(b, "    ", op.SQL)
	switch {
	case op.Reverse.isNoop():
		b.WriteString("    reverse: noop\n")
	case op.Reverse != nil && len(op.Reverse) == 0:
		b.WriteString("    reverse: {}\n")
	case op.Reverse != nil:
		b.WriteString("    reverse:\n")
		writeScripts(b, "      ", op.Reverse)
	}
}

func writeList[T any](b *strings.Builder, key string, list []T, flow func(T) string) {
	if len(list) == 0 {
		return
	}
	b.WriteString("    " + key + ":\n")
	for _, x := range list {
		b.WriteString("      - " + flow(x) + "\n")
	}
}

func writeScripts(b *strings.Builder, indent string, scripts Scripts) {
	for _, dialect := range append([]string{"all"}, dialects...) {
		if script, ok := scripts[dialect]; ok {
			b.WriteString(indent + dialect + ": " + block(script, indent+"  ") + "\n")
		}
	}
}

// entry is a key with its value, written already.
type entry struct{ key, value string }

func flow(entries []entry) string {
	parts := make([]string, len(entries))
	for i, e := range entries {
		parts[i] = e.key + ": " + e.value
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func flowList(texts []string) string {
	parts := make([]string, len(texts))
	for i, s := range texts {
		parts[i] = scalar(s)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// entries lists the keys of an operation, in the order of opParts, without
// those that have lines of their own.
func (op *Op) entries() []entry {
	var list []entry
	values := map[string]string{"model": op.Model, "name": op.Name, "to": op.To, "step": op.Step, "table": op.Table, "auto": op.Auto}
	for _, p := range opParts[op.Kind] {
		switch {
		case values[p.name] != "":
			list = append(list, entry{p.name, scalar(values[p.name])})
		case p.name == "field":
			list = append(list, entry{p.name, op.Field.flow()})
		case p.name == "index":
			list = append(list, entry{p.name, op.Index.flow()})
		case p.name == "check":
			list = append(list, entry{p.name, op.Check.flow()})
		case p.name == "backfill" && op.Backfill != nil:
			list = append(list, entry{p.name, scalar(*op.Backfill)})
		case p.name == "reverse" && op.Undo != "":
			list = append(list, entry{p.name, scalar(op.Undo)})
		case p.name == "concurrently" && op.Concurrently, p.name == "batches" && op.Batches, p.name == "elidable" && op.Elidable:
			list = append(list, entry{p.name, "true"})
		}
	}
	return list
}

func (f Field) flow() string {
	list := []entry{{"name", scalar(f.Name)}}
	add := func(key, value string, written bool) {
		if written {
			list = append(list, entry{key, value})
		}
	}
	add("type", scalar(string(f.Type)), true)
	add("column", scalar(f.Column), f.Column != "")
	add("size", strconv.Itoa(f.Size), f.Size != 0)
	add("scale", strconv.Itoa(f.Scale), f.Scale != 0)
	add("nullable", "true", f.Nullable)
	add("pk", "true", f.PK)
	add("unique", "true", f.Unique)
	if f.Default != nil {
		add("default", scalar(*f.Default), true)
	}
	add("to", scalar(f.To), f.To != "")
	add("on_delete", scalar(string(f.OnDelete)), f.OnDelete != "")
	add("generated", quoted(f.Generated), f.Generated != "")
	add("names", f.Names.flow(), f.Names != FieldNames{})
	return flow(list)
}

func (n FieldNames) flow() string {
	var list []entry
	for _, e := range []entry{{"index", n.Index}, {"unique", n.Unique}, {"constraint", n.Constraint}} {
		if e.value != "" {
			list = append(list, entry{e.key, scalar(e.value)})
		}
	}
	return flow(list)
}

func (x Index) flow() string {
	list := []entry{{"name", scalar(x.Name)}, {"fields", flowList(x.Fields)}}
	if x.Unique {
		list = append(list, entry{"unique", "true"})
	}
	if x.Where != "" {
		list = append(list, entry{"where", quoted(x.Where)})
	}
	return flow(list)
}

func (c Check) flow() string {
	return flow([]entry{{"name", scalar(c.Name)}, {"expr", quoted(c.Expr)}})
}

// plain is a text that no YAML reader takes for anything else.
var plain = regexp.MustCompile(`^[\pL_][\pL\pN_]*([ ./-][\pL\pN_]+)*$`)

// misleading are words that some version of YAML reads as something else.
var misleading = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

func scalar(s string) string {
	if plain.MatchString(s) && !slices.Contains(misleading, strings.ToLower(s)) {
		return s
	}
	return quoted(s)
}

// quoted writes a text in double quotes, with everything escaped that is not
// plainly visible.
func quoted(s string) string { return strconv.Quote(strings.ToValidUTF8(s, "\uFFFD")) }

// block writes a text of several lines as it stands, if that is safe.
func block(s, indent string) string {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(body, "\n") || !blockSafe(body) {
		return scalar(s)
	}
	mark := "|"
	if body == s {
		mark = "|-"
	}
	return mark + "\n" + indent + strings.ReplaceAll(body, "\n", "\n"+indent)
}

func blockSafe(body string) bool {
	for _, line := range strings.Split(body, "\n") {
		if line == "" || strings.TrimRight(line, " \t") != line {
			return false
		}
	}
	first := body[0]
	return first != ' ' && first != '\t' && !strings.ContainsFunc(body, func(r rune) bool {
		return r != '\n' && (r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffd)
	})
}
