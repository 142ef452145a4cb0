// Package module says how a site and the framework's source find each other.
//
// A site that is made from a checkout of the framework replaces it: what is
// edited there is live. A site that is made from the command alone requires an
// ordinary version. [Provide] writes that version, from the source embedded in
// the command, as a module proxy of files, and [Download] takes it from there
// into the module cache; from then on go build and go mod tidy need nothing.
//
//	origin := module.Origin{}
//	if dir, ok := module.Checkout(); ok {
//		origin.Dir = dir
//	} else if origin.Version, err = module.Download(ctx, cacheDir); err != nil {
//		return err
//	}
//	goMod, goSum, err := module.Requirements("example.com/mysite", origin)
//
// [Locate] is the way back: it finds the site of a folder and the framework's
// source as the go command will find it.
package module
