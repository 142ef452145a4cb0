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
//
// [Struct] is a form over a struct that is no model, [Set] a list of such forms,
// and [Inline] the rows that belong to the row of a form, saved with it. All work
// without script, and answer mistakes with what was typed.
package forms
