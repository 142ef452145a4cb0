package forms_test

import (
	"strings"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// commentForm lets a reader write a comment, and set nothing else.
var commentForm = forms.Model[Comment]{
	Fields: orm.Columns(Comments.Body),
	Clean: func(c *Comment) error {
		if strings.Contains(c.Body, "https://") {
			return forms.Wrong(Comments.Body, "Please leave out links.")
		}
		return nil
	},
}

func ExampleModel() {
	addComment := func(c web.Context, post *Post) error {
		form, comment, err := commentForm.Bind(c)
		if err != nil {
			return err
		}
		comment.PostID = post.ID
		if !form.Valid() {
			return web.PageStatus(c, 422, form.Component(forms.Look{Submit: "Send"}))
		}
		if ok, err := form.Save(c.Request().Context()); err != nil || !ok {
			return err
		}
		return web.Redirect(c, "/")
	}
	_ = addComment
}
