package media

import (
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// Size is a number of bytes. In texts it is written with a unit: 500kB, 10MB,
// 2GB; a kilobyte is 1,000 bytes.
type Size int64

// Units of [Size].
const (
	KB Size = 1000
	MB      = 1000 * KB
	GB      = 1000 * MB
)

// UnmarshalText reads a size from settings.
func (s *Size) UnmarshalText(text []byte) error {
	n, err := schema.ParseSize(string(text))
	*s = Size(n)
	return err
}

// String writes the size for people: "2.4 MB".
func (s Size) String() string {
	for _, u := range []struct {
		name string
		size Size
	}{{"GB", GB}, {"MB", MB}, {"kB", KB}} {
		if s >= u.size {
			text := strconv.FormatFloat(float64(s)/float64(u.size), 'f', 1, 64)
			return strings.TrimSuffix(text, ".0") + " " + u.name
		}
	}
	return strconv.FormatInt(int64(s), 10) + " bytes"
}
