package pictures

import "github.com/gofw/gofw/framework/urls"

// Routes are the addresses of pictures.
var Routes = urls.Under("/pictures",
	urls.Show("/", Gallery),
)
