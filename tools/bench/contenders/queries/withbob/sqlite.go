package withbob

import (
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/sqlite"
	"github.com/stephenafamo/bob/dialect/sqlite/dialect"
	"github.com/stephenafamo/bob/dialect/sqlite/sm"

	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

// forSQLite is the queries in bob's words for SQLite.
type forSQLite struct{}

func (forSQLite) posts(mods ...bob.Mod[*dialect.SelectQuery]) bob.Query {
	return sqlite.Select(append([]bob.Mod[*dialect.SelectQuery]{sm.Columns(columns...), sm.From("blog_post").As("p")}, mods...)...)
}

func (q forSQLite) get(id int64) bob.Query {
	return q.posts(sm.Where(sqlite.Quote("p", "id").EQ(sqlite.Arg(id))))
}

func (q forSQLite) filter(views int64) bob.Query {
	return q.posts(
		sm.Where(sqlite.Quote("p", "status").EQ(sqlite.Arg(task.Published))),
		sm.Where(sqlite.Quote("p", "views").GTE(sqlite.Arg(views))),
		sm.OrderBy(sqlite.Quote("p", "published_at")).Desc(),
		sm.Limit(25),
	)
}

func (q forSQLite) list(n int) bob.Query {
	return q.posts(sm.OrderBy(sqlite.Quote("p", "id")), sm.Limit(n))
}

func (q forSQLite) join() bob.Query {
	return q.posts(
		sm.Columns(authorColumns...),
		sm.InnerJoin("blog_author").As("a").OnEQ(sqlite.Quote("a", "id"), sqlite.Quote("p", "author_id")),
		sm.OrderBy(sqlite.Quote("p", "id")), sm.Limit(100),
	)
}

func (forSQLite) tags(posts []any) bob.Query {
	return sqlite.Select(
		sm.Columns(tagColumns...), sm.From("blog_post_tags").As("l"),
		sm.InnerJoin("blog_tag").As("t").OnEQ(sqlite.Quote("t", "id"), sqlite.Quote("l", "tag_id")),
		sm.Where(sqlite.Quote("l", "post_id").In(sqlite.Arg(posts...))),
	)
}

func (forSQLite) count(author int64) bob.Query {
	return sqlite.Select(sm.Columns("count(*)"), sm.From("blog_post"), sm.Where(sqlite.Quote("author_id").EQ(sqlite.Arg(author))))
}
