package media

import (
	"crypto/rand"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// longestName is how many bytes of a file's name are kept.
const longestName = 100

// SafeName makes a name of any text that a browser sent for one: without a path,
// of letters, digits, "-", "_" and "." alone, with a small extension, and of at
// most 100 bytes. It is never empty, begins with no dot and is no name that
// Windows reserves.
func SafeName(name string) string {
	for {
		safe := safer(name)
		if safe == name {
			return safe
		}
		name = safe // what an unsafe extension hid may be unsafe too
	}
}

func safer(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	stem, ext := name, ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		stem, ext = name[:i], plainExtension(name[i:])
	}
	stem = strings.Trim(words(stem), "-_.")
	if stem == "" {
		stem = "file"
	}
	if reserved[strings.ToUpper(strings.SplitN(stem, ".", 2)[0])] {
		stem = "file-" + stem
	}
	stem = strings.Trim(cut(stem, longestName-len(ext)), "-_.")
	return stem + ext
}

// words keeps letters and digits and puts one hyphen between them where there
// was something else.
func words(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			gap = true
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '_' || r == '.':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		default:
			gap = true
		}
	}
	return strings.ReplaceAll(b.String(), "..", ".")
}

// plainExtension is an extension with its dot if it is of ten ASCII letters and
// digits at most, else nothing.
func plainExtension(ext string) string {
	ext = strings.ToLower(ext)
	if len(ext) < 2 || len(ext) > 11 {
		return ""
	}
	for _, r := range ext[1:] {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return ""
		}
	}
	return ext
}

// cut shortens a text to n bytes without breaking a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// reserved are names that Windows gives to devices, whatever their extension.
var reserved = map[string]bool{
	"CON": true, "PRN": true, "AUX": true, "NUL": true,
	"COM1": true, "COM2": true, "COM3": true, "COM4": true, "COM5": true, "COM6": true, "COM7": true, "COM8": true, "COM9": true,
	"LPT1": true, "LPT2": true, "LPT3": true, "LPT4": true, "LPT5": true, "LPT6": true, "LPT7": true, "LPT8": true, "LPT9": true,
}

// newKey is a key that no file has: a folder, something random, and the name.
func newKey(folder, name string, at time.Time) string {
	folder = strings.NewReplacer("%Y", at.Format("2006"), "%m", at.Format("01"), "%d", at.Format("02")).Replace(folder)
	return path.Join(folder, strings.ToLower(rand.Text()[:10]), name)
}
