// Package media keeps what people upload: photos, documents, anything that is
// not part of the site itself.
//
// A model holds a file as a field of type [File] or [Image]. Its column has the
// file's key, a path such as "blog/post/k3f9x2ab7c/report.pdf"; the bytes are in
// a [Storage], which the site puts into every request's context. A key is never
// given to a second file, so that what browsers keep stays right.
//
//	type Post struct {
//		orm.Model
//		Title string      `gorm:"size:200"`
//		Photo media.Image `gofw:"blank,max=5MB"`
//	}
//
// In a template the address is { post.Photo.URL(ctx) }. Forms and the admin
// receive files on their own; [Receive], [Resume] and [Keep] are what they use.
package media
