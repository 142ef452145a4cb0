package migrate

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// graphOf makes a graph of files that are known to be right.
func graphOf(files []*File) *Graph { return new(Graph).with(files) }

// randomHistory makes migrations of one app that are valid and can be undone.
// Names come from small pools, so that they are freed and taken again.
func randomHistory(seed int64, operations int) []*File {
	h := &history{r: rand.New(rand.NewSource(seed)), e: new(State).edit()}
	return h.make(operations)
}

type history struct {
	r     *rand.Rand
	e     *editor
	files []*File

	textsApart bool // no text is in an index
	worksOut   bool // there are generated columns; the detector cannot yet move them from one field to another
}

func (h *history) make(operations int) []*File {
	for range operations {
		h.step()
	}
	return h.files
}

// indexed reports whether an index covers a field.
func (h *history) indexed(m *Model, name string) bool {
	return m.Field(name).Unique || slices.ContainsFunc(m.Indexes, func(x Index) bool { return slices.Contains(x.keys(), name) })
}

// do adds operations that belong together to the history.
func (h *history) do(ops ...Op) {
	if len(h.files) == 0 || h.r.Intn(4) == 0 {
		h.files = append(h.files, &File{App: "app", Name: fmt.Sprintf("%04d_x", len(h.files)+1)})
	}
	f := h.files[len(h.files)-1]
	for _, op := range ops {
		if err := h.e.apply("app", &op); err != nil {
			panic(fmt.Sprintf("%s: %v", op.Kind, err))
		}
		f.Ops = append(f.Ops, op)
	}
}

func (h *history) model() *Model {
	order := h.e.state.order
	return h.e.state.models[order[h.r.Intn(len(order))]]
}

// name picks one of a pool that is not in use.
func (h *history) name(prefix string, size int, used func(string) bool) string {
	for {
		size++
		if name := fmt.Sprintf("%s%d", prefix, h.r.Intn(size)+1); !used(name) {
			return name
		}
	}
}

func (h *history) modelName() string {
	return h.name("Model", 6, func(s string) bool { return h.e.state.models["app."+s] != nil })
}

func (h *history) fieldName(m *Model) string {
	return h.name("f", 6, func(s string) bool { return m.find(s) >= 0 })
}

func (h *history) freeName(prefix string) string {
	return h.name(prefix, 20, func(s string) bool { return h.e.owner(s) != nil })
}

func (h *history) step() {
	if len(h.e.state.order) < 2 || h.r.Intn(9) == 0 {
		h.create()
		return
	}
	m := h.model()
	var plain []Field // neither key nor foreign key
	for _, f := range m.Fields {
		if !f.PK && f.Type != ForeignKey && f.Generated == "" {
			plain = append(plain, f)
		}
	}
	switch h.r.Intn(9) {
	case 0:
		h.addField(m)
	case 1:
		h.renameField(m, plain)
	case 2:
		h.alterField(m, plain)
	case 3:
		h.index(m, plain)
	case 4:
		h.check(m, plain)
	case 5:
		h.renameModel(m)
	case 6:
		h.remove(m, plain)
	case 7:
		h.generate(m, plain)
	case 8:
		h.specialIndex(m, plain)
	}
}

// generate adds a column that is worked out, or takes one away, or works it out
// otherwise.
func (h *history) generate(m *Model, plain []Field) {
	for _, f := range m.Fields {
		switch {
		case !h.worksOut:
			return
		case f.Generated == "" || h.indexed(m, f.Name):
		case h.r.Intn(2) == 0:
			h.do(Op{Kind: RemoveField, Model: m.Name, Name: f.Name})
			return
		default:
			f.Generated += " + 1"
			h.do(Op{Kind: AlterField, Model: m.Name, Field: &f})
			return
		}
	}
	for _, f := range plain {
		if f.Type == schema.Integer || f.Type == schema.BigInt {
			h.do(Op{Kind: AddField, Model: m.Name, Field: &Field{Name: h.fieldName(m), Type: schema.BigInt, Nullable: true, Generated: "{" + f.Name + "} * 2"}})
			return
		}
	}
}

