package auth

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortestPassword is how many characters a good password has at least.
const shortestPassword = 8

//go:embed common.txt
var commonPasswords string

// PasswordHelp is what people should know before they choose a password.
const PasswordHelp = "At least 8 characters, not only digits, not a common word, and unlike your name and e-mail address. A few random words are easy to remember."

// PasswordError is why a password is easy to guess, in sentences for people.
type PasswordError []string

// Error is all sentences.
func (e PasswordError) Error() string { return strings.Join(e, " ") }

// CheckPassword returns a [PasswordError] for a password that is too short, has
// only digits, is among the most common ones, or is like something that others
// know about the user; a nil user is nobody in particular.
func CheckPassword(password string, u *User) error {
	if problems := weaknesses(password, u); problems != nil {
		return problems
	}
	return nil
}

func weaknesses(password string, u *User) PasswordError {
	var problems PasswordError
	if n := utf8.RuneCountInString(password); n < shortestPassword {
		problems = append(problems, fmt.Sprintf("The password is too short: it needs at least %d characters.", shortestPassword))
	}
	if len(password) > longestPassword {
		return append(problems, fmt.Sprintf("The password is too long: it may have at most %d bytes.", longestPassword))
	}
	if password != "" && !strings.ContainsFunc(password, func(r rune) bool { return !unicode.IsDigit(r) }) {
		problems = append(problems, "The password has only digits.")
	}
	if common(password) {
		problems = append(problems, "The password is one of the most common ones.")
	}
	if what := resembles(password, u); what != "" {
		problems = append(problems, "The password is too much like the "+what+".")
	}
	return problems
}

// common looks the password up in any case, also without the digits and signs
// that people put behind a word.
func common(password string) bool {
	word := strings.ToLower(strings.TrimSpace(password))
	short := strings.TrimRight(word, "0123456789!?.$#*")
	return inCommon(word) || len(short) >= 4 && utf8.RuneCountInString(word)-utf8.RuneCountInString(short) <= 4 && inCommon(short)
}

func inCommon(word string) bool {
	return word != "" && !strings.Contains(word, "\n") && strings.Contains("\n"+commonPasswords, "\n"+word+"\n")
}

var notWord = regexp.MustCompile(`[^\pL\pN_]+`)

// resembles names what the password is like, "" for nothing.
func resembles(password string, u *User) string {
	if u == nil || password == "" {
		return ""
	}
	password = strings.ToLower(password)
	for _, known := range []struct{ label, value string }{
		{"username", u.Username}, {"first name", u.FirstName}, {"last name", u.LastName}, {"e-mail address", u.Email},
	} {
		value := strings.ToLower(known.value)
		for _, part := range append(notWord.Split(value, -1), value) {
			if part != "" && similarity(password, part) >= 0.7 {
				return known.label
			}
		}
	}
	return ""
}

// similarity is 1 for words of the same letters and 0 for words that share none.
// The order of letters does not count, so anagrams are alike too.
func similarity(a, b string) float64 {
	left, right := []rune(a), []rune(b)
	letters := map[rune]int{}
	for _, r := range left {
		letters[r]++
	}
	shared := 0
	for _, r := range right {
		if letters[r] > 0 {
			letters[r]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(left)+len(right))
}
