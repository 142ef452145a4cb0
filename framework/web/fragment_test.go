package web_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/web"
)

// inFragment is a page with a component in a fragment.
func inFragment(id string, inside templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, "<html>"); err != nil {
			return err
		}
		if err := templ.Fragment(id).Render(templ.WithChildren(ctx, inside), w); err != nil {
			return err
		}
		_, err := io.WriteString(w, "</html>")
		return err
	})
}

func TestFragments(t *testing.T) {
	t.Parallel()
	const whole = "<html><li>tea</html>"
	for _, tc := range []struct {
		name    string
		headers []string
		id      any
		want    string // "" is an error
	}{
		{"a browser gets the page", nil, "rows", whole},
		{"htmx gets the part", []string{"HX-Request", "true"}, "rows", "<li>tea"},
		{"a boosted link gets the page", []string{"HX-Request", "true", "HX-Boosted", "true"}, "rows", whole},
		{"so does the way back", []string{"HX-Request", "true", "HX-History-Restore-Request", "true"}, "rows", whole},
		{"so does htmx 4 for a whole page", []string{"HX-Request", "true", "HX-Request-Type", "full"}, "rows", whole},
		{"a part that the page does not have", []string{"HX-Request", "true"}, "rosw", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, rec := request("GET", "/")
			for i := 0; i < len(tc.headers); i += 2 {
				c.Request().Header.Set(tc.headers[i], tc.headers[i+1])
			}
			err := web.Fragment(c, inFragment("rows", templ.Raw("<li>tea")), tc.id)
			if tc.want == "" {
				if err == nil || !strings.Contains(err.Error(), `@templ.Fragment("rosw")`) || c.Response().Committed {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || rec.Body.String() != tc.want || rec.Header().Get("Vary") != "HX-Request" {
				t.Errorf("%v, %q, %v", err, rec.Body, rec.Header())
			}
		})
	}
}
