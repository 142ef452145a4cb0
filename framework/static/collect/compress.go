package collect

import (
	"compress/gzip"
	"io"
	"math/bits"
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

	// mostWindow is how much, as a power of two, is kept to find what comes
	// again: browsers keep 8 MiB to decode zstd (RFC 9659), and 4 MiB here.
	mostWindow  = 22
	leastWindow = 12
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

// compressor compresses files, one after another. The zero value is ready; it is
// not safe to share. Files are compressed once and sent often, so it takes its
// time, but not for memory: most of the work on a small file would go there.
type compressor struct{ zstd *zstd.Encoder } // 37 MB, made once

// to returns a writer that compresses a file of that size into w.
func (c *compressor) to(w io.Writer, coding string, size int64) (io.WriteCloser, error) {
	switch coding {
	case "br":
		o := brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: min(max(bits.Len64(uint64(size)), leastWindow), mostWindow)}
		if size > quickFrom {
			o.Quality = 9
		}
		return brotli.NewWriterOptions(w, o), nil
	case "zstd":
		if c.zstd != nil {
			c.zstd.Reset(w)
			return c.zstd, nil
		}
		var err error
		c.zstd, err = zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<mostWindow))
		return c.zstd, err
	}
	return gzip.NewWriterLevel(w, gzip.BestCompression)
}
