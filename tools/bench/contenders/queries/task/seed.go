package task

import (
	"fmt"
	"strings"
	"time"
)

// How many rows there are.
const (
	Authors     = 100
	Posts       = 10_000
	Tags        = 50
	TagsPerPost = 3
)

// AuthorName is the name of the author with this key.
func AuthorName(id int64) string { return fmt.Sprintf("Author %d O'Neil", id) }

// TagName is the name of the tag with this key.
func TagName(id int64) string { return fmt.Sprintf("tag-%d", id) }

// TagsOf is the keys of a post's tags.
func TagsOf(post int64) []int64 {
	tags := make([]int64, TagsPerPost)
	for i := range tags {
		tags[i] = (post+int64(i)*17)%Tags + 1
	}
	return tags
}

// views is how many views a post has at first.
func views(id int64) int64 { return id * 7 % 1000 }

// Post is the post with this key, as it is first written.
func Post(id int64) Row {
	created := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(id) * 12345 * time.Second)
	r := Row{
		ID: id, AuthorID: id%Authors + 1, Views: views(id),
		Title: fmt.Sprintf("%s & <%d>", words(id, 5), id), Slug: fmt.Sprintf("post-%d", id), Body: words(id*31, 40),
		Status: "draft", CreatedAt: created, UpdatedAt: created.Add(time.Hour),
	}
	if id%10 != 0 {
		published, expires := created.Add(time.Minute), created.AddDate(30, 0, 0)
		r.Status, r.PublishedAt, r.ExpiresAt = Published, &published, &expires
	}
	return r
}

var vocabulary = strings.Fields(`gateway worker session cookie template static buffer query index header socket kernel
	branch module router filter signal thread stream packet cache table column render form field model admin migrate deploy`)

func words(from int64, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = vocabulary[(from+int64(i*i))%int64(len(vocabulary))]
	}
	return strings.Join(out, " ")
}
