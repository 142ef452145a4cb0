package auth_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/auth"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	ada := &auth.User{Username: "adalovelace", Email: "ada@engine.example", FirstName: "Augusta", LastName: "King-Noel"}
	cases := []struct {
		name, password string
		user           *auth.User
		says           string // empty is a good password
	}{
		{"a few words are good", "four maroon kettles", ada, ""},
		{"a few words are good for nobody in particular", "four maroon kettles", nil, ""},
		{"a random word is good", "gw8kfhq2", ada, ""},
		{"text of another script is good", "двенадцать", ada, ""},
		{"seven characters are too short", "gw8kfhq", nil, "at least 8 characters"},
		{"characters count, not bytes", "пароль7", nil, "at least 8 characters"},
		{"nothing is too short", "", nil, "at least 8 characters"},
		{"digits alone", "8305719264", nil, "only digits"},
		{"digits of another script alone", "٨٣٠٥٧١٩٢", nil, "only digits"},
		{"a common word", "password", nil, "most common"},
		{"a common word in capitals", "PASSWORD", nil, "most common"},
		{"a common word with space around", "  password ", nil, "most common"},
		{"a common word with a year behind", "football2024", nil, "most common"},
		{"a common word with a sign behind", "princess!!", nil, "most common"},
		{"a way across the keyboard", "1qaz2wsx", nil, "most common"},
		{"a good word with digits behind", "ropewalk2024", nil, ""},
		{"the username", "AdaLovelace", ada, "like the username"},
		{"the username backwards", "ecalevoLadA", ada, "like the username"},
		{"the username and a digit", "adalovelace1", ada, "like the username"},
		{"the first name and a digit", "augusta7", ada, "like the first name"},
		{"a part of the last name and more", "kingnoel1", ada, "like the last name"},
		{"the e-mail address", "ada@engine.example", ada, "like the e-mail address"},
		{"the host of the e-mail address", "engine.example", ada, "like the e-mail address"},
		{"a user without names", "augusta7x", &auth.User{}, ""},
		{"line breaks do not match the whole list", "password\nmonkey12", nil, ""},
		{"a very long password", strings.Repeat("x", 4097), nil, "at most 4096 bytes"},
		{"two faults are both said", "1234", nil, "only digits"},
		{"bytes that are no text", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8", ada, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := auth.CheckPassword(c.password, c.user)
			if c.says == "" {
				if err != nil {
					t.Errorf("%q: %v", c.password, err)
				}
				return
			}
			var weak auth.PasswordError
			if !errors.As(err, &weak) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q: got %v, want %q", c.password, err, c.says)
			}
		})
	}
}
