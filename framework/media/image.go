package media

import (
	"errors"
	"image"
	_ "image/gif" // the formats that a picture can have
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"
)

// ImageTypes are the types that an [Image] can have.
var ImageTypes = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// maxPixels is how large a picture may be. Whoever draws it needs four bytes for
// each pixel, however small the file is.
const maxPixels = 100_000_000

var errNoPicture = errors.New("media: this is not a picture that can be read")

// dimensions reads the width and height of a picture from its beginning.
func dimensions(r io.Reader) (width, height int, err error) {
	c, _, err := image.DecodeConfig(r)
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return 0, 0, errors.Join(errNoPicture, err)
	}
	return c.Width, c.Height, nil
}
