// Command provide makes the go.mod and go.sum of a site in the current folder,
// as a gofw does that was copied to a machine alone.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gofw/gofw/generator/module"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(site, cacheDir string) error {
	if dir, ok := module.Checkout(); ok {
		return fmt.Errorf("a command built with -trimpath found the checkout %s", dir)
	}
	version, err := module.Download(context.Background(), cacheDir)
	if err != nil {
		return err
	}
	goMod, goSum, err := module.Requirements(site, module.Origin{Version: version})
	if err != nil {
		return err
	}
	if err := os.WriteFile("go.mod", goMod, 0o644); err != nil {
		return err
	}
	return os.WriteFile("go.sum", goSum, 0o644)
}
