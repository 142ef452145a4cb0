// Package forms reads, checks and shows what people type.
//
// A form is declared over the columns of a model and nothing else can be set
// through it:
//
//	var CommentForm = forms.Model[Comment]{
//		Fields: orm.Columns(Comments.Name, Comments.Email, Comments.Body),
//	}
//
//	form, comment, err := CommentForm.Bind(c)  // what was sent, checked
//	if !form.Valid() { … show form.Component again, with status 422 … }
//	err = form.Save(ctx)
//
// Lengths, formats, choices, uniqueness and relations are checked by the rules
// of the model, so they are written once.
package forms
