package media_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/media"
)

// TestMain is a process that stores files without an end, if it is told to.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MEDIA_TEST_DIR"); dir != "" {
		storeForEver(media.Folder{Dir: dir})
	}
	os.Exit(m.Run())
}

// storeForEver stores files of a megabyte each and says the key of each that is
// stored.
func storeForEver(s media.Folder) {
	ctx := media.With(context.Background(), s)
	for {
		u, err := media.Receive(ctx, "file.txt", io.LimitReader(ones{}, 1_000_000), media.Rules{})
		if err != nil {
			fmt.Println("!", err)
			os.Exit(1)
		}
		key, err := u.Keep(ctx, "kept")
		if err != nil {
			fmt.Println("!", err)
			os.Exit(1)
		}
		fmt.Println(key)
	}
}

// ones never ends.
type ones struct{}

func (ones) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '1'
	}
	return len(p), nil
}

func TestAProcessThatIsKilledLeavesWholeFilesAlone(t *testing.T) {
	for round := range 6 {
		dir := filepath.Join(t.TempDir(), "media")
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "MEDIA_TEST_DIR="+dir)
		out, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		var told []string
		for len(told) < 3 && said.Scan() {
			told = append(told, said.Text())
		}
		time.Sleep(time.Duration(round) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			told = append(told, said.Text())
		}
		_ = child.Wait() // was killed

		s := media.Folder{Dir: dir}
		for _, key := range told {
			if strings.HasPrefix(key, "!") || strings.Trim(text(t, s, key), "1") != "" {
				t.Errorf("%s was said to be stored", key)
			}
		}
		kept := 0
		for f, err := range s.List(t.Context(), "kept/") {
			if err != nil {
				t.Fatal(err)
			}
			if kept++; f.Size != 1_000_000 {
				t.Errorf("%s has %d bytes", f.Key, f.Size)
			}
		}
		if kept < len(told) {
			t.Errorf("%d files are kept, %d were said to be", kept, len(told))
		}
		orphans, err := media.Orphans(t.Context(), s, time.Now().Add(25*time.Hour), func(string) bool { return true })
		if err != nil || len(orphans) > 1 {
			t.Errorf("left over: %v, %v", orphans, err)
		}
		if err := media.Sweep(t.Context(), s, orphans); err != nil {
			t.Error(err)
		}
	}
}
