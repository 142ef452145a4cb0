package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
)

func typed(answers string) (asker, *bytes.Buffer) {
	var shown bytes.Buffer
	return asker{bufio.NewReader(strings.NewReader(answers)), &shown, nil}, &shown
}

func TestQuestionsEndWithCtrlC(t *testing.T) {
	t.Parallel()
	stopped := make(chan struct{})
	close(stopped)
	silent, hand := io.Pipe()
	defer hand.Close()
	ask := asker{bufio.NewReader(silent), io.Discard, stopped}
	if _, err := ask.Renamed("blog.Post.body", "blog.Post.text"); !errors.Is(err, errNoAnswer) {
		t.Errorf("got the error %v", err)
	}
}

func TestRenamesAreConfirmedByAClearAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answers string
		want          bool
		err           error
	}{
		{"yes", "y\n", true, nil},
		{"yes in capitals, with blanks", "  YES \n", true, nil},
		{"no", "no\n", false, nil},
		{"no answer at all is no no", "\nwhat\nn\n", false, nil},
		{"rubbish, then yes", "\x00\xff\nj\ny\n", true, nil},
		{"the end of the input", "", false, errNoAnswer},
		{"half a line at the end of the input", "y", false, errNoAnswer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ask, shown := typed(test.answers)
			got, err := ask.Renamed("blog.Post.body", "blog.Post.text")
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %v, %v", got, err)
			}
			if !strings.Contains(shown.String(), "blog.Post.body renamed to blog.Post.text") {
				t.Errorf("the question was %q", shown)
			}
		})
	}
}

func TestBackfillsAreAskedForUntilTheyFit(t *testing.T) {
	t.Parallel()
	number, text := migrate.Field{Name: "views", Type: schema.BigInt}, migrate.Field{Name: "title", Type: schema.String, Size: 5}
	tests := []struct {
		name, answers string
		field         migrate.Field
		want          string
		err           error
	}{
		{"a number", "7\n", number, "7", nil},
		{"words where a number must be", "seven\n7; DROP TABLE x\n-7\n", number, "-7", nil},
		{"a text", "abc\n", text, "abc", nil},
		{"a text that is too long", "abcdef\nabcde\n", text, "abcde", nil},
		{"nothing is no text", "\nabc\n", text, "abc", nil},
		{"the empty text", "\"\"\n", text, "", nil},
		{"a text in quotes", "\" a \"\n", text, " a ", nil},
		{"one quote", "\"\n", text, "\"", nil},
		{"the end of the input", "seven\n", number, "", errNoAnswer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ask, _ := typed(test.answers)
			got, err := ask.Backfill("blog.Post."+test.field.Name, test.field)
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
