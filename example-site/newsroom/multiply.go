package newsroom

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// batch is how many posts are written at once.
const batch = 2000

// multiply writes further posts, made of the titles and paragraphs of the
// articles, so that lists, search and paging have something to work on. The
// same number gives the same posts.
func multiply(ctx context.Context, n int, tell func(done int)) error {
	list, err := articles()
	if err != nil {
		return err
	}
	sources, err := Posts.Limit(len(list)).OrderBy(Posts.ID.Asc()).All(ctx)
	if err != nil {
		return err
	}
	last, err := Posts.OrderBy(Posts.ID.Desc()).First(ctx)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var paragraphs []string
	for _, a := range list {
		for _, p := range strings.Split(a.Body, "\n\n") {
			if len(p) > 120 && !strings.HasPrefix(p, "|") {
				paragraphs = append(paragraphs, p)
			}
		}
	}
	newest := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	for done := 0; done < n; {
		rows := make([]*Post, min(batch, n-done))
		for i := range rows {
			from, number := sources[r.IntN(len(sources))], last.ID+int64(done+i)+1
			at := newest.Add(-time.Duration(r.IntN(10*365*24*60)) * time.Minute)
			rows[i] = &Post{
				Title:    fmt.Sprintf("%.100s (%d)", from.Title, number),
				Slug:     fmt.Sprintf("%.60s-%d", from.Slug, number),
				Summary:  from.Summary,
				Body:     paragraphs[r.IntN(len(paragraphs))] + "\n\n" + paragraphs[r.IntN(len(paragraphs))],
				Status:   StatusPublished,
				AuthorID: from.AuthorID, PublishedAt: &at,
			}
			if r.IntN(10) == 0 {
				rows[i].Status, rows[i].PublishedAt = StatusDraft, nil
			}
		}
		if err := Posts.BulkCreate(ctx, rows); err != nil {
			return err
		}
		done += len(rows)
		tell(done)
	}
	return nil
}
