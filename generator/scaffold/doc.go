// Package scaffold writes the files that a site or an app begins with. They
// belong to the author from the first minute: nothing here is ever written a
// second time, and no file that a person wrote is touched.
//
// [Site] and [App] are pure: a name goes in, files come out. [Create] puts them
// on the disk, all or none.
//
//	files, err := scaffold.App("blog", "mysite")
//	if err != nil {
//		return err
//	}
//	return scaffold.Create(ctx, "blog", files)
package scaffold
