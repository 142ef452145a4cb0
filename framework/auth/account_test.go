package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/orm"
)

func TestCreateSuperuser(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	u, err := auth.CreateSuperuser(ctx, "  ada ", "Ada@Example.COM", goodPassword)
	ok(t, err)
	got, err := auth.Users.Get(ctx, u.ID)
	ok(t, err)
	if got.Username != "ada" || got.Email != "Ada@example.com" || !got.Active || !got.Staff || !got.Superuser || got.JoinedAt.IsZero() || got.LastLogin != nil {
		t.Errorf("stored %+v", got)
	}
	if _, err := auth.Authenticate(ctx, "ada", goodPassword); err != nil {
		t.Error(err)
	}
	if _, err := auth.CreateUser(ctx, "ada", "", goodPassword); !errors.Is(err, auth.ErrTaken) {
		t.Errorf("the same name again: %v", err)
	}
	plain, err := auth.CreateUser(ctx, "bob", "", "")
	ok(t, err)
	if plain.Staff || plain.Superuser || plain.HasPassword() {
		t.Errorf("a plain user is %+v", plain)
	}
}

func TestUsernames(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	cases := []struct{ name, username, stored, says string }{
		{"letters, digits and signs", "a.b+c-d_1@x", "a.b+c-d_1@x", ""},
		{"letters of another script", "алиса", "алиса", ""},
		{"wide letters are the plain ones", "ｂｏｂ", "bob", ""},
		{"a ligature is two letters", "ﬁona", "fiona", ""},
		{"a combined accent is one letter", "e\u0301mile", "\u00e9mile", ""},
		{"150 characters", strings.Repeat("ä", 150), strings.Repeat("ä", 150), ""},
		{"151 characters", strings.Repeat("ä", 151), "", "at most 150"},
		{"nothing", "", "", "a username is needed"},
		{"only space", " \t\u00a0", "", "a username is needed"},
		{"a space inside", "ada lovelace", "", "only letters"},
		{"a control byte", "ada\x00", "", "only letters"},
		{"a line break", "ada\nbob", "", "only letters"},
		{"an invisible sign", "ada\u200b", "", "only letters"},
		{"a sign that turns the text round", "\u202eada", "", "only letters"},
		{"markup", "<b>ada</b>", "", "only letters"},
		{"a quote", "ada'--", "", "only letters"},
		{"bytes that are no text", "ada\xff", "", "only letters"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			u, err := auth.CreateUser(ctx, c.username, "", "")
			if c.says == "" {
				if err != nil || u.Username != c.stored {
					t.Fatalf("got %+v, %v", u, err)
				}
				if again, err := auth.ByUsername(ctx, c.username); err != nil || again.ID != u.ID {
					t.Errorf("not found under the name as typed: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %q", err, c.says)
			}
			if _, err := auth.ByUsername(ctx, c.username); !errors.Is(err, orm.ErrNotFound) {
				t.Errorf("looking for it: %v", err)
			}
		})
	}
}

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	for email, good := range map[string]bool{
		"": true, "ada@example.com": true, "ada+x@EXAMPLE.com": true,
		"ada": false, "@example.com": false, "ada@": false, "Ada <ada@example.com>": false, "ada@example.com, bob@example.com": false,
		"ada@example.com\nBcc: all@example.com": false, strings.Repeat("x", 250) + "@example.com": false,
	} {
		name := "user" + strings.Repeat("x", len(email)%100)
		_, err := auth.CreateUser(ctx, name, email, "")
		if (err == nil) != good {
			t.Errorf("%q: %v", email, err)
		}
	}
}

func TestSetPassword(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	u := newUser(t, ctx, "ada")
	ok(t, auth.SetPassword(ctx, u, "a new secret phrase"))
	if _, err := auth.Authenticate(ctx, "ada", goodPassword); !errors.Is(err, auth.ErrBadLogin) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := auth.Authenticate(ctx, "ada", "a new secret phrase"); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if err := auth.SetPassword(ctx, u, strings.Repeat("x", 5000)); !errors.Is(err, auth.ErrTooLong) {
		t.Errorf("a password of 5000 bytes: %v", err)
	}
	if err := auth.SetPassword(ctx, &auth.User{Username: "gone", Model: orm.Model{ID: 99}}, "x"); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("a user who is gone: %v", err)
	}
}

func TestNoDatabaseIsAnError(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, err := auth.CreateSuperuser(ctx, "ada", "", "")
	if !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("CreateSuperuser: %v", err)
	}
	if _, err := auth.Authenticate(ctx, "ada", "x"); !errors.Is(err, orm.ErrNoDatabase) || errors.Is(err, auth.ErrBadLogin) {
		t.Errorf("Authenticate: %v", err)
	}
}
