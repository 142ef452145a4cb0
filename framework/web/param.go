package web

import "strconv"

// Int64Param is the path parameter of the given name as a number. Anything that
// is not written as urls.Int writes it, such as "007" or "+7", is not found:
// a page has one address.
func Int64Param(c Context, name string) (int64, error) {
	raw := c.Param(name)
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != raw {
		return 0, NotFound()
	}
	return n, nil
}
