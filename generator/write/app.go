package write

import (
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/source"
)

type appData struct {
	Package    string
	Name       string // quoted
	Imports    string
	Migrations bool
	Static     bool
	Parts      []part
}

// part is a field of site.App. Only what the folder declares has one.
type part struct{ Name, Value string }

// app is the companion of the folder.
func app(a *source.App) ([]byte, error) {
	d := appData{Package: a.Name, Name: strconv.Quote(a.Name), Migrations: a.Migrations, Static: a.Static}
	imports := map[string]source.Import{}
	use := func(path string) {
		name := path[strings.LastIndex(path, "/")+1:]
		imports[path] = source.Import{Name: name, Path: path}
	}
	list := func(field, pkg, typ string, values []string) {
		if len(values) > 0 {
			use(source.Framework + "/framework/" + strings.TrimPrefix(pkg, "*"))
			d.Parts = append(d.Parts, part{field, "[]" + pkg + "." + typ + "{" + strings.Join(values, ", ") + "}"})
		}
	}
	use(source.Framework + "/framework/site")
	var tables []string
	for _, m := range a.Models {
		tables = append(tables, schema.PluralName(m.Name)+".Def.Table")
	}
	list("Models", "*orm", "Table", tables)
	list("Admin", "admin", "AnyModel", a.Admin)
	if a.HasRoutes {
		d.Parts = append(d.Parts, part{"Routes", "Routes"})
	}
	list("Sitemaps", "sitemaps", "AnySitemap", a.Sitemaps)
	list("Commands", "site", "Command", a.Commands)
	if a.Static {
		use("embed")
		use(source.Framework + "/framework/static")
		d.Parts = append(d.Parts, part{"Static", "static.Folder{Package: " + strconv.Quote(a.Import) + ", Files: staticFiles}"})
	}
	if a.Migrations {
		use("embed")
		d.Parts = append(d.Parts, part{"Migrations", "migrations"})
	}
	if len(a.Steps) > 0 {
		use(source.Framework + "/framework/migrate")
		imports[a.StepsImport] = source.Import{Name: "steps", Path: a.StepsImport}
		var steps []string
		for _, s := range a.Steps {
			steps = append(steps, strconv.Quote(s.Name)+": steps."+s.Func)
		}
		d.Parts = append(d.Parts, part{"Steps", "migrate.GoSteps{" + strings.Join(steps, ", ") + "}"})
	}
	d.Imports = importBlock(imports)
	return render("app.tmpl", d)
}
