// Package filters turns values into what a page shows: dates, numbers for people,
// shortened text, plain text as paragraphs with links. The functions are Django's
// filters of the same names, with its answers, as far as Go and templ have no
// word of their own for them; docs/filters.md lists all of Django's tags and
// filters with what stands for each.
//
//	templ Comment(c *Comment, now time.Time) {
//		<h2>{ filters.Title(c.Subject) }</h2>
//		@filters.Linebreaks(filters.Urlize(c.Body))
//		<p>{ filters.NaturalTime(c.CreatedAt, now) }, { filters.FileSizeFormat(c.Size) }</p>
//	}
//
// A function for plain text returns a string, which templ escapes. One that
// makes markup returns [HTML], which templ shows as it is, and which only this
// package makes: by escaping, or where [Safe] says so in the source.
// [FuncMap] has the same functions for html/template.
//
// Nothing here reads the clock: where the time of day matters, it is an
// argument. All work is done in time that is linear in the length of the text,
// whatever the text is. The functions may be called from any goroutine.
package filters
