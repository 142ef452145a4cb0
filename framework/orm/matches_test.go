package orm_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// names of tags.
var names = []string{"Ärzte", "ärzte", "ABC-12", "abc-12", "naïve", "straße", "x.y", "xzy", "Ωmega"}

func TestTextBeyondASCIIAndRegularExpressions(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		for _, name := range names {
			ok(t, Tags.Create(ctx, &Tag{Name: name}))
		}
		name := Tags.Name
		for sentence, tc := range map[string]struct {
			pred orm.Pred[*Tag]
			want string
		}{
			"a letter with dots in any case":       {name.IContains("ÄRZ"), "Ärzte ärzte"},
			"a letter with dots in its own case":   {name.Contains("ärz"), "ärzte"},
			"a Greek letter in any case":           {name.IContains("ωM"), "Ωmega"},
			"small letters":                        {orm.Lower(name).Eq("ärzte"), "Ärzte ärzte"},
			"capital letters":                      {orm.Upper(name).Eq("ÄRZTE"), "Ärzte ärzte"},
			"an expression":                        {orm.Matches(name, "^abc-[0-9]+$"), "abc-12"},
			"an expression in any case":            {orm.IMatches(name, "^abc-[0-9]+$"), "ABC-12 abc-12"},
			"an expression that finds inside":      {orm.Matches(name, "[ïß]"), "naïve straße"},
			"a dot is any letter":                  {orm.Matches(name, "^x.y$"), "x.y xzy"},
			"a quoted dot is a dot":                {orm.Matches(name, `^x\.y$`), "x.y"},
			"a choice":                             {orm.Matches(name, "^(naïve|xzy)$"), "naïve xzy"},
			"an expression of a computed text":     {orm.Matches(orm.Lower(name), "^ä"), "Ärzte ärzte"},
			"not an expression":                    {orm.Not(orm.Matches(name, "[a-zäß]")), "ABC-12"},
			"an expression with a quote in it":     {orm.Matches(name, "'; DROP TABLE"), ""},
			"a text beyond ASCII that is not here": {name.IContains("ÖL"), ""},
		} {
			rows, err := Tags.Filter(tc.pred).OrderBy(Tags.ID.Asc()).All(ctx)
			ok(t, err)
			var got []string
			for _, r := range rows {
				got = append(got, r.Name)
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("%s: %q, want %q", sentence, s, tc.want)
			}
		}
		_, err := Tags.Filter(orm.Matches(name, "(")).All(ctx)
		if err == nil || !strings.Contains(err.Error(), `"(" is no regular expression`) {
			t.Errorf("half an expression: %v", err)
		}
	})
}
