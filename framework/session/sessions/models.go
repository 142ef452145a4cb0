package sessions

import (
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// Session is one visitor's session as it is kept in the database.
type Session struct {
	Key       string    `gorm:"primaryKey;size:64"` // SHA-256 of the visitor's token, in hexadecimal
	Data      []byte    `gofw:"hidden"`
	UserID    *int64    `gorm:"index"` // who is logged in; nil is nobody
	ExpiresAt time.Time `gorm:"index"`
}

// Meta names the table.
func (Session) Meta() orm.Meta { return orm.Meta{Table: "gofw_session"} }
