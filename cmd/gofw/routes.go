package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/write"
)

// routesCommand lists addresses.
type routesCommand struct {
	JSON bool `name:"json" help:"Print the addresses as JSON."`
}

// Help has an example.
func (routesCommand) Help() string {
	return `What the apps' urls.go declare: the kind of route, the address, what it shows, the function that gives the address, the
middleware around it, the permissions that this asks for, and the place.

    gofw routes
    gofw routes --json`
}

// jsonRoute is an address as scripts read it.
type jsonRoute struct {
	App      string `json:"app"`
	Method   string `json:"method"`
	Path     string `json:"path"`
	Shows    string `json:"shows,omitempty"`
	Function string `json:"function,omitempty"`

	Middleware  []string `json:"middleware,omitempty"`
	Permissions []string `json:"permissions,omitempty"`

	File string `json:"file"`
	Line int    `json:"line"`
}

// around is the middleware in short: permissions by themselves, all else as it is
// written.
func (r jsonRoute) around() string {
	var words []string
	for _, m := range r.Middleware {
		if !strings.Contains(m, ".RequirePermission(") {
			words = append(words, m)
		}
	}
	if len(r.Permissions) > 0 {
		words = append(words, "needs "+strings.Join(r.Permissions, ", "))
	}
	return strings.Join(words, " ")
}

// Run lists the addresses.
func (c routesCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findSite(ctx, "routes")
	if err != nil {
		return err
	}
	_, apps, err := generator.Read(site.Dir)
	if err != nil {
		return err
	}
	routes := []jsonRoute{}
	for _, a := range apps {
		functions := map[string]string{}
		for _, address := range write.Addresses(a) {
			functions[address.Route.Pos.String()] = a.Name + "." + address.Name
		}
		for _, r := range a.Routes {
			routes = append(routes, jsonRoute{a.Name, r.Method, r.Path, r.Ref, functions[r.Pos.String()], r.Use, r.Needs, r.Pos.Filename, r.Pos.Line})
		}
	}
	if c.JSON {
		e := json.NewEncoder(p.out)
		e.SetIndent("", "\t")
		return e.Encode(routes)
	}
	if len(routes) == 0 {
		p.say("no app declares Routes in urls.go")
		return nil
	}
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, r := range routes {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s:%d\n", r.Method, r.Path, r.Shows, r.Function, r.around(), r.File, r.Line)
	}
	return table.Flush()
}
