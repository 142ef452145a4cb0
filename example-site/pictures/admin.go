package pictures

import (
	"context"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/orm"
)

// PictureAdmin is where editors look at pictures and approve them.
var PictureAdmin = admin.Model[Picture]{
	List:    orm.Columns(Pictures.Title, Pictures.Photo, Pictures.By, Pictures.Approved, Pictures.CreatedAt),
	Filters: orm.Columns(Pictures.Approved, Pictures.CreatedAt),
	Search:  orm.Columns(Pictures.Title, Pictures.By),
	Actions: []admin.Action[Picture]{{Label: "Approve the selected pictures", Run: approve}},
}

func approve(ctx context.Context, selected *orm.QuerySet[*Picture]) (int64, error) {
	return selected.Filter(Pictures.Approved.IsFalse()).Update(ctx, Pictures.Approved.Set(true))
}
