// Command whole is the list as a whole site of gofw, with all that surrounds a
// page by default: request names, log, recovery, hosts, headers, sessions,
// protection against other sites, users, admin.
package main

import (
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/tools/bench/contenders/blog"
	"github.com/gofw/gofw/tools/bench/contenders/contender"
)

func main() {
	contender.Profile()
	site.Main(site.Settings{Name: "Posts"}, blog.App)
}
