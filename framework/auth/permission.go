package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// PermissionFor is the permission to do something with the rows of a model:
// "blog.change_post". The verbs of the framework are add, change, delete, view.
func PermissionFor(verb string, m *schema.Model) string {
	return m.App + "." + verb + "_" + strings.ToLower(m.Name)
}

// Permissions lists what the framework asks about a model, and what its Meta adds.
func Permissions(m *schema.Model) []string {
	var list []string
	for _, verb := range []string{"add", "change", "delete", "view"} {
		list = append(list, PermissionFor(verb, m))
	}
	for _, p := range m.Permissions {
		list = append(list, PermissionFor(p.Verb, m))
	}
	return list
}

// Can reports whether the user has a permission: an own one, or through a group.
// The groups are loaded when first needed. A superuser has all permissions; nil
// and a user who is not active have none.
func (u *User) Can(ctx context.Context, permission string) (bool, error) {
	if u == nil || !u.Active {
		return false, nil
	}
	if u.Superuser || slices.Contains(u.Permissions, permission) {
		return true, nil
	}
	if err := LoadPermissions(ctx, u); err != nil {
		return false, err
	}
	return slices.ContainsFunc(u.Groups, func(g Group) bool { return slices.Contains(g.Permissions, permission) }), nil
}

// LoadPermissions loads the user's groups, if they are not loaded yet.
func LoadPermissions(ctx context.Context, u *User) error {
	if u.Groups != nil {
		return nil
	}
	ids, err := Users.Groups.IDs(ctx, u)
	if err != nil {
		return fmt.Errorf("loading the groups of %s: %w", u.Username, err)
	}
	groups := []Group{}
	if len(ids) > 0 {
		rows, err := Groups.Filter(Groups.ID.In(ids...)).All(ctx)
		if err != nil {
			return fmt.Errorf("loading the groups of %s: %w", u.Username, err)
		}
		for _, g := range rows {
			groups = append(groups, *g)
		}
	}
	u.Groups = groups
	return nil
}

// Can reports whether the user of the request has a permission. A visitor has none.
func Can(c web.Context, permission string) (bool, error) {
	u, err := UserOf(c)
	if err != nil {
		return false, err
	}
	return u.Can(c.Request().Context(), permission)
}
