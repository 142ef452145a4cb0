package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryRowRuns is not parallel: rows would measure each other.
func TestEveryRowRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("measuring takes a minute: run it without -short")
	}
	t.Setenv("TMPDIR", t.TempDir())
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			var out, progress bytes.Buffer
			status := run([]string{r.name, "--quick"}, &out, &progress)
			if missed := strings.Contains(out.String(), "below"); status > 1 || status == 1 && !missed {
				t.Fatalf("exit status %d\n%s%s", status, &out, &progress)
			}
			if !strings.Contains(out.String(), "\n"+r.name+" ") {
				t.Errorf("the row is not in\n%s", &out)
			}
			if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "gofw-bench-*")); len(left) > 0 {
				t.Errorf("%v is left behind", left)
			}
		})
	}
}

func TestWordsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"speed", "--fast", "list speed", "--connections 0", "--connections 65", "--connections x"} {
		var out, progress bytes.Buffer
		if status := run(strings.Fields(words), &out, &progress); status != 2 || progress.Len() == 0 || out.Len() > 0 {
			t.Errorf("%s: exit status %d\n%s%s", words, status, &out, &progress)
		}
	}
}
