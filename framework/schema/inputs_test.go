package schema_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/schema"
)

type mood string

func (mood) Choices() []schema.Choice { return []schema.Choice{{Value: "calm", Label: "Calm"}} }

func TestAStructThatIsNoModelIsReadAsInputs(t *testing.T) {
	t.Parallel()
	fields, problems := schema.InputsOf(reflect.TypeFor[struct {
		Name  string `gorm:"size:20" gofw:"label=your name,help=In full."`
		Mood  mood   `gofw:"widget=radio"`
		Moods []mood
		Keys  []int64
		Away  func() `gorm:"-"`
	}]())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, f := range fields {
		got = append(got, f.Name+" "+string(f.Kind)+" "+f.Label+" "+f.Help+" "+string(f.Widget))
	}
	want := []string{"Name string your name In full. ", "Mood string mood  radio", "Moods text array moods  ", "Keys bigint array keys  "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(fields[2].Choices) != 1 {
		t.Error("the elements of a list have lost their choices")
	}
}

func TestWhatNoInputCanHoldIsAProblem(t *testing.T) {
	t.Parallel()
	type row struct{ schema.Meta }
	for name, typ := range map[string]reflect.Type{
		"a function": reflect.TypeFor[struct{ F func() }](),
		"a struct":   reflect.TypeFor[struct{ F row }](),
		"a widget that is none": reflect.TypeFor[struct {
			F string `gofw:"widget=dial"`
		}](),
		"a list of lists": reflect.TypeFor[struct{ F [][]string }](),
	} {
		if _, problems := schema.InputsOf(typ); len(problems) == 0 {
			t.Errorf("%s is taken", name)
		}
	}
}
