package collect

import (
	"compress/gzip"
	"io"
	"path"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	// leastShare and leastBytes are what a compressed copy must save to be
	// kept: less is not worth a request that is decoded.
	leastShare = 0.05
	leastBytes = 200

	// mostCompressed is the size up to which files are compressed at all.
	// Larger ones are films and archives under another name.
	mostCompressed = 128 << 20

	// quickFrom is the size from which brotli works at a level that does not
	// take minutes.
	quickFrom = 2 << 20

	// window is the most that browsers keep to decode zstd (RFC 9659).
	window = 8 << 20
)

// codings are the content codings of compressed copies, in the order in which
// they are made.
var codings = []string{"br", "zstd", "gzip"}

// dense are the endings of formats that are compressed already.
var dense = map[string]bool{
	".7z": true, ".aac": true, ".avif": true, ".br": true, ".bz2": true, ".docx": true, ".epub": true, ".flac": true, ".gif": true, ".gz": true,
	".jfif": true, ".jpeg": true, ".jpg": true, ".jxl": true, ".m4a": true, ".mov": true, ".mp3": true, ".mp4": true, ".ogg": true, ".ogv": true,
	".oga": true, ".opus": true, ".png": true, ".pptx": true, ".rar": true, ".svgz": true, ".weba": true, ".webm": true, ".webp": true,
	".woff": true, ".woff2": true, ".xlsx": true, ".xz": true, ".zip": true, ".zst": true,
}

// compressible reports whether copies of a file are worth a try.
func compressible(name string, size int64) bool {
	return size > leastBytes && size <= mostCompressed && !dense[strings.ToLower(path.Ext(name))]
}

// worthwhile reports whether a compressed copy is kept.
func worthwhile(size, compressed int64) bool {
	saved := size - compressed
	return saved >= leastBytes && float64(saved) >= leastShare*float64(size)
}

// compressor returns a writer that compresses into w. Files are compressed once
// and sent often, so it takes its time.
func compressor(w io.Writer, coding string, size int64) (io.WriteCloser, error) {
	switch coding {
	case "br":
		level := brotli.BestCompression
		if size > quickFrom {
			level = 9
		}
		return brotli.NewWriterLevel(w, level), nil
	case "zstd":
		return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window))
	}
	return gzip.NewWriterLevel(w, gzip.BestCompression)
}
