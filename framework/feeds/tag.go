package feeds

import (
	"net/url"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// TagURI is an identity that stays when a page moves, by RFC 4151: the host, a day
// on which the host was the site's, and a path. It is what Django makes of the
// same address and day. An address without a host gets the site's when the feed is
// written, so that an item may say
//
//	ID: feeds.TagURI("/posts/"+p.Slug, p.CreatedAt)
func TagURI(address string, on time.Time) string {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: address}
	}
	day := ""
	if !on.IsZero() {
		day = on.Format(",2006-01-02")
	}
	if u.Host == "" && day == "" {
		day = "," // a date must be there, and marks that the host is missing
	}
	return "tag:" + u.Hostname() + day + ":" + u.EscapedPath() + "/" + u.EscapedFragment()
}

// host is the name of the site's host.
func host(c web.Context) string {
	u, err := url.Parse(web.AbsoluteURL(c, "/"))
	if err != nil {
		return ""
	}
	return u.Hostname()
}
