package check

import (
	"strings"

	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

// addresses finds address functions that cannot have their name.
func (c *checker) addresses(a *source.App) {
	first := map[string]source.Route{}
	for _, address := range write.Addresses(a) {
		first[address.Route.Thing] = address.Route
		if at, taken := a.Names[address.Name]; taken {
			c.wrong(at, "rename it: gofw writes it from urls.go", "%s is the name that gofw gives to the address of %s", address.Name, address.Route.Ref)
		}
	}
	for _, r := range a.Routes {
		if f, ok := first[r.Thing]; ok && f.Ref != r.Ref {
			c.wrong(r.Pos, "give one of them another name: var "+r.Thing+"Page = "+r.Ref, "%s and %s would both have the address function %sURL", f.Ref, r.Ref, r.Thing)
		}
	}
}

// routes finds routes that an earlier one hides, in the order of main.go.
func (c *checker) routes() {
	var earlier []source.Route
	for _, a := range c.ordered() {
		for _, r := range a.Routes {
			for _, e := range earlier {
				method := shared(e.Method, r.Method)
				if method == "" || !e.Hides(r) {
					continue
				}
				c.wrong(r.Pos, "declare the narrower one first, give parameters types, or remove one",
					"%s %s is never reached: %s answers first (%s:%d)", method, r.Path, e.Path, e.Pos.Filename, e.Pos.Line)
				break
			}
			earlier = append(earlier, r)
		}
	}
}

// shared is a request method that two routes certainly both answer, or "". What
// Show answers besides GET is only known when the site runs.
func shared(earlier, later string) string {
	e, l := strings.ToUpper(earlier), strings.ToUpper(later)
	e, l = strings.Replace(e, "SHOW", "GET", 1), strings.Replace(l, "SHOW", "GET", 1)
	switch {
	case e == "ANY" && l == "ANY":
		return "GET"
	case e == l, e == "ANY":
		return l
	case l == "ANY":
		return e
	}
	return ""
}

// ordered is the apps that main.go lists, in its order, or all if it lists none.
func (c *checker) ordered() []*source.App {
	if len(c.site.Apps) == 0 {
		return c.apps
	}
	var out []*source.App
	for _, listed := range c.site.Apps {
		for _, a := range c.apps {
			if a.Import == listed.Import {
				out = append(out, a)
			}
		}
	}
	return out
}

// listed finds apps that are not part of the site.
func (c *checker) listed() {
	if c.site.Main == "" {
		return
	}
	for _, a := range c.apps {
		if !c.site.Lists(a.Import) {
			c.hint(c.site.Call, "add "+a.Name+".App to site.Main", "%s is not listed, so nothing of it is served", a.Display)
		}
	}
}
