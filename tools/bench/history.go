package main

import (
	"fmt"
	"strings"
)

// gofwHistory is a site with the made history.
func gofwHistory(framework string) map[string]string {
	files := map[string]string{
		"go.mod":  "module example.com/history\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0\n\nreplace github.com/gofw/gofw => " + framework + "\n",
		"main.go": "// Command history has many migrations.\npackage main\n\nimport (\n\t\"example.com/history/shop\"\n\n\t\"github.com/gofw/gofw/framework/site\"\n)\n\nfunc main() { site.Main(site.Settings{}, shop.App) }\n",
	}
	var models strings.Builder
	models.WriteString("// Package shop is a made app.\npackage shop\n")
	n := 0
	migration := func(op string) {
		n++
		depends := "[]"
		if n > 1 {
			depends = fmt.Sprintf("[shop.%04d_x]", n-1)
		}
		files[fmt.Sprintf("shop/migrations/%04d_x.yaml", n)] = "depends: " + depends + "\nops:\n" + op
		files["shop/migrations/HEAD"] = fmt.Sprintf("%04d_x\n", n)
	}
	for i := range historyModels {
		parent, relation := "", ""
		if i > 0 {
			parent = fmt.Sprintf("      - {name: parent, type: fk, to: shop.M%d, on_delete: cascade}\n", i-1)
			relation = fmt.Sprintf("\tParentID int64\n\tParent *M%d `gorm:\"constraint:OnDelete:CASCADE\"`\n", i-1)
		}
		migration(fmt.Sprintf("  - op: create_model\n    model: M%d\n    table: shop_m%d\n    fields:\n      - {name: id, type: bigauto, pk: true}\n      - {name: name, type: string, size: 100}\n%s", i, i, parent))
		fmt.Fprintf(&models, "\n// M%d is a made model.\ntype M%[1]d struct {\n\tID int64 `gorm:\"primaryKey\"`\n\tName string `gorm:\"size:100\"`\n%s", i, relation)
		for c := range historyColumns {
			fmt.Fprintf(&models, "\tF%d int32 `gorm:\"default:%[1]d\"`\n", c)
		}
		models.WriteString("}\n")
	}
	for c := range historyColumns {
		for i := range historyModels {
			migration(fmt.Sprintf("  - {op: add_field, model: M%d, field: {name: f%d, type: integer, default: \"%d\"}}\n", i, c, c))
		}
	}
	files["shop/models.go"] = models.String()
	return files
}

// djangoHistory is the same for Django.
func djangoHistory() map[string]string {
	files := map[string]string{
		"manage.py":   "import os\nimport sys\n\nos.environ[\"DJANGO_SETTINGS_MODULE\"] = \"settings\"\n\nfrom django.core.management import execute_from_command_line\n\nexecute_from_command_line(sys.argv)\n",
		"settings.py": "import os\n\nSECRET_KEY = \"not secret\"\nINSTALLED_APPS = [\"shop\"]\nDEFAULT_AUTO_FIELD = \"django.db.models.BigAutoField\"\nDATABASES = {\"default\": {\"ENGINE\": \"django.db.backends.sqlite3\", \"NAME\": os.environ.get(\"DATABASE_URL\", \"site.db\")}}\n",

		"shop/__init__.py": "", "shop/migrations/__init__.py": "",
	}
	var models strings.Builder
	models.WriteString("from django.db import models\n")
	n := 0
	migration := func(op string) {
		n++
		depends := "[]"
		if n > 1 {
			depends = fmt.Sprintf("[(\"shop\", \"%04d_x\")]", n-1)
		}
		files[fmt.Sprintf("shop/migrations/%04d_x.py", n)] = "import django.db.models.deletion\nfrom django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = " + depends + "\n    operations = [" + op + "]\n"
	}
	for i := range historyModels {
		parent, relation := "", ""
		if i > 0 {
			relation = fmt.Sprintf("    parent = models.ForeignKey(\"shop.M%d\", on_delete=models.CASCADE)\n", i-1)
			parent = fmt.Sprintf(", (\"parent\", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=\"shop.m%d\"))", i-1)
		}
		migration(fmt.Sprintf("migrations.CreateModel(name=\"M%d\", fields=[(\"id\", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name=\"ID\")), (\"name\", models.CharField(max_length=100))%s])", i, parent))
		fmt.Fprintf(&models, "\n\nclass M%d(models.Model):\n    name = models.CharField(max_length=100)\n%s", i, relation)
		for c := range historyColumns {
			fmt.Fprintf(&models, "    f%d = models.IntegerField(default=%[1]d)\n", c)
		}
	}
	for c := range historyColumns {
		for i := range historyModels {
			migration(fmt.Sprintf("migrations.AddField(model_name=\"m%d\", name=\"f%d\", field=models.IntegerField(default=%d))", i, c, c))
		}
	}
	files["shop/models.py"] = models.String()
	return files
}