// specialIndex adds an index of an expression or of some rows, or gives an index
// another name.
func (h *history) specialIndex(m *Model, plain []Field) {
	if len(m.Indexes) > 0 && h.r.Intn(3) == 0 {
		x := m.Indexes[0]
		h.do(Op{Kind: RemoveIndex, Model: m.Name, Name: x.Name})
		x.Name = h.freeName("ix")
		h.do(Op{Kind: AddIndex, Model: m.Name, Index: &x})
		return
	}
	if len(plain) == 0 || len(m.Indexes) > 2 {
		return
	}
	f := plain[h.r.Intn(len(plain))]
	x := Index{Name: h.freeName("ix"), Fields: []string{"id"}, Unique: true, Where: "{" + f.Name + "} IS NOT NULL"}
	switch f.Type {
	case schema.String:
		x.Fields = append(x.Fields, "lower({"+f.Name+"})")
	case schema.Integer, schema.BigInt:
		x.Fields = append(x.Fields, "-coalesce({"+f.Name+"}, 0)")
	}
	h.do(Op{Kind: AddIndex, Model: m.Name, Index: &x})
}

// workedFrom reports whether a column is worked out from a field.
func workedFrom(m *Model, name string) bool {
	return slices.ContainsFunc(m.Fields, func(f Field) bool { return strings.Contains(f.Generated, "{"+name+"}") })
}

// inExpression reports whether an index has an expression of a field.
func inExpression(m *Model, name string) bool {
	return slices.ContainsFunc(m.Indexes, func(x Index) bool {
		return slices.ContainsFunc(x.Fields, func(entry string) bool { return strings.Contains(entry, "{"+name+"}") })
	})
}

func (h *history) create() {
	fields := []Field{{Name: "id", Type: schema.BigAuto, PK: true}, {Name: "f1", Type: schema.Integer}, {Name: "f2", Type: schema.String, Size: 20, Nullable: true}}
	if len(h.e.state.order) > 0 {
		fields = append(fields, Field{Name: "f3", Type: ForeignKey, To: h.model().Key(), Nullable: true, OnDelete: schema.Cascade})
	}
	h.do(Op{Kind: CreateModel, Model: h.modelName(), Fields: fields})
}

func (h *history) addField(m *Model) {
	name := h.fieldName(m)
	choices := []Op{
		{Field: &Field{Name: name, Type: schema.Integer, Default: new(fmt.Sprint(h.r.Intn(9)))}},
		{Field: &Field{Name: name, Type: schema.String, Size: 30}, Backfill: new("it's")},
		{Field: &Field{Name: name, Type: schema.String, Size: 30, Nullable: true, Unique: true}},
		{Field: &Field{Name: name, Type: schema.DateTime, Default: new("now")}},
		{Field: &Field{Name: name, Type: schema.DateTime, Default: new("now")}, Backfill: new("2020-02-02 02:02:02")},
		{Field: &Field{Name: name, Type: schema.Bool, Default: new("true")}, Backfill: new("false")},
		{Field: &Field{Name: name, Type: ForeignKey, To: h.model().Key(), Nullable: true, OnDelete: schema.SetNull}},
		{Field: &Field{Name: name, Type: ForeignKey, To: h.model().Key(), Nullable: true, OnDelete: schema.Cascade}},
	}
	op := choices[h.r.Intn(len(choices))]
	op.Kind, op.Model = AddField, m.Name
	h.do(op)
}

func (h *history) renameField(m *Model, plain []Field) {
	rename := func(from, to string) Op { return Op{Kind: RenameField, Model: m.Name, Name: from, To: to} }
	if len(plain) > 1 && h.r.Intn(3) == 0 { // two change places
		a, b := plain[0].Name, plain[1].Name
		h.do(rename(a, "between"), rename(b, a), rename("between", b))
		return
	}
	f := m.Fields[h.r.Intn(len(m.Fields))]
	switch {
	case f.PK:
	case h.r.Intn(6) == 0 && f.Name[0] == 'f':
		h.do(rename(f.Name, strings.ToUpper(f.Name)+"x"), rename(strings.ToUpper(f.Name)+"x", f.Name+"X"))
	default:
		h.do(rename(f.Name, h.fieldName(m)))
	}
}

