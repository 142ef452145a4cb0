package check

import (
	"bytes"
	"errors"
	"go/token"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/generator/source"
)

var problems = []source.Problem{
	{Pos: token.Position{Filename: "blog/models.go", Line: 31, Column: 15}, Message: `Post orders by "Published", which is not a field`, Hint: `did you mean "PublishedAt"?`},
	{Pos: token.Position{Filename: "main.go"}, Message: "two lines", Hint: "one\ntwo", Warning: true},
}

func TestPrint(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		color bool
		want  string
	}{
		"plain on a pipe": {false, "blog/models.go:31:15: Post orders by \"Published\", which is not a field\n\tdid you mean \"PublishedAt\"?\nmain.go: two lines\n\tone\n\ttwo\n"},
		"red for problems and yellow for warnings on a terminal": {true, "\x1b[1mblog/models.go:31:15\x1b[0m: \x1b[31mPost orders by \"Published\", which is not a field\x1b[0m\n\tdid you mean \"PublishedAt\"?\n\x1b[1mmain.go\x1b[0m: \x1b[33mtwo lines\x1b[0m\n\tone\n\ttwo\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := Print(&b, problems, tt.color); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrintJSON(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := PrintJSON(&b, problems[1:]); err != nil {
		t.Fatal(err)
	}
	want := "[\n\t{\n\t\t\"file\": \"main.go\",\n\t\t\"message\": \"two lines\",\n\t\t\"hint\": \"one\\ntwo\",\n\t\t\"warning\": true\n\t}\n]\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := PrintJSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("no problems give %q", b.String())
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestPrintReportsAFailedWrite(t *testing.T) {
	t.Parallel()
	if Print(full{}, problems, false) == nil || PrintJSON(full{}, problems) == nil {
		t.Error("a failed write went unnoticed")
	}
}
