package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUploadedFilesReloadNothing(t *testing.T) {
	for _, tt := range []struct{ what, env, file, want string }{
		{"without a word", "", "", "media"},
		{"as the environment says", "/srv/uploads", "SITE_MEDIA=elsewhere", "/srv/uploads"},
		{"as the file says", "", "SITE_DEBUG=true\nSITE_MEDIA=elsewhere\n", "elsewhere"},
		{"a file without it", "", "SITE_DEBUG=true\n", "media"},
		{"a file that is damaged", "", "\x00=", "media"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Setenv("SITE_MEDIA", tt.env)
			dir := t.TempDir()
			if tt.file != "" {
				if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(tt.file), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := mediaOf(dir); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
