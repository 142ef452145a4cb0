package site

import (
	"errors"
	"fmt"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

type findStatic struct {
	Names []string `arg:"" optional:"" name:"name" help:"Names as pages use them; none lists the folders."`
	First bool     `help:"Show only the file that is used, not those that it hides."`
}

// Help shows how the command is used.
func (findStatic) Help() string {
	return "Says where static files come from; the first place is the one that is used. Examples:\n  findstatic css/site.css\n  findstatic"
}

// Run finds.
func (v *findStatic) Run(e *environmentOf) error {
	s, problems := e.settings.read()
	if err := errors.Join(problems...); err != nil {
		return err
	}
	sources, onDisk := sourcesOf(s, e.apps)
	if carried := staticIn(s.Static); !onDisk && static.IsCollected(carried) {
		return v.collected(e, s)
	}
	if len(v.Names) == 0 {
		for _, source := range sources {
			fmt.Fprintln(e.out, source.Place("")+prefixed(source))
		}
		return nil
	}
	listing, err := static.List(sources)
	if err != nil {
		return err
	}
	places := map[string][]string{}
	for _, f := range append(listing.Files, listing.Hidden...) {
		places[f.Name] = append(places[f.Name], sources[f.Source].Place(f.Path))
	}
	return v.tell(e, listing.Names(), places)
}

func prefixed(s static.Source) string {
	if s.Prefix == "" {
		return ""
	}
	return " as " + s.Prefix
}

// collected finds in what the program carries.
func (v *findStatic) collected(e *environmentOf, s Settings) error {
	plan, err := collect.Again(staticIn(s.Static))
	if err != nil {
		return err
	}
	if len(v.Names) == 0 {
		_, err := fmt.Fprintf(e.out, "%d files that gofw build has put into the program\n", len(plan.Files))
		return err
	}
	places := map[string][]string{}
	for _, f := range plan.Files {
		places[f.Name] = []string{"in the program: " + f.Hashed}
	}
	return v.tell(e, plan.Listing.Names(), places)
}

// tell prints the places of the names that were asked for.
func (v *findStatic) tell(e *environmentOf, known []string, places map[string][]string) error {
	var missing []error
	for _, name := range v.Names {
		found := places[name]
		if len(found) == 0 {
			missing = append(missing, static.Missing{Name: name, Near: static.Nearest(name, known)})
			continue
		}
		if v.First {
			found = found[:1]
		}
		for _, place := range found {
			fmt.Fprintln(e.out, place)
		}
	}
	return errors.Join(missing...)
}
