package newsroom

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/gofw/gofw/framework/site"
)

// Seed fills the newsroom with its sample content.
var Seed = site.Command{
	Name: "seed",
	Help: "Load the sample articles; --posts N adds more, made of their sentences.",
	Run: func(ctx context.Context, args []string) error {
		flags := flag.NewFlagSet("seed", flag.ContinueOnError)
		posts := flags.Int("posts", 0, "`number` of further posts, at most 1,000,000")
		if err := flags.Parse(args); err != nil {
			return err
		}
		if *posts < 0 || *posts > 1_000_000 {
			return fmt.Errorf("--posts is a number from 0 to 1,000,000")
		}
		start := time.Now()
		n, err := load(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("%d articles loaded\n", n)
		if *posts > 0 {
			if err := multiply(ctx, *posts, progress(*posts)); err != nil {
				return err
			}
			fmt.Printf("%d further posts written in %s\n", *posts, time.Since(start).Round(time.Millisecond))
		}
		return nil
	},
}

// progress tells how far a long work is, where somebody is looking.
func progress(of int) func(done int) {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(int) {}
	}
	return func(done int) {
		fmt.Fprintf(os.Stderr, "\r%3d %%  %d of %d posts", 100*done/of, done, of)
		if done >= of {
			fmt.Fprintln(os.Stderr)
		}
	}
}
