package pictures

import (
	"net/http"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// PictureForm lets a reader send a picture, and set nothing else.
var PictureForm = forms.Model[Picture]{
	Fields: orm.Columns(Pictures.Title, Pictures.Photo, Pictures.Words, Pictures.By),
}

// Shown is the pictures that an editor has approved.
var Shown = Pictures.Filter(Pictures.Approved.IsTrue())

// Gallery shows the newest pictures, and the form for another.
func Gallery(c web.Context) error { return gallery(c, http.StatusOK, PictureForm.Blank()) }

func gallery(c web.Context, status int, form *forms.Form) error {
	shown, err := Shown.Limit(30).All(c.Request().Context())
	if err != nil {
		return err
	}
	return web.PageStatus(c, status, GalleryPage(shown, form, messages.All(c)))
}

// Send keeps a picture until an editor approves it.
func Send(c web.Context) error {
	form, _, err := PictureForm.Bind(c)
	if err != nil {
		return err
	}
	if !form.Valid() {
		return gallery(c, http.StatusUnprocessableEntity, form)
	}
	ok, err := form.Save(c.Request().Context())
	if err != nil {
		return err
	}
	if !ok {
		return gallery(c, http.StatusConflict, form)
	}
	messages.Success(c, "Thank you. Your picture appears once an editor has looked at it.")
	return web.Redirect(c, GalleryURL())
}
