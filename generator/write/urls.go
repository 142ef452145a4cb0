package write

import (
	"strconv"
	"strings"

	"github.com/gofw/gofw/generator/source"
)

// Address is the function that gives the address of what a route shows.
type Address struct {
	Name  string // "PostDetailURL"
	Route source.Route
}

// Addresses lists the address functions of an app in order of source: one for
// each thing shown by name, by the first of its routes.
func Addresses(a *source.App) []Address {
	var out []Address
	seen := map[string]bool{}
	for _, r := range a.Routes {
		if r.Thing == "" || seen[r.Thing] {
			continue
		}
		seen[r.Thing] = true
		name := r.Thing + "URL"
		out = append(out, Address{name, r})
	}
	return out
}

type urlsData struct {
	Package   string
	Import    string
	Addresses []addressData
}

type addressData struct{ Name, Ref, Path, Params, Value string }

// urls is the companion of urls.go, or nil if no route has a name.
func urls(a *source.App) ([]byte, error) {
	addresses := Addresses(a)
	if len(addresses) == 0 {
		return nil, nil
	}
	d := urlsData{Package: a.Name}
	for _, address := range addresses {
		r := address.Route
		data := addressData{Name: address.Name, Ref: r.Ref, Path: r.Path, Value: strconv.Quote(plainPath(r.Path))}
		if len(r.Params) > 0 {
			d.Import = strconv.Quote(source.Framework + "/framework/urls")
			data.Params, data.Value = parameters(r, data.Value)
		}
		d.Addresses = append(d.Addresses, data)
	}
	return render("urls.tmpl", d)
}

func parameters(r source.Route, path string) (params, value string) {
	var declared, given []string
	for _, p := range r.Params {
		if p.Type == "int" {
			declared, given = append(declared, p.Name+" int64"), append(given, "urls.Int("+p.Name+")")
			continue
		}
		declared, given = append(declared, p.Name+" string"), append(given, p.Name)
	}
	return strings.Join(declared, ", "), "urls.Path(" + path + ", " + strings.Join(given, ", ") + ")"
}

// plainPath is a path without the types of its parameters, which only say what
// a route takes; that of the last one says whether slashes stay.
func plainPath(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, ":") && !strings.HasSuffix(s, "<path>") {
			segments[i], _, _ = strings.Cut(s, "<")
		}
	}
	return strings.Join(segments, "/")
}
