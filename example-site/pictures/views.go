package pictures

import (
	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

// PictureForm lets a reader send a picture, and set nothing else.
var PictureForm = forms.Model[Picture]{
	Fields: orm.Columns(Pictures.Title, Pictures.Photo, Pictures.Words, Pictures.By),
}

// Shown is the pictures that an editor has approved.
var Shown = Pictures.Filter(Pictures.Approved.IsTrue())

// Gallery shows the newest pictures, and the form for another, which is kept until
// an editor approves it.
var Gallery = views.Create[Picture]{
	Form:    PictureForm,
	Then:    func(*Picture) string { return GalleryURL() },
	Message: func(*Picture) string { return "Thank you. Your picture appears once an editor has looked at it." },
	Render:  gallery,
}

func gallery(c web.Context, e views.Editing[Picture]) (templ.Component, error) {
	shown, err := Shown.Limit(30).All(c.Request().Context())
	return GalleryPage(shown, e.Form, messages.All(c)), err
}
