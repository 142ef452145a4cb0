// Package contender is what the main function of every contender needs: which
// database to open, where to listen, and a profile for who asks.
//
// A contender is started as PROGRAM DATABASE ADDRESS.
package contender

import (
	"log"
	"net/http"
	_ "net/http/pprof" // behind its own listener, below
	"os"
)

// Database is the path of the SQLite file to read.
func Database() string { return os.Args[1] }

// Serve answers requests with h until the process ends.
func Serve(h http.Handler) {
	Profile()
	log.Fatal(http.ListenAndServe(os.Args[2], h))
}

// Profile serves net/http/pprof at the address in BENCH_PPROF, if it is set.
func Profile() {
	if address := os.Getenv("BENCH_PPROF"); address != "" {
		go func() { log.Fatal(http.ListenAndServe(address, nil)) }()
	}
}
