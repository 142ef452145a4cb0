package forms

import (
	"context"
	"regexp"
	"strings"
)

// language is a tag of BCP 47, such as de or pt-BR. The zero value is English.
type language string

type languageKey struct{}

// WithLanguage says in which language the page is written, by a tag such as "de" or
// "pt-BR". Numbers with digits behind the point are then shown and read as that
// language writes them. Without it they have a point. Days and times are typed into
// inputs of the browser, which has a calendar of its own.
func WithLanguage(ctx context.Context, tag string) context.Context {
	return context.WithValue(ctx, languageKey{}, language(tag))
}

func languageOf(ctx context.Context) language {
	l, _ := ctx.Value(languageKey{}).(language)
	return l
}

// commas are the languages that write a comma in the place of the point (Unicode
// CLDR, symbols of numbers).
const commas = " af az be bg bs ca cs da de el es et eu fi fo fr gl hr hu hy id is it ka kk kl ky lt lv mk mn nb nl nn no pl pt ro ru rw sk sl sq sr sv tk tr tt uk uz vi "

// points are regions that write a point although their language has a comma.
const points = " de-ch de-li es-419 es-do es-gt es-hn es-mx es-ni es-pa es-pe es-pr es-sv es-us it-ch "

func (l language) comma() bool {
	tag := strings.ToLower(strings.ReplaceAll(string(l), "_", "-"))
	base, _, _ := strings.Cut(tag, "-")
	return base != "" && strings.Contains(commas, " "+base+" ") && !strings.Contains(points, " "+tag+" ")
}

// number writes a number, which has a point, in the language.
func (l language) number(text string) string {
	if !l.comma() {
		return text
	}
	return strings.Replace(text, ".", ",", 1)
}

// grouped is a whole number with its thousands set apart by points.
var grouped = regexp.MustCompile(`^[+-]?[0-9]{1,3}(\.[0-9]{3})+$`)

// plain is the number that a person wrote, with a point: "1.234,50" and "1 234,50"
// are 1234.50. What is no number stays as it is. A single point is read as one,
// unless three digits stand behind it, as in Django.
func (l language) plain(text string) string {
	if !l.comma() {
		return text
	}
	bare := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(text)
	whole, rest, has := strings.Cut(bare, ",")
	if grouped.MatchString(whole) {
		whole = strings.ReplaceAll(whole, ".", "")
	}
	switch {
	case !has:
		return whole
	case strings.ContainsAny(whole+rest, ".,"):
		return text
	}
	return whole + "." + rest
}
