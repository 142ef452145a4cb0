package blog

import "github.com/gofw/gofw/framework/urls"

// Routes are the app's addresses.
var Routes = urls.Routes{
	urls.Show("/posts", PostList),
}
