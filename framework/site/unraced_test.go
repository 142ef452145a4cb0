//go:build !race

package site_test

// raced says whether the race detector is on: its pools forget at random.
const raced = false
