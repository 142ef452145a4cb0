package sitemaps

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// perFile is how many pages one file may hold.
const perFile = 50_000

const namespace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

// Serve answers with all sitemaps together; mount it at /sitemap.xml. It writes
// while it reads, so that memory does not grow with the site. If the database
// fails half way, the connection is closed.
func Serve(all []AnySitemap) web.HandlerFunc { return serve(all, perFile) }

func serve(all []AnySitemap, perFile int) web.HandlerFunc {
	return func(c web.Context) error {
		counts := make([]int, len(all))
		total := 0
		for i, s := range all {
			n, err := s.Count(c.Request().Context())
			if err != nil {
				return fmt.Errorf("counting the pages of the sitemap: %w", err)
			}
			counts[i] = int(n)
			total += int(n)
		}
		files := max(1, (total+perFile-1)/perFile)
		page, err := pageOf(c, files)
		if err != nil {
			return err
		}
		h := c.Response().Header()
		h.Set("Content-Type", "application/xml; charset=utf-8")
		h.Set("X-Robots-Tag", "noindex") // the file itself is not a page to find
		c.Response().WriteHeader(http.StatusOK)
		if c.Request().Method == http.MethodHead {
			return nil
		}
		w := bufio.NewWriter(c.Response())
		if page == 0 && files > 1 {
			writeIndex(c, w, files)
		} else if err := writePages(c, w, all, counts, max(page-1, 0)*perFile, perFile); err != nil {
			return fmt.Errorf("writing the sitemap: %w", err)
		}
		return w.Flush()
	}
}

// pageOf reads ?page=; 0 is none.
func pageOf(c web.Context, files int) (int, error) {
	raw := c.QueryParam("page")
	if raw == "" {
		return 0, nil
	}
	page, err := strconv.Atoi(raw)
	if err != nil || page < 1 || page > files || strconv.Itoa(page) != raw {
		return 0, web.NotFound()
	}
	return page, nil
}

func writeIndex(c web.Context, w io.Writer, files int) {
	fmt.Fprintf(w, "%s<sitemapindex %s>\n", xml.Header, namespace)
	for page := range files {
		address := web.AbsoluteURL(c, c.Request().URL.EscapedPath()) + "?page=" + strconv.Itoa(page+1)
		fmt.Fprintf(w, "<sitemap><loc>%s</loc></sitemap>\n", escape(address))
	}
	io.WriteString(w, "</sitemapindex>\n")
}

// writePages writes limit rows from offset on, counted over all sitemaps.
func writePages(c web.Context, w io.Writer, all []AnySitemap, counts []int, offset, limit int) error {
	fmt.Fprintf(w, "%s<urlset %s>\n", xml.Header, namespace)
	for i, s := range all {
		if offset >= counts[i] {
			offset -= counts[i]
			continue
		}
		n := min(limit, counts[i]-offset)
		if n <= 0 {
			break
		}
		for e, err := range s.Entries(c.Request().Context(), offset, n) {
			if err != nil {
				return err
			}
			writeEntry(c, w, e)
		}
		offset, limit = 0, limit-n
	}
	_, err := io.WriteString(w, "</urlset>\n")
	return err
}

func writeEntry(c web.Context, w io.Writer, e Entry) {
	if e.Location == "" {
		return
	}
	fmt.Fprintf(w, "<url><loc>%s</loc>", escape(web.AbsoluteURL(c, e.Location)))
	if !e.Modified.IsZero() {
		fmt.Fprintf(w, "<lastmod>%s</lastmod>", e.Modified.UTC().Format(time.RFC3339))
	}
	if e.Frequency != "" {
		fmt.Fprintf(w, "<changefreq>%s</changefreq>", escape(string(e.Frequency)))
	}
	if e.Priority > 0 {
		fmt.Fprintf(w, "<priority>%.1f</priority>", min(e.Priority, 1))
	}
	io.WriteString(w, "</url>\n")
}

// escape writes text into XML; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
