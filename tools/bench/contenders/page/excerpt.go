package page

// Size is how many posts a page of the list shows.
const Size = 25

// excerpt is the beginning of a text.
func excerpt(s string) string {
	if len(s) > 160 {
		return s[:160] + "…"
	}
	return s
}
