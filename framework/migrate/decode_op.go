package migrate

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/gofw/gofw/framework/schema"
)

// op reads one operation. Its kind decides which keys it may have.
func (d *decoder) op(n ast.Node) Op {
	op := Op{pos: at(n)}
	entries, ok := d.entries(n, "an operation")
	if !ok {
		return op
	}
	for _, entry := range entries {
		if entry.Key.GetToken().Value == "op" {
			op.Kind = OpKind(d.text(entry.Value, "op"))
		}
	}
	parts, found := opParts[op.Kind]
	switch {
	case op.Kind == "" && len(d.problems) > 0:
		return op
	case op.Kind == "":
		d.wrong(n, "an operation needs the key \"op\"")
		return op
	case !found:
		d.wrong(n, "there is no operation %q; %s", op.Kind, known(string(op.Kind), opNames()))
		return op
	}
	readers := d.opReaders(&op)
	allowed := map[string]func(ast.Node){"op": func(ast.Node) {}}
	var required []string
	for _, p := range parts {
		allowed[p.name] = readers[p.name]
		if p.required {
			required = append(required, p.name)
		}
	}
	d.mapping(n, string(op.Kind), required, allowed)
	if op.Kind == RunSQL && len(op.SQL) == 0 {
		d.wrong(n, "run_sql needs the key \"all\", or one of the databases: sqlite, postgres, mysql")
	}
	return op
}

// opNames lists the operations.
func opNames() []string {
	var names []string
	for kind := range opParts {
		names = append(names, string(kind))
	}
	slices.Sort(names)
	return names
}

func (d *decoder) opReaders(op *Op) map[string]func(ast.Node) {
	text := func(to *string, what string) func(ast.Node) {
		return func(n ast.Node) { *to = d.identifier(n, what) }
	}
	readers := map[string]func(ast.Node){
		"model": text(&op.Model, "model"),
		"name":  text(&op.Name, "name"),
		"to":    text(&op.To, "to"),
		"table": text(&op.Table, "table"),
		"auto":  func(n ast.Node) { op.Auto = d.text(n, "auto") },
		"fields": func(n ast.Node) {
			for _, node := range d.list(n, "fields") {
				op.Fields = append(op.Fields, d.field(node))
			}
		},
		"indexes": func(n ast.Node) {
			for _, node := range d.list(n, "indexes") {
				op.Indexes = append(op.Indexes, d.index(node))
			}
		},
		"checks": func(n ast.Node) {
			for _, node := range d.list(n, "checks") {
				op.Checks = append(op.Checks, d.check(node))
			}
		},
		"field":    func(n ast.Node) { f := d.field(n); op.Field = &f },
		"index":    func(n ast.Node) { x := d.index(n); op.Index = &x },
		"check":    func(n ast.Node) { c := d.check(n); op.Check = &c },
		"backfill": func(n ast.Node) { op.Backfill = d.optional(n, "backfill") },
		"concurrently": func(n ast.Node) {
			if op.Concurrently = d.flag(n, "concurrently"); op.Concurrently && d.operations > 1 {
				d.wrong(n, "concurrently has no transaction, so it must stand alone: put the operation into a migration of its own")
			}
		},
		"elidable": func(n ast.Node) { op.Elidable = d.flag(n, "elidable") },
		"step":     text(&op.Step, "step"),
		"batches": func(n ast.Node) {
			if op.Batches = d.flag(n, "batches"); op.Batches && d.operations > 1 {
				d.wrong(n, "a step in batches is no transaction, so it must stand alone: put it into a migration of its own")
			}
		},
		"reverse": func(n ast.Node) {
			if op.Kind == RunGo {
				op.Undo = d.identifier(n, "reverse")
				return
			}
			op.Reverse = d.reverse(n)
		},
	}
	for _, dialect := range append([]string{"all"}, dialects...) {
		readers[dialect] = func(n ast.Node) {
			if op.SQL == nil {
				op.SQL = Scripts{}
			}
			op.SQL[dialect] = d.script(n, dialect)
		}
	}
	return readers
}

