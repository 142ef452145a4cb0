package withbob

import (
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/dialect"
	"github.com/stephenafamo/bob/dialect/psql/sm"

	"github.com/gofw/gofw/tools/bench/contenders/queries/task"
)

// forPostgres is the queries in bob's words for PostgreSQL.
type forPostgres struct{}

func (forPostgres) posts(mods ...bob.Mod[*dialect.SelectQuery]) bob.Query {
	return psql.Select(append([]bob.Mod[*dialect.SelectQuery]{sm.Columns(columns...), sm.From("blog_post").As("p")}, mods...)...)
}

func (q forPostgres) get(id int64) bob.Query {
	return q.posts(sm.Where(psql.Quote("p", "id").EQ(psql.Arg(id))))
}

func (q forPostgres) filter(views int64) bob.Query {
	return q.posts(
		sm.Where(psql.Quote("p", "status").EQ(psql.Arg(task.Published))),
		sm.Where(psql.Quote("p", "views").GTE(psql.Arg(views))),
		sm.OrderBy(psql.Quote("p", "published_at")).Desc(),
		sm.Limit(25),
	)
}

func (q forPostgres) list(n int) bob.Query {
	return q.posts(sm.OrderBy(psql.Quote("p", "id")), sm.Limit(n))
}

func (q forPostgres) join() bob.Query {
	return q.posts(
		sm.Columns(authorColumns...),
		sm.InnerJoin("blog_author").As("a").OnEQ(psql.Quote("a", "id"), psql.Quote("p", "author_id")),
		sm.OrderBy(psql.Quote("p", "id")), sm.Limit(100),
	)
}

func (forPostgres) tags(posts []any) bob.Query {
	return psql.Select(
		sm.Columns(tagColumns...), sm.From("blog_post_tags").As("l"),
		sm.InnerJoin("blog_tag").As("t").OnEQ(psql.Quote("t", "id"), psql.Quote("l", "tag_id")),
		sm.Where(psql.Quote("l", "post_id").In(psql.Arg(posts...))),
	)
}

func (forPostgres) count(author int64) bob.Query {
	return psql.Select(sm.Columns("count(*)"), sm.From("blog_post"), sm.Where(psql.Quote("author_id").EQ(psql.Arg(author))))
}
