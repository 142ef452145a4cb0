package web

import (
	"strconv"
	"strings"
	"time"
)

// Cache says how long an answer may be kept and by whom: the header
// Cache-Control (RFC 9111, 5.2.2). The zero value says nothing. As middleware it
// is for a route:
//
//	urls.Get("/prices", Prices, web.Cache{Public: true, MaxAge: time.Hour}.Middleware)
type Cache struct {
	MaxAge               time.Duration // how long it is fresh, in full seconds; 0 says nothing
	SharedMaxAge         time.Duration // the same for caches of many people
	StaleWhileRevalidate time.Duration // how long it may be shown while a newer one is fetched (RFC 5861)
	StaleIfError         time.Duration // how long it may be shown while the site fails (RFC 5861)

	Public         bool // caches of many people may keep it, even where they would not
	Private        bool // the browser alone may keep it
	NoCache        bool // it is asked for again each time, and may then be unchanged
	NoStore        bool // nobody keeps it
	MustRevalidate bool // it is never shown beyond its time
	Immutable      bool // it never changes (RFC 8246)
	NoTransform    bool // what is between may not change it
}

// String is the value of the header, "" for the zero value.
func (k Cache) String() string {
	var words []string
	for _, flag := range []struct {
		set  bool
		word string
	}{
		{k.Public && !k.Private, "public"}, {k.Private, "private"}, {k.NoCache, "no-cache"}, {k.NoStore, "no-store"},
		{k.MustRevalidate, "must-revalidate"}, {k.NoTransform, "no-transform"},
	} {
		if flag.set {
			words = append(words, flag.word)
		}
	}
	for _, age := range []struct {
		d    time.Duration
		word string
	}{
		{k.MaxAge, "max-age"}, {k.SharedMaxAge, "s-maxage"},
		{k.StaleWhileRevalidate, "stale-while-revalidate"}, {k.StaleIfError, "stale-if-error"},
	} {
		if age.d > 0 {
			words = append(words, age.word+"="+strconv.FormatInt(int64(age.d/time.Second), 10))
		}
	}
	if k.Immutable {
		words = append(words, "immutable")
	}
	return strings.Join(words, ", ")
}

// Set gives the header to an answer, in place of another.
func (k Cache) Set(c Context) {
	if v := k.String(); v != "" {
		c.Response().Header().Set("Cache-Control", v)
	}
}

// Middleware gives the header to all answers of a handler. A handler that sets
// another wins, and error pages are never kept.
func (k Cache) Middleware(next HandlerFunc) HandlerFunc {
	value := []string{k.String()}
	if value[0] == "" {
		return next
	}
	return func(c Context) error {
		c.Response().Header()["Cache-Control"] = value
		return next(c)
	}
}

// NeverCache is middleware for pages that nobody may keep, not even the
// browser's way back.
func NeverCache(next HandlerFunc) HandlerFunc {
	return Cache{NoStore: true, Private: true}.Middleware(next)
}
