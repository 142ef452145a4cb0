package write

import (
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/source"
)

const ormPath = source.Framework + "/framework/orm"

// modelsData is what models.tmpl needs.
type modelsData struct {
	Package string
	R       string // the type parameter of columns
	Imports string
	Models  []modelData
	Choices []*source.Choices
}

type modelData struct {
	*source.Model
	Def        string // the variable that holds the definition: postTable
	Key        string // the type of the key: int64
	Columns    []column
	Relations  []relation
	Scan, Bind string
}

// column is a field of PostFields.
type column struct{ Name, Type string }

type relation struct{ Name, Target, Qualifier string }

// models is the companion of models.go, or nil if it declares nothing.
func models(a *source.App) ([]byte, error) {
	if len(a.Models) == 0 && len(a.Choices) == 0 {
		return nil, nil
	}
	d := modelsData{Package: a.Name, R: rowName(a), Choices: a.Choices}
	imports := map[string]source.Import{ormPath: {Name: "orm", Path: ormPath}}
	use := func(list ...source.Import) {
		for _, i := range list {
			if i.Path != "" {
				imports[i.Path] = i
			}
		}
	}
	for _, m := range a.Models {
		d.Models = append(d.Models, model(m, d.R, use))
	}
	d.Imports = importBlock(imports)
	return render("models.tmpl", d)
}

// rowName is a name for the type parameter that hides no type of the package.
func rowName(a *source.App) string {
	name := "R"
	for _, taken := a.Names[name]; taken; _, taken = a.Names[name] {
		name += "ow"
	}
	return name
}

func model(m *source.Model, r string, use func(...source.Import)) modelData {
	key := m.Types[m.PrimaryKey().Name]
	d := modelData{Model: m, Def: TableVar(m.Name), Key: key.Text}
	use(key.Imports...)
	var scan, bind []string
	for _, f := range m.Fields {
		c := column{Name: f.Name}
		t := m.Types[f.Name]
		kind := columnKind(f, t.Text)
		switch kind {
		case "Bool", "Time":
			c.Type = "*orm." + kind + "[" + r + "]"
		default:
			c.Type = "*orm." + kind + "[" + r + ", " + valueType(f, t.Text) + "]"
			use(t.Imports...)
		}
		d.Columns = append(d.Columns, c)
		switch {
		case f.Own:
			scan, bind = append(scan, "orm.ScanOwn(&m."+f.Name+")"), append(bind, "orm.BindOwn(m."+f.Name+")")
		case f.Kind == schema.JSON:
			scan, bind = append(scan, "orm.ScanJSON(&m."+f.Name+")"), append(bind, "orm.BindJSON(m."+f.Name+")")
		default:
			scan, bind = append(scan, "&m."+f.Name), append(bind, "m."+f.Name)
		}
		if rel := f.Relation; rel != nil {
			to := m.Targets[rel.Name]
			use(to.Import)
			d.Relations = append(d.Relations, relation{rel.Name, to.Name, qualifier(to)})
		}
	}
	for _, c := range m.Collections {
		to := m.Targets[c.Name]
		use(to.Import)
		d.Columns = append(d.Columns, column{c.Name, "*orm.Many[" + r + ", *" + qualifier(to) + to.Name + ", " + to.Key.Text + "]"})
		use(to.Key.Imports...)
	}
	for _, rel := range m.Reverses {
		to := m.Targets[rel.Name]
		use(to.Import)
		d.Relations = append(d.Relations, relation{rel.Name, to.Name, qualifier(to)})
	}
	for _, member := range m.Members {
		use(member.Type.Imports...)
	}
	d.Scan, d.Bind = strings.Join(scan, ", "), strings.Join(bind, ", ")
	return d
}

func qualifier(t source.Target) string {
	if t.Import.Path == "" {
		return ""
	}
	return t.Import.Name + "."
}

// valueType is the type of the values that a column is compared with: a slice
// for an array, so that plain slices can be written.
func valueType(f schema.Field, goType string) string {
	if f.Kind.Element() != "" {
		return "[]" + goType[strings.IndexByte(goType, '[')+1:len(goType)-1]
	}
	return goType
}

// columnKind is the column type of orm for a field.
func columnKind(f schema.Field, goType string) string {
	switch {
	case f.Own && f.Kind != schema.Bool && f.Kind != schema.Binary && f.Kind != schema.JSON:
		return "Sorted"
	case f.Own:
		return "Value"
	case f.Kind.Number():
		return "Number"
	case f.Kind.Textual():
		return "Text"
	case f.Kind == schema.Bool && goType == "bool":
		return "Bool"
	case f.Kind == schema.DateTime:
		return "Time"
	case f.Kind == schema.Decimal, f.Kind == schema.Date, f.Kind == schema.Time:
		return "Sorted"
	}
	return "Value"
}

// TableVar is the variable that holds the definition of a model's table: Post
// gives postTable, HTMLPage gives htmlPageTable.
func TableVar(model string) string {
	runes := []rune(model)
	for i := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) || !unicode.IsUpper(runes[i]) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes) + "Table"
}
