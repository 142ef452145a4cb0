package migrate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A field that is worked out from another moves to a new one, and the old one goes.
func TestAGeneratedFieldMovesToAnotherSource(t *testing.T) {
	t.Parallel()
	model := func(source, expr string) *State {
		s, err := new(State).Apply("app", Op{Kind: CreateModel, Model: "A", Table: "app_a", Fields: []Field{
			{Name: "id", Type: "bigauto", PK: true}, {Name: source, Type: "integer", Nullable: true},
			{Name: "twice", Type: "integer", Nullable: true, Generated: expr},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for what, to := range map[string]*State{
		"the same twice of another":       model("b", "{b} * 2"),
		"something else of another":       model("c", "{c} + 1"),
		"the same of one called likewise": model("aa", "{aa} * 2"),
	} {
		before := model("a", "{a} * 2")
		declared := declaredAgain(t, to)
		ops, err := Detect("app", before, declared, answers{})
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		after, err := before.Apply("app", ops...)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if diff := cmp.Diff(facts(declared), facts(after)); diff != "" {
			t.Errorf("%s (-declared +detected):\n%s", what, diff)
		}
		if again, err := Detect("app", after, declared, NoInput{}); err != nil || len(again) > 0 {
			t.Errorf("%s: the second detection finds %v, %v", what, again, err)
		}
		eachEngine(t, func(t *testing.T, e engine) {
			db := e.open(t)
			for i, states := range [][2]*State{{new(State), before}, {before, after}, {after, before}} {
				stmts, err := e.dialect.Plan(states[0], states[1], nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range stmts {
					if s.Kind == Execute {
						execute(t, db, s.SQL)
					}
				}
				if i == 0 {
					execute(t, db, "INSERT INTO app_a (id) VALUES (1)")
				}
			}
		})
	}
}
