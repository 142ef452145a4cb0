package static

import (
	"strconv"
	"strings"
)

// codings is a set of content codings and how much a client wants each.
type codings struct {
	br, zstd, gzip, other float64
}

// accepted reads an Accept-Encoding header (RFC 9110, 12.5.3). Without one,
// nothing but the file itself is sent: whoever says nothing may be a simple
// program that cannot decode.
func accepted(header []string) codings {
	if len(header) == 1 { // what browsers send
		switch header[0] {
		case "gzip, deflate, br, zstd":
			return codings{br: 1, zstd: 1, gzip: 1}
		case "gzip, deflate, br":
			return codings{br: 1, gzip: 1}
		}
	}
	const unnamed = -1
	c := codings{unnamed, unnamed, unnamed, 0}
	for _, line := range header {
		for item := range strings.SplitSeq(line, ",") {
			c.take(item)
		}
	}
	for _, q := range []*float64{&c.br, &c.zstd, &c.gzip} {
		if *q == unnamed {
			*q = c.other
		}
	}
	return c
}

// take notes an item of the header such as "br;q=0.8".
func (c *codings) take(item string) {
	name, parameters, _ := strings.Cut(item, ";")
	q := 1.0
	for parameter := range strings.SplitSeq(parameters, ";") {
		if value, ok := cutFold(strings.TrimSpace(parameter), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
		}
	}
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "br":
		c.br = q
	case "zstd":
		c.zstd = q
	case "gzip", "x-gzip":
		c.gzip = q
	case "*":
		c.other = q
	}
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// want is how much a coding is wanted, from 0 to 1. The file itself always will
// do, least of all.
func (c codings) want(coding string) float64 {
	switch coding {
	case "br":
		return c.br
	case "zstd":
		return c.zstd
	case "gzip":
		return c.gzip
	}
	return 1e-9
}
