package filters_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/filters"
)

// mebibyte is how long hostile texts are. What looks at each byte once for every
// other would take hours for one.
const mebibyte = 1 << 20

// patterns are repeated to texts that once kept template engines busy.
var patterns = []string{
	"<", ">", "&", "(", "[", ".", ";", "'", "\"", "<a", "<a ", "<a '", "<a \"", "<a '>'", "</", "<!", "<!--", "<!-->", "<?", "<b>", "</b>", "<b><i></b>", "b>", "&lt", "&lt;", "&#", "&#x1", "&amp;;", "https://a.b/(", "https://a.b/)", "https://a.b;",
	"a@", "@", "www.", "a.b.", ".com", "e\u0301", "\u0301", " ", "\t", "\n", "a ", "\r\n", "<textarea>", "<script>", "<svg>", "<a b=\"'>", "<a '>' ", "x@y.", "%", "%41", "Σ", "'a", "-", "_",
}

// of is the filters that read texts of strangers.
var of = map[string]func(string) string{
	"StripTags":         filters.StripTags,
	"Urlize":            func(s string) string { return filters.Urlize(s).String() },
	"UrlizeTrunc":       func(s string) string { return filters.UrlizeTrunc(s, 20).String() },
	"TruncateCharsHTML": func(s string) string { return filters.TruncateCharsHTML(filters.Safe(s), len(s)/4).String() },
	"TruncateWordsHTML": func(s string) string { return filters.TruncateWordsHTML(filters.Safe(s), len(s)/4).String() },
	"TruncateChars":     func(s string) string { return filters.TruncateChars(s, len(s)/4) },
	"TruncateWords":     func(s string) string { return filters.TruncateWords(s, len(s)/4) },
	"WordWrap":          func(s string) string { return filters.WordWrap(s, 72) },
	"Linebreaks":        func(s string) string { return filters.Linebreaks(s).String() },
	"Slugify":           filters.Slugify,
	"IntComma":          func(s string) string { return filters.IntComma(s) },
	"Title":             filters.Title,
}

// A mebibyte of each pattern, alone and behind what begins something, is answered:
// the test ends.
func TestHostileTextsAreDoneWithInTime(t *testing.T) {
	t.Parallel()
	length := mebibyte
	if testing.Short() {
		length /= 16
	}
	for name, filter := range of {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, p := range patterns {
				for _, before := range []string{"", "<a \"", "https://a.b/"} {
					if before != "" && len(p) > 1 {
						continue
					}
					text := before + strings.Repeat(p, length/len(p))
					if got := filter(text); len(got) > 80*len(text) {
						t.Errorf("%d bytes of %q become %d", len(text), p, len(got))
					}
				}
			}
		})
	}
}

// Twice the text may take twice the memory. Not parallel, because it counts what
// the program allocates.
func TestMemoryGrowsAsTheTextDoes(t *testing.T) {
	for name, filter := range of {
		for _, p := range patterns {
			text := strings.Repeat(p, 1<<15/len(p))
			once, twice := allocated(filter, text), allocated(filter, text+text)
			if twice > 3*once+1<<16 {
				t.Errorf("%s of %q takes %d bytes, and %d for twice the text", name, p, once, twice)
			}
		}
	}
}

func allocated(filter func(string) string, text string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	filter(text)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
