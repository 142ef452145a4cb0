// Package write turns declarations into companions: models_gen.go, urls_gen.go,
// app_gen.go and the Go of templ files. Everything but [Apply] is pure: the
// same declarations give the same bytes on every machine.
package write
