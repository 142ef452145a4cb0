package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const freshMod = `module x

go 1.26.0

require github.com/gofw/gofw v0.0.0-20260101000000-bbbbbbbbbbbb

require (
	example.com/a v1.2.0 // indirect
	example.com/b v1.0.0 // indirect
)
`

func TestUpgradeKeepsWhatTheSiteRequires(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, fresh, want string }{
		{
			"another version; nothing else goes down",
			"module site\n\ngo 1.25.0\n\nrequire (\n\texample.com/a v1.1.0\n\texample.com/own v1.0.0\n\tgithub.com/gofw/gofw v0.0.0-20260101000000-ffffffffffff\n)\n\nrequire example.com/b v1.9.0 // indirect\n",
			freshMod,
			"module site\n\ngo 1.26.0\n\nrequire (\n\texample.com/a v1.2.0\n\texample.com/own v1.0.0\n\tgithub.com/gofw/gofw v0.0.0-20260101000000-bbbbbbbbbbbb\n)\n\nrequire example.com/b v1.9.0 // indirect\n",
		},
		{
			"a folder that is no longer used",
			"module site\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0-00010101000000-000000000000\n\nreplace github.com/gofw/gofw => /gone\n\nreplace example.com/a => ../a\n",
			freshMod,
			"module site\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0-20260101000000-bbbbbbbbbbbb\n\nrequire (\n\texample.com/a v1.2.0 // indirect\n\texample.com/b v1.0.0 // indirect\n)\n\nreplace example.com/a => ../a\n",
		},
		{
			"a checkout instead of a version",
			"module site\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.9.0\n",
			"module x\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0-00010101000000-000000000000\n\nreplace github.com/gofw/gofw => /fw\n",
			"module site\n\ngo 1.26.0\n\nrequire github.com/gofw/gofw v0.0.0-00010101000000-000000000000\n\nreplace github.com/gofw/gofw => /fw\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := mergeMods([]byte(test.old), []byte(test.fresh))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			again, err := mergeMods(got, []byte(test.fresh))
			if err != nil || string(again) != string(got) {
				t.Errorf("a second upgrade changes more: %v\n%s", err, again)
			}
		})
	}
}

func TestUpgradeOfAGoModThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for _, old := range []string{"module x\nrequire (\n", "\x00"} {
		if _, err := mergeMods([]byte(old), []byte(freshMod)); err == nil {
			t.Errorf("%q was accepted", old)
		}
	}
}

func TestUpgradeMergesSums(t *testing.T) {
	t.Parallel()
	fresh := "github.com/gofw/gofw v1.0.0 h1:y\nexample.com/a v1.0.0 h1:a\n"
	tests := []struct{ name, old, want string }{
		{"none yet", "", fresh},
		{"the same", fresh, fresh},
		{"the same in another order", "example.com/a v1.0.0 h1:a\ngithub.com/gofw/gofw v1.0.0 h1:y\n", "example.com/a v1.0.0 h1:a\ngithub.com/gofw/gofw v1.0.0 h1:y\n"},
		{
			"another version of the framework, and modules of the site",
			"example.com/own v1.0.0 h1:o\ngithub.com/gofw/gofw v0.9.0 h1:x\ngithub.com/gofw/gofw-extra v1.0.0 h1:e",
			"example.com/own v1.0.0 h1:o\ngithub.com/gofw/gofw-extra v1.0.0 h1:e\n" + fresh,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := mergeSums([]byte(test.old), []byte(fresh))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
