package schema

import "strings"

// Problem is one thing that is wrong with a declaration.
type Problem struct {
	Field   string // the Go field it stands at; empty for the whole model
	Message string // "Post orders by \"Published\", which is not a field"
	Hint    string // what to do: "did you mean \"PublishedAt\"?"; may be empty
	Word    string // the word at fault inside a tag or Meta, to point at; may be empty
}

// Error joins message and hint in one line.
func (p Problem) Error() string {
	if p.Hint == "" {
		return p.Message
	}
	return p.Message + " (" + p.Hint + ")"
}

// Nearest returns the candidate most like word, or "" when none is close.
func Nearest(word string, candidates []string) string {
	best, found := max(2, len(word)/3)+1, ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < best {
			best, found = d, c
		}
	}
	if found == "" {
		for _, c := range candidates {
			if len(word) > 3 && strings.HasPrefix(strings.ToLower(c), strings.ToLower(word)) {
				return c
			}
		}
	}
	return found
}

// nearest words the hint for a misspelt word.
func nearest(word string, candidates []string) string {
	if c := Nearest(word, candidates); c != "" {
		return "did you mean " + `"` + c + `"?`
	}
	return "known: " + strings.Join(candidates, ", ")
}

// distance is the Levenshtein distance between two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
