package auth

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/gofw/gofw/framework/orm"
)

// ErrTaken is found by errors.Is when a new user's name belongs to another.
var ErrTaken = errors.New("auth: this username is taken")

// longestUsername is the size of the column, in characters.
const longestUsername = 150

// NormalizeUsername puts a name into the form in which it is stored and looked
// up: without space around it, and with NFKC, so that names which look alike
// because of how they were typed are one.
func NormalizeUsername(name string) string { return norm.NFKC.String(strings.TrimSpace(name)) }

// CheckUsername says what is wrong with a name for a new user, nil if nothing
// is. The text can be shown to people.
func CheckUsername(name string) error {
	switch {
	case name == "":
		return errors.New("a username is needed")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, notInUsername):
		return errors.New("a username has only letters, digits and @ . + - _")
	case utf8.RuneCountInString(name) > longestUsername:
		return fmt.Errorf("a username has at most %d characters", longestUsername)
	}
	return nil
}

func notInUsername(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("@.+-_", r)
}

// NormalizeEmail writes the part behind the @ in lower case.
func NormalizeEmail(email string) string {
	email = strings.TrimSpace(email)
	i := strings.LastIndexByte(email, '@')
	if i < 0 {
		return email
	}
	return email[:i] + strings.ToLower(email[i:])
}

// checkEmail accepts nothing, or a plain address.
func checkEmail(email string) error {
	if email == "" {
		return nil
	}
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email || utf8.RuneCountInString(email) > 254 {
		return fmt.Errorf("%q is not an e-mail address", email)
	}
	return nil
}

// CreateUser stores a new user who is active. The name is normalized; a name
// that is taken is [ErrTaken]. An empty e-mail address is fine; with an empty
// password the user cannot log in before one is set. How good the password is,
// is for the caller to ask: see [CheckPassword].
func CreateUser(ctx context.Context, username, email, password string) (*User, error) {
	return create(ctx, &User{Username: username, Email: email}, password)
}

// CreateSuperuser stores a new user who may do everything, as [CreateUser].
func CreateSuperuser(ctx context.Context, username, email, password string) (*User, error) {
	return create(ctx, &User{Username: username, Email: email, Staff: true, Superuser: true}, password)
}

func create(ctx context.Context, u *User, password string) (*User, error) {
	u.Username, u.Email = NormalizeUsername(u.Username), NormalizeEmail(u.Email)
	u.Active = true
	if err := errors.Join(CheckUsername(u.Username), checkEmail(u.Email)); err != nil {
		return nil, fmt.Errorf("creating a user: %w", err)
	}
	taken, err := Users.Filter(Users.Username.Eq(u.Username)).Exists(ctx)
	if err != nil {
		return nil, fmt.Errorf("creating the user %s: %w", u.Username, err)
	}
	if taken {
		return nil, fmt.Errorf("creating the user %s: %w", u.Username, ErrTaken)
	}
	if u.Password, err = HashPassword(ctx, password); err != nil {
		return nil, fmt.Errorf("creating the user %s: %w", u.Username, err)
	}
	err = Users.Create(ctx, u)
	if errors.Is(err, orm.ErrDuplicate) {
		err = ErrTaken
	}
	if err != nil {
		return nil, fmt.Errorf("creating the user %s: %w", u.Username, err)
	}
	return u, nil
}

// ByUsername returns the user of that name, normalized. It is orm.ErrNotFound
// if there is none, also for a name that no user can have.
func ByUsername(ctx context.Context, username string) (*User, error) {
	if len(username) > 4*longestUsername {
		return nil, orm.ErrNotFound
	}
	name := NormalizeUsername(username)
	if name == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return nil, orm.ErrNotFound
	}
	return Users.Filter(Users.Username.Eq(name)).One(ctx)
}

// SetPassword gives the user another password and thereby ends all sessions
// that were begun with the old one; [Renew] keeps the one of the request. The
// empty password locks the account until another is set.
func SetPassword(ctx context.Context, u *User, password string) error {
	stored, err := HashPassword(ctx, password)
	if err != nil {
		return fmt.Errorf("setting the password of %s: %w", u.Username, err)
	}
	n, err := Users.Filter(Users.ID.Eq(u.ID)).Update(ctx, Users.Password.Set(stored))
	if err == nil && n == 0 {
		err = orm.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("setting the password of %s: %w", u.Username, err)
	}
	u.Password = stored
	return nil
}
