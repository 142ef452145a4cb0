package static

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

// ManifestName is the file in a folder of collected files that says what they
// are: the name that Django gives it.
const ManifestName = "staticfiles.json"

// manifestVersion is that of the format.
const manifestVersion = 1

// Manifest says what a folder of collected files holds.
type Manifest struct {
	Version int               `json:"version"`
	Files   map[string]string `json:"files"`  // the names that pages use, to those in the folder
	Stored  map[string]Stored `json:"stored"` // all files in the folder, also of earlier collections
}

// Stored is a file in a folder of collected files.
type Stored struct {
	Size     int64            `json:"size"`
	Variants map[string]int64 `json:"variants,omitempty"` // sizes of compressed copies by content coding: "br"
	Replaced time.Time        `json:"replaced,omitzero"`  // when a collection came without it; zero is current
}

// Suffixes are the endings of the names of compressed copies, by content coding.
var Suffixes = map[string]string{"br": ".br", "zstd": ".zst", "gzip": ".gz"}

// Encode returns the manifest as the text of its file.
func (m Manifest) Encode() ([]byte, error) {
	m.Version = manifestVersion
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", ManifestName, err)
	}
	return append(text, '\n'), nil
}

// ReadManifest reads the manifest of a folder. The error is fs.ErrNotExist if it
// has none.
func ReadManifest(fsys fs.FS) (Manifest, error) {
	var m Manifest
	text, err := fs.ReadFile(fsys, ManifestName)
	if err != nil {
		return m, fmt.Errorf("reading %s: %w", ManifestName, err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("reading %s: %w: run collectstatic again, with --clear", ManifestName, err)
	}
	if m.Version != manifestVersion {
		return m, fmt.Errorf("reading %s: it has version %d, this program knows %d: run collectstatic again, with --clear", ManifestName, m.Version, manifestVersion)
	}
	for name, stored := range m.Files {
		if _, ok := m.Stored[stored]; !ok || !Allowed(name) {
			return m, fmt.Errorf("reading %s: %q leads nowhere: run collectstatic again, with --clear", ManifestName, name)
		}
	}
	for name, s := range m.Stored {
		if !Allowed(name) || s.Size < 0 {
			return m, fmt.Errorf("reading %s: %q cannot be served: run collectstatic again, with --clear", ManifestName, name)
		}
	}
	return m, nil
}

// IsCollected reports whether a folder holds collected files.
func IsCollected(fsys fs.FS) bool {
	_, err := fs.Stat(fsys, ManifestName)
	return err == nil
}

// hashLength is how many hexadecimal digits of the hash a name gets.
const hashLength = 12

// HashedName puts a hash into a name, before its extension: site.css becomes
// site.0123456789ab.css.
func HashedName(name, hash string) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hash[:hashLength] + ext
}

// hashOf is the hash in such a name.
func hashOf(hashed string) string {
	base := strings.TrimSuffix(hashed, path.Ext(hashed))
	return base[strings.LastIndexByte(base, '.')+1:]
}
