package orm

import (
	"regexp"
	"slices"
)

// Lower is the text in small letters.
func Lower[P any, T ~string](e Expression[P, T]) *Computed[P, T] {
	return computed[P, T](cased(of(e), "LOWER", "gofw_lower"))
}

// Upper is the text in capital letters.
func Upper[P any, T ~string](e Expression[P, T]) *Computed[P, T] {
	return computed[P, T](cased(of(e), "UPPER", "gofw_upper"))
}

// Trim is the text without blanks at its ends.
func Trim[P any, T ~string](e Expression[P, T]) *Computed[P, T] { return applied[T](e, "TRIM") }

// Length is the number of characters of a text.
func Length[P any, T ~string](e Expression[P, T]) *Computed[P, int64] {
	return computed[P, int64](perDialect{[]expr{of(e)}, map[dialect]string{
		sqliteDialect: "LENGTH", postgresDialect: "CHAR_LENGTH", mysqlDialect: "CHAR_LENGTH"}})
}

// Abs is the number without its sign.
func Abs[P, T any](e Expression[P, T]) *Computed[P, T] { return applied[T](e, "ABS") }

// Coalesce is the first of the values that is not NULL.
func Coalesce[P, T any](es ...Expression[P, T]) *Computed[P, T] {
	if len(es) == 1 { // which SQLite does not take
		return computed[P, T](of(es[0]))
	}
	return computed[P, T](call{"COALESCE", ofAll(es)})
}

// Greatest is the largest of the values; NULL if one of them is.
func Greatest[P, T any](es ...Expression[P, T]) *Computed[P, T] {
	return computed[P, T](extreme{"MAX", "GREATEST", ofAll(es)})
}

// Least is the smallest of the values; NULL if one of them is.
func Least[P, T any](es ...Expression[P, T]) *Computed[P, T] {
	return computed[P, T](extreme{"MIN", "LEAST", ofAll(es)})
}

// Concat is texts one after the other; NULL is empty.
func Concat[P any, T ~string](es ...Expression[P, T]) *Computed[P, T] {
	args := ofAll(es)
	for i, a := range args {
		args[i] = call{"COALESCE", []expr{a, value{v: ""}}}
	}
	return computed[P, T](concat{args})
}

// Val is a value of Go as an expression.
func Val[P, T any](v T) *Computed[P, T] { return computed[P, T](told{value{v: v}}) }

// Plus is the sum of two expressions.
func Plus[P, T any](a, b Expression[P, T]) *Computed[P, T] { return combined(a, " + ", b) }

// Minus is the difference of two expressions.
func Minus[P, T any](a, b Expression[P, T]) *Computed[P, T] { return combined(a, " - ", b) }

// Times is the product of two expressions.
func Times[P, T any](a, b Expression[P, T]) *Computed[P, T] { return combined(a, " * ", b) }

// Func calls a function of the database that has no name here; the name is
// letters, digits and underscores, and anything else panics. What it means on
// another database is the caller's business.
func Func[P, T any](name string, args ...Column[P]) *Computed[P, T] {
	if !functionName.MatchString(name) {
		panic("orm: " + name + " is no name of a function")
	}
	plain := make([]expr, len(args))
	for i, a := range args {
		plain[i] = know(a).expr()
	}
	return computed[P, T](call{name, plain})
}

var functionName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// SQL is an expression in the database's own words, with a ? for each argument.
// Never build the text from what people typed: that is what arguments are for.
func SQL[P, T any](text string, args ...any) *Computed[P, T] {
	return computed[P, T](raw{text, args})
}

func applied[T, P any](e Expression[P, T], name string) *Computed[P, T] {
	return computed[P, T](call{name, []expr{of(e)}})
}

func combined[P, T any](a Expression[P, T], op string, b Expression[P, T]) *Computed[P, T] {
	return computed[P, T](group{"", []expr{binary{of(a), op, of(b)}}})
}

func ofAll[P, T any](es []Expression[P, T]) []expr {
	out := make([]expr, len(es))
	for i, e := range es {
		out[i] = of(e)
	}
	return out
}

// perDialect is a function that databases name differently.
type perDialect struct {
	args  []expr
	names map[dialect]string
}

func (x perDialect) render(b *builder) { call{x.names[b.dialect], x.args}.render(b) }
func (x perDialect) parts() []expr     { return x.args }

// extreme is the largest or smallest of several values. PostgreSQL passes over
// NULL, the others do not; a CASE makes it the same.
type extreme struct {
	sqlite, name string
	args         []expr
}

func (x extreme) parts() []expr { return x.args }

func (x extreme) render(b *builder) {
	switch b.dialect {
	case sqliteDialect:
		call{x.sqlite, x.args}.render(b)
	case postgresDialect:
		b.raw("CASE WHEN ")
		nulls := make([]expr, len(x.args))
		for i, a := range x.args {
			nulls[i] = suffix{a, " IS NULL"}
		}
		group{" OR ", nulls}.render(b)
		b.raw(" THEN NULL ELSE ")
		call{x.name, x.args}.render(b)
		b.raw(" END")
	default:
		call{x.name, x.args}.render(b)
	}
}

// concat is texts one after the other.
type concat struct{ args []expr }

func (x concat) parts() []expr { return x.args }

func (x concat) render(b *builder) {
	if b.dialect == mysqlDialect { // || is OR there
		call{"CONCAT", x.args}.render(b)
		return
	}
	group{" || ", x.args}.render(b)
}

// When is one case of [Case].
type When[P, T any] struct {
	pred expr
	then expr
}

// If is a case: where the condition holds, the value is v.
func If[P, T any](p Pred[P], v T) When[P, T] { return When[P, T]{orTrue(p.e), told{value{v: v}}} }

// IfF is a case whose value is an expression.
func IfF[P, T any](p Pred[P], e Expression[P, T]) When[P, T] { return When[P, T]{orTrue(p.e), of(e)} }

// Case is the value of the first case that holds, else the other one.
func Case[P, T any](other Expression[P, T], whens ...When[P, T]) *Computed[P, T] {
	c := cases{other: of(other)}
	for _, w := range whens {
		c.whens = append(c.whens, w.pred, w.then)
	}
	return computed[P, T](c)
}

type cases struct {
	whens []expr // condition and value in turn
	other expr
}

func (x cases) parts() []expr { return append(slices.Clone(x.whens), x.other) }

func (x cases) render(b *builder) {
	if len(x.whens) == 0 {
		x.other.render(b)
		return
	}
	b.raw("CASE")
	for i, e := range x.whens {
		b.raw([]string{" WHEN ", " THEN "}[i%2])
		e.render(b)
	}
	b.raw(" ELSE ")
	x.other.render(b)
	b.raw(" END")
}
