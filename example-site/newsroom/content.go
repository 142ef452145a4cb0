package newsroom

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/orm"
)

//go:embed content
var content embed.FS

// article is a file of the folder content: what stands above the text, and the text.
type article struct {
	Title, Slug, Author, Summary string
	Status                       Status
	Published                    *time.Time
	Tags                         []string
	Body                         string `yaml:"-"`
}

type writer struct {
	Username  string
	FirstName string `yaml:"first_name"`
	LastName  string `yaml:"last_name"`
	Email     string
}

type remark struct {
	Post, Name, Email, Body string
	Approved                bool
	Created                 time.Time
}

// articles reads every article, in order.
func articles() ([]article, error) {
	names, err := fs.Glob(content, "content/*.md")
	if err != nil {
		return nil, err
	}
	var out []article
	for _, name := range names {
		src, err := content.ReadFile(name)
		if err != nil {
			return nil, err
		}
		head, body, ok := bytes.Cut(bytes.TrimPrefix(src, []byte("---\n")), []byte("\n---\n"))
		if !ok {
			return nil, fmt.Errorf("reading %s: no line --- below the head", name)
		}
		var a article
		if err := yaml.Unmarshal(head, &a); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		a.Body = string(bytes.TrimSpace(body))
		out = append(out, a)
	}
	return out, nil
}

func read(name string, to any) error {
	src, err := content.ReadFile("content/" + name)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(src, to); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// load writes the sample content; what is there already stays as it is. It
// returns the number of new articles.
func load(ctx context.Context) (n int, err error) {
	var writers []writer
	var tags []Tag
	var remarks []remark
	if err := errors.Join(read("authors.yaml", &writers), read("tags.yaml", &tags), read("comments.yaml", &remarks)); err != nil {
		return 0, err
	}
	list, err := articles()
	if err != nil {
		return 0, err
	}
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		authors, err := loadAuthors(ctx, writers)
		if err != nil {
			return err
		}
		subjects, err := loadTags(ctx, tags)
		if err != nil {
			return err
		}
		posts := map[string]int64{}
		for _, a := range list {
			id, err := loadArticle(ctx, a, authors, subjects)
			if err != nil {
				return fmt.Errorf("article %s: %w", a.Slug, err)
			}
			if id != 0 {
				posts[a.Slug] = id
			}
		}
		n = len(posts)
		return loadRemarks(ctx, remarks, posts)
	})
	return n, err
}

func loadAuthors(ctx context.Context, writers []writer) (map[string]int64, error) {
	ids := map[string]int64{}
	for _, w := range writers {
		u, err := auth.ByUsername(ctx, w.Username)
		if errors.Is(err, orm.ErrNotFound) {
			u = &auth.User{Username: w.Username, Email: w.Email, FirstName: w.FirstName, LastName: w.LastName, Active: true, Staff: true, Password: auth.UnusablePassword()}
			err = auth.Users.Create(ctx, u)
		}
		if err != nil {
			return nil, fmt.Errorf("author %s: %w", w.Username, err)
		}
		ids[w.Username] = u.ID
	}
	return ids, nil
}

func loadTags(ctx context.Context, tags []Tag) (map[string]int64, error) {
	ids := map[string]int64{}
	for _, t := range tags {
		found, err := Tags.Filter(Tags.Slug.Eq(t.Slug)).One(ctx)
		if errors.Is(err, orm.ErrNotFound) {
			found, err = &t, Tags.Create(ctx, &t)
		}
		if err != nil {
			return nil, fmt.Errorf("tag %s: %w", t.Slug, err)
		}
		ids[t.Slug] = found.ID
	}
	return ids, nil
}

// loadArticle returns the key of the new post, 0 if it is there already.
func loadArticle(ctx context.Context, a article, authors, tags map[string]int64) (int64, error) {
	there, err := Posts.Filter(Posts.Slug.Eq(a.Slug)).Exists(ctx)
	if err != nil || there {
		return 0, err
	}
	p := &Post{Title: a.Title, Slug: a.Slug, Summary: a.Summary, Body: a.Body, Status: a.Status, PublishedAt: a.Published, AuthorID: authors[a.Author]}
	if a.Published != nil {
		p.CreatedAt = *a.Published
	}
	if err := Posts.Create(ctx, p); err != nil {
		return 0, err
	}
	var ids []int64
	for _, slug := range a.Tags {
		ids = append(ids, tags[slug])
	}
	return p.ID, Posts.Tags.Set(ctx, p, ids...)
}

func loadRemarks(ctx context.Context, remarks []remark, posts map[string]int64) error {
	var rows []*Comment
	for _, r := range remarks {
		if id := posts[r.Post]; id != 0 {
			rows = append(rows, &Comment{Model: orm.Model{CreatedAt: r.Created}, PostID: id, Name: r.Name, Email: r.Email, Body: r.Body, Approved: r.Approved})
		}
	}
	return Comments.BulkCreate(ctx, rows)
}
