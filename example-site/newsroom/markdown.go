package newsroom

import (
	"bytes"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// markdown turns a post's body into HTML that is safe to show.
func markdown(source string) templ.Component {
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(source), &out); err != nil {
		return templ.Raw("", err)
	}
	return templ.Raw(bluemonday.UGCPolicy().Sanitize(out.String()))
}
