package feeds

import (
	"errors"
	"net/http"

	"github.com/gofw/gofw/framework/internal/lookup"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Per is a feed for each row of a queryset, such as one for each tag:
//
//	var TagFeed = feeds.Per[Tag, Post]{
//		Query: Tags.QuerySet,
//		By:    Tags.Slug,
//		Feed: func(t *Tag) feeds.Feed[Post] {
//			return feeds.Feed[Post]{Title: "Posts about " + t.Name, Query: Published.Filter(Posts.Tags.Has(t.ID)).Limit(20), Item: item}
//		},
//	}
//
// The row is found by a column whose value is the parameter of the same name in
// the address: Tags.Slug by :slug. One that is not in the queryset is 404.
type Per[O, T any] struct {
	Query *orm.QuerySet[*O]
	By    orm.Column[*O] // text or a whole number, and unique; nil is the key, by :id
	Feed  func(*O) Feed[T]
}

// As is the same feeds in another format.
func (p Per[O, T]) As(format Format) Per[O, T] {
	if feed := p.Feed; feed != nil {
		p.Feed = func(row *O) Feed[T] { return feed(row).As(format) }
	}
	return p
}

// Methods says that a feed is only read.
func (p Per[O, T]) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declaration and whether the route has the
// parameter.
func (p Per[O, T]) Check(params []string) error {
	switch {
	case p.Query == nil:
		return errors.New("the feed has no Query: name the rows that have feeds")
	case p.Feed == nil:
		return errors.New("the feed has no Feed: say what the feed of a row is")
	}
	return lookup.Check(p.By, params)
}

// Serve answers with the feed of the row that the address names.
func (p Per[O, T]) Serve(c web.Context) error {
	row, err := lookup.Find(c, p.Query, p.By)
	if err != nil {
		return err
	}
	return p.Feed(row).Serve(c)
}
