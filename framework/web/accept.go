package web

import (
	"slices"
	"strconv"
	"strings"
)

// Accepts is the offered media type that the client wants most, by its Accept
// header (RFC 9110, 12.5.1), or "" if it takes none of them. The first offer
// wins among equals, and where the client says nothing. The answer is marked as
// one that depends on the header.
//
//	switch web.Accepts(c, "text/html", "application/json") {
func Accepts(c Context, offers ...string) string {
	Vary(c, "Accept")
	return accepted(c.Request().Header["Accept"], offers)
}

func accepted(header, offers []string) string {
	best, most := "", 0.0
	ranges := mediaRanges(header)
	for _, offer := range offers {
		q := 1.0
		if len(ranges) > 0 {
			q = wanted(ranges, offer)
		}
		if q > most {
			best, most = offer, q
		}
	}
	return best
}

// mediaRange is one item of an Accept header, in lower case.
type mediaRange struct {
	kind, sub  string
	parameters []string // before q
	q          float64
}

func mediaRanges(header []string) []mediaRange {
	var out []mediaRange
	for _, line := range header {
		for _, item := range splitQuoted(line, ',') {
			if r, ok := readRange(item); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// readRange reads "text/html;level=1;q=0.7". A weight that is none refuses the
// type, as a client that cannot be understood is not to be sent what it may not
// want.
func readRange(item string) (mediaRange, bool) {
	parts := splitQuoted(strings.ToLower(item), ';')
	kind, sub, ok := strings.Cut(strings.TrimSpace(parts[0]), "/")
	if !ok || kind == "" || sub == "" || kind == "*" && sub != "*" {
		return mediaRange{}, false
	}
	r := mediaRange{kind: kind, sub: sub, q: 1}
	for _, p := range parts[1:] {
		p = strings.TrimSpace(p)
		if weight, ok := strings.CutPrefix(p, "q="); ok {
			r.q = qvalue(weight)
			break
		}
		if p != "" {
			r.parameters = append(r.parameters, p)
		}
	}
	return r, true
}

// qvalue reads a weight: 0 to 1 with at most three digits behind the point (RFC
// 9110, 12.4.2).
func qvalue(s string) float64 {
	s = strings.TrimSpace(s)
	if len(s) > 5 || strings.Trim(s, "0123456789.") != "" {
		return 0
	}
	q, err := strconv.ParseFloat(s, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

// wanted is the weight of an offer: that of the most specific range for it.
func wanted(ranges []mediaRange, offer string) float64 {
	o, ok := readRange(offer)
	if !ok {
		return 0
	}
	q, best := 0.0, -1
	for _, r := range ranges {
		if s := r.specificity(o); s > best || s == best && r.q > q {
			best, q = s, r.q
		}
	}
	if best < 0 {
		return 0
	}
	return q
}

// specificity is how closely the range names the offer, -1 for not at all.
func (r mediaRange) specificity(o mediaRange) int {
	switch {
	case r.kind == "*":
		return 0
	case r.kind != o.kind:
		return -1
	case r.sub == "*":
		return 1
	case r.sub != o.sub:
		return -1
	}
	for _, p := range r.parameters {
		if !slices.Contains(o.parameters, p) {
			return -1
		}
	}
	return 2 + len(r.parameters)
}

// Vary says that the answer depends on headers of the request. It may be called
// several times.
func Vary(c Context, headers ...string) {
	h := c.Response().Header()
	for _, name := range headers {
		if !varies(h["Vary"], name) {
			h.Add("Vary", name)
		}
	}
}

func varies(lines []string, name string) bool {
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			if item = strings.TrimSpace(item); item == "*" || strings.EqualFold(item, name) {
				return true
			}
		}
	}
	return false
}