func (d *decoder) field(n ast.Node) Field {
	var f Field
	d.mapping(n, "a field", []string{"name", "type"}, map[string]func(ast.Node){
		"name":      func(n ast.Node) { f.Name = d.identifier(n, "name") },
		"column":    func(n ast.Node) { f.Column = d.identifier(n, "column") },
		"type":      func(n ast.Node) { f.Type = schema.Kind(d.text(n, "type")) },
		"generated": func(n ast.Node) { f.Generated = d.text(n, "generated") },
		"size":      func(n ast.Node) { f.Size = d.number(n, "size") },
		"scale":     func(n ast.Node) { f.Scale = d.number(n, "scale") },
		"nullable":  func(n ast.Node) { f.Nullable = d.flag(n, "nullable") },
		"pk":        func(n ast.Node) { f.PK = d.flag(n, "pk") },
		"unique":    func(n ast.Node) { f.Unique = d.flag(n, "unique") },
		"default":   func(n ast.Node) { f.Default = d.optional(n, "default") },
		"to":        func(n ast.Node) { f.To = d.text(n, "to") },
		"on_delete": func(n ast.Node) { f.OnDelete = schema.OnDelete(d.text(n, "on_delete")) },
		"names":     func(n ast.Node) { f.Names = d.fieldNames(n) },
	})
	if f.Type != "" && !slices.Contains(kinds, string(f.Type)) {
		d.wrong(n, "there is no type %q; %s", f.Type, known(string(f.Type), kinds))
	}
	return f
}

func (d *decoder) fieldNames(n ast.Node) FieldNames {
	var names FieldNames
	d.mapping(n, "names", nil, map[string]func(ast.Node){
		"index":      func(n ast.Node) { names.Index = d.identifier(n, "index") },
		"unique":     func(n ast.Node) { names.Unique = d.identifier(n, "unique") },
		"constraint": func(n ast.Node) { names.Constraint = d.identifier(n, "constraint") },
	})
	return names
}

func (d *decoder) index(n ast.Node) Index {
	var x Index
	d.mapping(n, "an index", []string{"name", "fields"}, map[string]func(ast.Node){
		"name":   func(n ast.Node) { x.Name = d.identifier(n, "name") },
		"fields": func(n ast.Node) { x.Fields = d.names(n, "fields") },
		"unique": func(n ast.Node) { x.Unique = d.flag(n, "unique") },
		"where":  func(n ast.Node) { x.Where = d.text(n, "where") },
	})
	return x
}

func (d *decoder) check(n ast.Node) Check {
	var c Check
	d.mapping(n, "a check", []string{"name", "expr"}, map[string]func(ast.Node){
		"name": func(n ast.Node) { c.Name = d.identifier(n, "name") },
		"expr": func(n ast.Node) { c.Expr = d.text(n, "expr") },
	})
	return c
}

// identifier reads a name that will stand in SQL.
func (d *decoder) identifier(n ast.Node, what string) string {
	s := d.text(n, what)
	if s != "" {
		if err := checkName(what, s); err != nil {
			d.wrong(n, "%v", err)
		}
	}
	return s
}

// reverse reads how a script is undone.
func (d *decoder) reverse(n ast.Node) Scripts {
	if s, ok := n.(*ast.StringNode); ok {
		if s.Value == "noop" {
			return noop
		}
		d.wrong(n, "reverse must be noop, or texts by database as in {all: \"…\"}")
		return nil
	}
	reverse := Scripts{}
	readers := map[string]func(ast.Node){}
	for _, dialect := range append([]string{"all"}, dialects...) {
		readers[dialect] = func(n ast.Node) { reverse[dialect] = d.script(n, dialect) }
	}
	d.mapping(n, "reverse", nil, readers)
	return reverse
}

// script reads SQL. The transaction belongs to the migration, so a script must
// not end it.
func (d *decoder) script(n ast.Node, what string) string {
	s := d.text(n, what)
	if ends := endsTransaction.FindStringSubmatch(s); ends != nil {
		d.wrong(n, "%s holds %s: a migration is one transaction, which it must not end", what, ends[1])
	}
	return s
}
