package filters

import (
	"math/rand/v2"
	"strings"
)

// passage is the text that printers have used since the sixteenth century.
const passage = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. " +
	"Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. " +
	"Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. " +
	"Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum."

// Lorem is n words to fill a page with while it is designed. The same n always
// gives the same words.
func Lorem(n int) string {
	words := strings.Fields(strings.ToLower(strings.NewReplacer(",", "", ".", "").Replace(passage)))
	random := rand.New(rand.NewPCG(1, uint64(max(n, 0))))
	out := make([]string, max(n, 0))
	for i := range out {
		if i < len(words) {
			out[i] = words[i]
		} else {
			out[i] = words[random.IntN(len(words))]
		}
	}
	return strings.Join(out, " ")
}

// LoremParagraphs is n paragraphs, the first always the same one. [Linebreaks]
// shows them when they are joined by empty lines.
func LoremParagraphs(n int) []string {
	var out []string
	for i := range n {
		if i == 0 {
			out = append(out, passage)
			continue
		}
		sentences := strings.SplitAfter(passage, ". ")
		random := rand.New(rand.NewPCG(2, uint64(i)))
		random.Shuffle(len(sentences), func(a, b int) { sentences[a], sentences[b] = sentences[b], sentences[a] })
		for j, s := range sentences {
			sentences[j] = strings.TrimSpace(s)
		}
		out = append(out, strings.Join(sentences, " "))
	}
	return out
}
