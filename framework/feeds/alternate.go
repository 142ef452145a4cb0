package feeds

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Alternate is the element of a page's head by which browsers and readers find a
// feed. It is a templ component:
//
//	@LatestPosts.Alternate(LatestPostsURL())
type Alternate struct {
	Title  string
	Link   string
	Format Format
}

// Alternate is the link to the feed, whose address this is.
func (f Feed[T]) Alternate(address string) Alternate {
	return Alternate{f.Title, address, f.Format}
}

// Render writes the element.
func (a Alternate) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, `<link rel="alternate" type="`+a.Format.mediaType()+
		`" title="`+templ.EscapeString(a.Title)+`" href="`+templ.EscapeString(string(templ.URL(a.Link)))+`">`)
	return err
}
