package module

import (
	"runtime/debug"
	"testing"

	"github.com/gofw/gofw"
)

func TestReleaseIsAPublishedVersionOfTheFramework(t *testing.T) {
	t.Parallel()
	own := func(version string) debug.Module { return debug.Module{Path: gofw.ModulePath, Version: version} }
	site := debug.Module{Path: "example.com/mysite", Version: "(devel)"}
	released, replaced := own("v1.4.0"), own("v1.4.0")
	replaced.Replace = &debug.Module{Path: "../fw"}
	tests := []struct {
		name string
		info debug.BuildInfo
		want bool
	}{
		{"an installed release", debug.BuildInfo{Main: own("v1.4.0")}, true},
		{"a release candidate", debug.BuildInfo{Main: own("v2.0.0-rc.1")}, true},
		{"a tool of a site", debug.BuildInfo{Main: site, Deps: []*debug.Module{&released}}, true},
		{"a checkout", debug.BuildInfo{Main: own("(devel)")}, false},
		{"a checkout with changes", debug.BuildInfo{Main: own("v1.4.0+dirty")}, false},
		{"a commit", debug.BuildInfo{Main: own("v1.4.1-0.20260601120000-0123456789ab")}, false},
		{"no version", debug.BuildInfo{Main: own("")}, false},
		{"a shortened version", debug.BuildInfo{Main: own("v1.4")}, false},
		{"a tool of a site that replaces the framework", debug.BuildInfo{Main: site, Deps: []*debug.Module{&replaced}}, false},
		{"another program", debug.BuildInfo{Main: site}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, got := release(&test.info); got != test.want {
				t.Errorf("release reports %v, want %v", got, test.want)
			}
		})
	}
}
