package views

import (
	"net/url"
	"strconv"
)

// Paging is where a page of a list stands, and the ways from there. Addresses are
// relative to the list's own.
type Paging struct {
	Page     int    // from 1; 0 where pages have no numbers
	Pages    int    // how many there are, as far as rows are counted; 0 where pages have no numbers
	First    string // address of the first page; empty if this is it
	Previous string // address of the page before; empty if there is none
	Next     string // address of the page behind; empty if there is none
	Total    int64  // rows on all pages, at most MostRows
	More     bool   // there are more rows than Total says: "10,000+"

	Search string     // the words that were looked for
	Menus  []Menu     // one for each of the list's Filters
	Orders []Ordering // one for each of the list's Orders
	Clear  string     // address of the list without filters and search; empty if there are none

	Query url.Values // of the request, without the page

	rows []any
}

// The names in an address that say which page is asked for.
const (
	pageParam   = "page"
	afterParam  = "after"
	beforeParam = "before"
	wordsParam  = "q"
	orderParam  = "order"
)

// PageURL is the address of a page by its number.
func (p Paging) PageURL(page int) string {
	if page <= 1 {
		return p.with(pageParam, "")
	}
	return p.with(pageParam, strconv.Itoa(page))
}

// with is the address of the list with one value changed; empty removes it.
func (p Paging) with(name, value string) string { return address(p.Query, name, value) }

// address is a query string with one value changed; empty removes it. It is "?",
// the list itself, if nothing is left.
func address(query url.Values, name, value string) string {
	changed := url.Values{}
	for k, v := range query {
		if k != name {
			changed[k] = v
		}
	}
	if value != "" {
		changed.Set(name, value)
	}
	return "?" + changed.Encode()
}

// around is how many pages are named on each side of this one.
const around = 2

// Numbers are the pages to lead to: the first, the last and those around this
// one. 0 stands for the pages that are left out, as Django's
// get_elided_page_range has it.
func (p Paging) Numbers() []int {
	var out []int
	for n := 1; n <= p.Pages; n++ {
		near := n >= p.Page-around && n <= p.Page+around
		switch {
		case n == 1, n == p.Pages, near,
			n == 2 && p.Page-around == 3, n == p.Pages-1 && p.Page+around == p.Pages-2: // a gap of one page
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}
