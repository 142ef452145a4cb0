package main

import (
	"runtime"

	"github.com/gofw/gofw/generator/module"
)

// versionCommand says which gofw this is.
type versionCommand struct{}

// Help has an example.
func (versionCommand) Help() string {
	return `It names the source too: a release, or the checkout.

    gofw version`
}

// Run prints the version of gofw, where it comes from, and Go's.
func (versionCommand) Run(p *program) error {
	version, err := module.Version()
	if err != nil {
		return err
	}
	p.say("gofw %s", version)
	if dir, ok := module.Checkout(); ok {
		p.say("from the checkout %s", dir)
	}
	p.say("%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
