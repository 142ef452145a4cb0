package auth

import (
	"strings"
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// User is somebody who can log in.
type User struct {
	orm.Model

	Username    string     `gorm:"size:150;uniqueIndex" gofw:"help=At most 150 letters, digits and @ . + - _"`
	Email       string     `gorm:"size:254" gofw:"email,blank,label=e-mail address"`
	FirstName   string     `gorm:"size:150" gofw:"blank"`
	LastName    string     `gorm:"size:150" gofw:"blank"`
	Password    string     `gorm:"size:255" gofw:"hidden"`
	Active      bool       `gorm:"default:true" gofw:"help=Who is not active cannot log in. Take this away instead of deleting the account, so that what the user has written keeps its author."`
	Staff       bool       `gorm:"default:false" gofw:"help=May enter the admin. What can be done there depends on the permissions."`
	Superuser   bool       `gorm:"default:false" gofw:"help=Has every permission, without being granted any."`
	JoinedAt    time.Time  `gorm:"autoCreateTime" gofw:"label=joined"`
	LastLogin   *time.Time `gofw:"readonly"`
	Permissions []string   `gorm:"serializer:json" gofw:"help=What this user may do, beside what the groups allow."`
	Groups      []Group    `gorm:"many2many:auth_user_groups" gofw:"help=The user may do whatever one of these groups may."`
}

// Meta orders users by the name that they log in with.
func (User) Meta() orm.Meta { return orm.Meta{Ordering: []string{"Username"}} }

// String is the username.
func (u User) String() string { return u.Username }

// FullName is first and last name, or the username if there is neither.
func (u User) FullName() string {
	if name := strings.TrimSpace(u.FirstName + " " + u.LastName); name != "" {
		return name
	}
	return u.Username
}

// Group is a set of permissions that is granted to many users at once.
type Group struct {
	orm.Model

	Name        string   `gorm:"size:150;uniqueIndex"`
	Permissions []string `gorm:"serializer:json" gofw:"help=What the members of this group may do."`
}

// Meta orders groups by name.
func (Group) Meta() orm.Meta { return orm.Meta{Ordering: []string{"Name"}} }

// String is the name.
func (g Group) String() string { return g.Name }
