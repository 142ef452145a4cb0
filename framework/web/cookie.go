package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/web/signing"
)

// SetSignedCookie gives the browser a cookie whose value nobody can change, as
// Django's set_signed_cookie does. What its zero values leave open is closed: it
// is for the whole site, out of reach of scripts, SameSite=Lax, and Secure where
// the client came over https. A value that no cookie can hold is an error; sign
// an object instead.
func SetSignedCookie(c Context, cookie http.Cookie) error {
	if strings.ContainsFunc(cookie.Value, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`",;\`, r) }) {
		return fmt.Errorf("the cookie %s cannot hold %q: sign it with signing.Dumps first", cookie.Name, cookie.Value)
	}
	s, err := signing.InCookie(c.Request().Context(), cookie.Name, "")
	if err != nil {
		return err
	}
	cookie.Value = s.Sign(cookie.Value)
	cookie.HttpOnly = true
	cookie.Secure = cookie.Secure || IsHTTPS(c)
	if cookie.Path == "" {
		cookie.Path = "/"
	}
	if cookie.SameSite == 0 {
		cookie.SameSite = http.SameSiteLaxMode
	}
	if err := cookie.Valid(); err != nil {
		return fmt.Errorf("setting the cookie %q: %w", cookie.Name, err)
	}
	c.SetCookie(&cookie)
	return nil
}

// SignedCookie is the value of a cookie that [SetSignedCookie] has set within
// maxAge; 0 is without end. Without such a cookie, and for one that is too old or
// was changed, it is "" and false.
func SignedCookie(c Context, name string, maxAge time.Duration) (string, bool, error) {
	cookie, err := c.Cookie(name)
	if errors.Is(err, http.ErrNoCookie) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	s, err := signing.InCookie(c.Request().Context(), name, "")
	if err != nil {
		return "", false, err
	}
	value, err := s.Unsign(cookie.Value, maxAge)
	if err != nil {
		return "", false, nil // a stranger's, which is none
	}
	return value, true, nil
}
