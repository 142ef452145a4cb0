// Command example-site is The Harbour Gazette, a newsroom built with gofw.
package main

import (
	"github.com/gofw/gofw/example-site/newsroom"
	"github.com/gofw/gofw/example-site/pictures"
	"github.com/gofw/gofw/framework/site"
)

func main() { site.Main(settings, newsroom.App, pictures.App) }
