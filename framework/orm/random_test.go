package orm_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Random querysets are asked of the database and worked out in Go over the same
// rows; both must agree. The seed is in the failure's name: put it into world.

func TestRandomQuerysetsAgreeWithGo(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		rounds := 10_000
		if testing.Short() || !strings.Contains(t.Name(), "sqlite") {
			rounds = 1_000
		}
		w := newWorld(t, ctx, uint64(time.Now().UnixNano()))
		for i := range rounds {
			if !w.round() {
				t.Fatalf("round %d of seed %d", i, w.seed)
			}
		}
	})
}

// truth is what a condition is: SQL knows a third value.
type truth int

const (
	no truth = iota - 1
	unknown
	yes
)

func is(b bool) truth {
	if b {
		return yes
	}
	return no
}

// condition is the same in SQL and in Go.
type condition struct {
	pred  orm.Pred[*Post]
	holds func(*Post) truth
}

// world is rows in a database and in Go.
type world struct {
	*testing.T
	*rand.Rand
	ctx   context.Context
	seed  uint64
	posts []*Post
}

var words = []string{"alpha", "Beta", "gamma%", "de_lta", "Ep*silon", "zeta'", `eta\`, "THETA", "", "iota [x]", "ß"}

func newWorld(t *testing.T, ctx context.Context, seed uint64) *world {
	w := &world{t, rand.New(rand.NewPCG(seed, 1)), ctx, seed, nil}
	var authors []*Author
	for i := range 8 {
		a := &Author{Name: words[i] + fmt.Sprint(i)}
		if i > 2 && w.IntN(2) == 0 {
			a.EditorID, a.Editor = &authors[w.IntN(i)].ID, nil
			for _, e := range authors {
				if e.ID == *a.EditorID {
					a.Editor = e
				}
			}
		}
		ok(t, Authors.Create(ctx, a))
		authors = append(authors, a)
	}
	var tags []*Tag
	for i := range 5 {
		tags = append(tags, &Tag{Name: fmt.Sprint("tag", i)})
	}
	ok(t, Tags.BulkCreate(ctx, tags))
	for i := range 60 {
		author := authors[w.IntN(len(authors))]
		p := &Post{Title: w.word() + w.word(), Slug: fmt.Sprint("p", i), Views: int64(w.IntN(12)), Featured: w.IntN(2) == 0, Status: StatusDraft, AuthorID: author.ID}
		if w.IntN(2) == 0 {
			p.Status = StatusPublished
		}
		if w.IntN(3) > 0 {
			at := noon.Add(time.Duration(w.IntN(10)) * time.Hour)
			p.PublishedAt = &at
		}
		ok(t, Posts.Create(ctx, p))
		p.Author = author
		var ids []int64
		for _, tag := range tags {
			if w.IntN(3) == 0 {
				p.Tags, ids = append(p.Tags, *tag), append(ids, tag.ID)
			}
		}
		ok(t, Posts.Tags.Set(ctx, p, ids...))
		w.posts = append(w.posts, p)
	}
	return w
}

func (w *world) word() string { return words[w.IntN(len(words))] }

// compared is a comparison of a number, in SQL and in Go.
func compared[T cmp.Ordered](w *world, e orm.Compared[*Post, T], o orm.Ordered[*Post, T], v T, of func(*Post) (T, bool)) condition {
	ask := func(p orm.Pred[*Post], test func(T) bool) condition {
		return condition{p, func(row *Post) truth {
			x, known := of(row)
			if !known {
				return unknown
			}
			return is(test(x))
		}}
	}
	switch w.IntN(6) {
	case 0:
		return ask(e.Eq(v), func(x T) bool { return x == v })
	case 1:
		return ask(e.Ne(v), func(x T) bool { return x != v })
	case 2:
		return ask(o.Gt(v), func(x T) bool { return x > v })
	case 3:
		return ask(o.Le(v), func(x T) bool { return x <= v })
	case 4:
		return ask(o.Between(v, v), func(x T) bool { return x == v })
	}
	return condition{e.IsNull(), func(row *Post) truth { _, known := of(row); return is(!known) }}
}

func (w *world) atom() condition {
	text := w.word()
	switch n := int64(w.IntN(12)); w.IntN(13) {
	case 0:
		return compared(w, Posts.Views.Compared, Posts.Views.Ordered, n, func(p *Post) (int64, bool) { return p.Views, true })
	case 1:
		e := orm.Plus(Posts.Views, Posts.ID)
		return compared(w, e.Compared, e.Ordered, n*5, func(p *Post) (int64, bool) { return p.Views + p.ID, true })
	case 2:
		e := orm.Total(Posts.Tags)
		return compared(w, e.Compared, e.Ordered, n/4, func(p *Post) (int64, bool) { return int64(len(p.Tags)), true })
	case 3:
		return condition{Posts.Title.Contains(text), func(p *Post) truth { return is(strings.Contains(p.Title, text)) }}
	case 4:
		return condition{Posts.Title.IContains(strings.ToUpper(text)), func(p *Post) truth { return is(strings.Contains(strings.ToLower(p.Title), strings.ToLower(text))) }}
	case 5:
		return condition{Posts.Title.HasPrefix(text), func(p *Post) truth { return is(strings.HasPrefix(p.Title, text)) }}
	case 6:
		return condition{Posts.Status.In(StatusDraft), func(p *Post) truth { return is(p.Status == StatusDraft) }}
	case 7:
		at := noon.Add(time.Duration(n) * time.Hour)
		return condition{Posts.PublishedAt.Lt(at), func(p *Post) truth {
			if p.PublishedAt == nil {
				return unknown
			}
			return is(p.PublishedAt.Before(at))
		}}
	case 8:
		name := words[n%8] + fmt.Sprint(n%8)
		return condition{Posts.Author().Name.Eq(name), func(p *Post) truth { return is(p.Author.Name == name) }}
	case 9:
		return condition{Posts.Author().Editor().Name.Ne(text), func(p *Post) truth {
			if p.Author.Editor == nil {
				return unknown
			}
			return is(p.Author.Editor.Name != text)
		}}
	case 10:
		name := fmt.Sprint("tag", n%6)
		return condition{Posts.Tags.Any(Tags.Name.In(name, "nosuch")), func(p *Post) truth {
			return is(slices.ContainsFunc(p.Tags, func(t Tag) bool { return t.Name == name }))
		}}
	case 11:
		return condition{Posts.ID.InQ(orm.List(Posts.Filter(Posts.Views.Gt(n)), Posts.ID)), func(p *Post) truth { return is(p.Views > n) }}
	}
	return condition{Posts.Featured.IsTrue(), func(p *Post) truth { return is(p.Featured) }}
}

// condition is a random one, of a depth.
func (w *world) condition(depth int) condition {
	if depth == 0 {
		return w.atom()
	}
	a, b := w.condition(depth-1), w.condition(w.IntN(depth))
	switch w.IntN(4) {
	case 0:
		return condition{orm.And(a.pred, b.pred), func(p *Post) truth { return min(a.holds(p), b.holds(p)) }}
	case 1:
		return condition{orm.Or(a.pred, b.pred), func(p *Post) truth { return max(a.holds(p), b.holds(p)) }}
	case 2:
		return condition{orm.Not(a.pred), func(p *Post) truth { return -a.holds(p) }}
	}
	return a
}

// round asks one random queryset in several ways.
func (w *world) round() bool {
	c := w.condition(w.IntN(4))
	q, rows := Posts.Filter(c.pred), w.posts
	if w.IntN(3) == 0 {
		q = Posts.Exclude(c.pred)
		rows = slices.DeleteFunc(slices.Clone(rows), func(p *Post) bool { return c.holds(p) != no })
	} else {
		rows = slices.DeleteFunc(slices.Clone(rows), func(p *Post) bool { return c.holds(p) != yes })
	}
	if !w.aggregates(q, rows) {
		return false
	}
	q, rows = w.ordered(q, rows)
	if w.IntN(2) == 0 {
		limit, offset := w.IntN(20), w.IntN(10)
		q = q.Limit(limit).Offset(offset)
		rows = rows[min(offset, len(rows)):]
		if limit > 0 {
			rows = rows[:min(limit, len(rows))]
		}
	}
	got, err := q.All(w.ctx)
	ok(w.T, err)
	want := strings.Join(slugsOf(rows), " ")
	if have := strings.Join(slugsOf(got), " "); have != want {
		text, args, _ := orm.SQLOf(w.ctx, q)
		w.Errorf("%s\nwith %q\ngot  %s\nwant %s", text, args, have, want)
		return false
	}
	return true
}

func slugsOf(rows []*Post) []string {
	out := make([]string, len(rows))
	for i, p := range rows {
		out[i] = p.Slug
	}
	return out
}

// ordered puts rows in a random order.
func (w *world) ordered(q *orm.QuerySet[*Post], rows []*Post) (*orm.QuerySet[*Post], []*Post) {
	order, less := Posts.Views.Asc(), func(a, b *Post) int { return cmp.Compare(a.Views, b.Views) }
	switch w.IntN(4) {
	case 0:
		order, less = Posts.PublishedAt.Desc(), func(a, b *Post) int { return -moments(a.PublishedAt, b.PublishedAt) }
	case 1:
		order, less = orm.NullsLast(Posts.PublishedAt.Asc()), func(a, b *Post) int {
			if a.PublishedAt == nil || b.PublishedAt == nil {
				return -moments(a.PublishedAt, b.PublishedAt)
			}
			return moments(a.PublishedAt, b.PublishedAt)
		}
	case 2:
		order, less = orm.Total(Posts.Tags).Desc(), func(a, b *Post) int { return cmp.Compare(len(b.Tags), len(a.Tags)) }
	}
	slices.SortStableFunc(rows, less) // they are in the order of the key
	return q.OrderBy(order, Posts.ID.Asc()), rows
}

// moments compares times; nil comes first.
func moments(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Compare(*b)
}

// aggregates compares numbers over all rows.
func (w *world) aggregates(q *orm.QuerySet[*Post], rows []*Post) bool {
	var n, sum, most, published, gotN, gotSum, gotMost, gotPublished int64
	for _, p := range rows {
		n, sum, most = n+1, sum+p.Views, max(most, p.Views)
		if p.PublishedAt != nil {
			published++
		}
	}
	ok(w.T, orm.Aggregate(w.ctx, q, orm.CountOf(Posts.ID).To(&gotN), orm.Sum(Posts.Views).To(&gotSum), orm.Max(Posts.Views).To(&gotMost), orm.CountOf(Posts.PublishedAt).To(&gotPublished)))
	counted, err := q.Count(w.ctx)
	ok(w.T, err)
	some, err := q.Exists(w.ctx)
	ok(w.T, err)
	if got, want := fmt.Sprint(gotN, gotSum, gotMost, gotPublished, counted, some), fmt.Sprint(n, sum, most, published, n, n > 0); got != want {
		text, args, _ := orm.SQLOf(w.ctx, q)
		w.Errorf("%s\nwith %q\ngot  %s\nwant %s", text, args, got, want)
		return false
	}
	return true
}
