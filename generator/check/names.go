package check

import (
	"maps"
	"slices"
	"strconv"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

// names finds names that the generator writes and the author has taken, or
// that two declarations ask for.
func (c *checker) names(a *source.App) {
	wanted := map[string]string{}
	want := func(name, owner string, pos func() source.Problem) {
		p := pos()
		if at, taken := a.Names[name]; taken {
			c.wrong(at, p.Hint, "%s is the name that gofw gives to %s", name, owner)
			return
		}
		if other, twice := wanted[name]; twice {
			c.wrong(p.Pos, p.Hint, "%s is the name of %s and of %s", name, other, owner)
			return
		}
		wanted[name] = owner
	}
	for _, m := range a.Models {
		problem := func() source.Problem { return source.Problem{Pos: m.Pos, Hint: "rename one of them"} }
		want(schema.PluralName(m.Name), "the table of "+m.Name, problem)
		want(m.Name+"Fields", "the columns of "+m.Name, problem)
		want("New"+m.Name+"Fields", "the function that makes the columns of "+m.Name, problem)
		want(write.TableVar(m.Name), "the definition of "+m.Name, problem)
		if at, ok := a.Methods[m.Name]["TableName"]; ok {
			c.wrong(at, "remove it, and set Table in Meta to "+strconv.Quote(m.Table)+" or the name it returns", "%s.TableName is a method that gofw writes", m.Name)
		}
	}
	for _, choices := range a.Choices {
		for _, method := range []string{"Choices", "Label", "Valid"} {
			if at, ok := a.Methods[choices.Name][method]; ok && (choices.Text || method == "Choices") {
				c.wrong(at, "remove it: the constants and their line comments say the same", "%s.%s is a method that gofw writes", choices.Name, method)
			}
		}
	}
	if c.site.IsFramework() {
		return
	}
	app := func() source.Problem { return source.Problem{Hint: "rename it"} }
	want("App", "all that the folder declares", app)
	if a.Migrations {
		want("migrations", "the embedded migrations", app)
	}
	if a.Static {
		want("staticFiles", "the embedded static files", app)
	}
	for _, name := range imports(a) {
		want(name, "an import of its companions", app)
	}
	if at, ok := a.Names["Routes"]; ok && !a.HasRoutes {
		c.hint(at, "move it to urls.go", "Routes is only served from urls.go")
	}
}

// imports lists the packages of gofw that the companions of an app import.
func imports(a *source.App) []string {
	names := []string{"site"}
	if len(a.Models)+len(a.Choices) > 0 {
		names = append(names, "orm")
	}
	if len(a.Routes) > 0 {
		names = append(names, "urls")
	}
	if len(a.Admin) > 0 {
		names = append(names, "admin")
	}
	if len(a.Sitemaps) > 0 {
		names = append(names, "sitemaps")
	}
	if a.Static {
		names = append(names, "static")
	}
	return names
}

// reserved finds fields whose column would hide a method of the table.
func (c *checker) reserved(m *source.Model) {
	plural := schema.PluralName(m.Name)
	for _, name := range slices.Sorted(maps.Keys(m.Places)) {
		if !slices.Contains(schema.Reserved, name) {
			continue
		}
		if f := m.Field(name); f != nil {
			c.wrong(m.Places[name], "rename the field and keep the column with gorm:\"column:"+f.Column+"\"", "%s.%s collides with %s.%s", m.Name, name, plural, name)
			continue
		}
		if m.RelationField(name) != nil || m.Collection(name) != nil || m.Reverse(name) != nil {
			c.wrong(m.Places[name], "rename it", "%s.%s collides with %s.%s", m.Name, name, plural, name)
		}
	}
	for _, f := range m.Fields {
		if f.Name == m.Name+"Fields" {
			c.wrong(m.At(f.Name), "rename the field and keep the column with gorm:\"column:"+f.Column+"\"", "%s.%s collides with the type of the columns", m.Name, f.Name)
		}
	}
}