func (h *history) alterField(m *Model, plain []Field) {
	if len(plain) == 0 {
		return
	}
	f := plain[h.r.Intn(len(plain))]
	op := Op{Kind: AlterField, Model: m.Name, Field: &f}
	if h.r.Intn(2) == 0 && !f.Unique {
		f.Nullable = !f.Nullable
		op.Backfill = new(map[schema.Kind]string{schema.Bool: "true", schema.DateTime: "2020-02-02 02:02:02"}[f.Type])
		if *op.Backfill == "" {
			op.Backfill = new("7")
		}
		h.do(op)
		return
	}
	if h.r.Intn(4) == 0 && f.Default != nil {
		f.Default = new(map[schema.Kind]string{schema.Bool: "false", schema.DateTime: "2021-01-01 00:00:00"}[f.Type])
		switch {
		case *f.Default == "":
			f.Default = new(fmt.Sprint(h.r.Intn(9)))
		case h.r.Intn(2) == 0 && f.Type == schema.DateTime:
			f.Default = new("now")
		}
		h.do(op)
		return
	}
	if workedFrom(m, f.Name) || inExpression(m, f.Name) {
		return
	}
	if becomesText := f.Type == schema.String || f.Type == schema.BigInt; h.textsApart && becomesText && h.indexed(m, f.Name) {
		return
	}
	switch f.Type {
	case schema.String:
		f.Type, f.Size = schema.Text, 0
	case schema.Text:
		f.Type, f.Size = schema.String, 200
	case schema.Integer:
		f.Type = schema.BigInt
	case schema.BigInt:
		f.Type = schema.Text
	default:
		return
	}
	h.do(op)
}

func (h *history) index(m *Model, plain []Field) {
	if len(m.Indexes) > 1 || len(plain) == 0 {
		if len(m.Indexes) > 0 {
			h.do(Op{Kind: RemoveIndex, Model: m.Name, Name: m.Indexes[h.r.Intn(len(m.Indexes))].Name})
		}
		return
	}
	x := Index{Name: h.freeName("ix"), Fields: []string{m.Fields[len(m.Fields)-1].Name}}
	if f := plain[h.r.Intn(len(plain))].Name; f != x.Fields[0] {
		x.Fields = append(x.Fields, f)
	}
	if h.textsApart && slices.ContainsFunc(x.Fields, func(name string) bool { return m.Field(name).Type == schema.Text }) {
		return
	}
	if h.r.Intn(3) == 0 {
		x.Where = "{" + plain[h.r.Intn(len(plain))].Name + "} IS NOT NULL"
	}
	if h.r.Intn(3) == 0 {
		x.Fields[0] = "-" + x.Fields[0]
	}
	h.do(Op{Kind: AddIndex, Model: m.Name, Index: &x})
}

func (h *history) check(m *Model, plain []Field) {
	if len(m.Checks) > 1 || len(plain) == 0 {
		if len(m.Checks) > 0 {
			h.do(Op{Kind: RemoveCheck, Model: m.Name, Name: m.Checks[0].Name})
		}
		return
	}
	h.do(Op{Kind: AddCheck, Model: m.Name, Check: &Check{Name: h.freeName("ck"), Expr: "{" + plain[h.r.Intn(len(plain))].Name + "} IS NOT NULL OR 1 = 1"}})
}

func (h *history) renameModel(m *Model) {
	rename := func(from, to string) Op { return Op{Kind: RenameModel, Model: from, To: to} }
	if other := h.model(); other != m && h.r.Intn(3) == 0 { // two tables change places
		a, b := m.Name, other.Name
		h.do(rename(a, "Between"), rename(b, a), rename("Between", b))
		return
	}
	h.do(rename(m.Name, h.modelName()))
}

func (h *history) remove(m *Model, plain []Field) {
	if len(plain) > 1 && h.r.Intn(3) > 0 {
		f := plain[h.r.Intn(len(plain))]
		op := Op{Kind: RemoveField, Model: m.Name, Name: f.Name}
		if !f.Nullable && f.Default == nil {
			op.Backfill = new("9")
		}
		inUse := workedFrom(m, f.Name) || slices.ContainsFunc(m.Indexes, func(x Index) bool { return slices.Contains(x.names(), f.Name) }) ||
			slices.ContainsFunc(m.Checks, func(c Check) bool { return strings.Contains(c.Expr, "{"+f.Name+"}") })
		if !inUse {
			h.do(op)
		}
		return
	}
	for _, other := range h.e.state.models {
		for _, f := range other.Fields {
			if f.To == m.Key() && other != m {
				return
			}
		}
	}
	h.do(Op{Kind: DeleteModel, Model: m.Name})
}
