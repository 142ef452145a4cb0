// Command usual is the list as people write it with Echo, GORM and templ, from
// what their documentation shows: GORM's stock settings and the join by
// Joins("Author"). With TUNED in the environment it takes the advice of GORM's
// pages on performance and on connections too.
package main

import (
	"log"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gofw/gofw/tools/bench/contenders/contender"
	"github.com/gofw/gofw/tools/bench/contenders/page"
)

// Author writes posts.
type Author struct {
	ID    int64
	Name  string
	Email string
}

// TableName is the table of authors.
func (Author) TableName() string { return "blog_author" }

// Post is an article.
type Post struct {
	ID          int64
	Title       string
	Slug        string
	Body        string
	Status      int64
	PublishedAt time.Time
	AuthorID    int64
	Author      Author
}

// TableName is the table of posts.
func (Post) TableName() string { return "blog_post" }

func main() {
	open := openStock
	if os.Getenv("TUNED") != "" {
		open = openTuned
	}
	db, err := open(contender.Database())
	if err != nil {
		log.Fatal(err)
	}
	e := echo.New()
	e.GET("/posts", func(c echo.Context) error {
		number, err := strconv.Atoi(c.QueryParam("page"))
		if err != nil || number < 1 {
			number = 1
		}
		db := db.WithContext(c.Request().Context())
		var count int64
		if err := db.Model(&Post{}).Where("status = ?", 1).Count(&count).Error; err != nil {
			return err
		}
		var posts []Post
		err = db.Joins("Author").Where("status = ?", 1).Order("published_at DESC").
			Limit(page.Size).Offset((number - 1) * page.Size).Find(&posts).Error
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, listPage(posts, number, count))
	})
	contender.Serve(e)
}

func openStock(path string) (*gorm.DB, error) {
	return gorm.Open(sqlite.New(sqlite.Config{DriverName: contender.Driver, DSN: path}), &gorm.Config{})
}

func openTuned(path string) (*gorm.DB, error) {
	dialector := sqlite.New(sqlite.Config{DriverName: contender.Driver, DSN: contender.Tuned(path)})
	db, err := gorm.Open(dialector, &gorm.Config{PrepareStmt: true, SkipDefaultTransaction: true})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	readers := max(4, runtime.NumCPU())
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	return db, nil
}

// render is how templ's documentation answers through Echo.
func render(c echo.Context, status int, t templ.Component) error {
	b := templ.GetBuffer()
	defer templ.ReleaseBuffer(b)
	if err := t.Render(c.Request().Context(), b); err != nil {
		return err
	}
	return c.HTML(status, b.String())
}
