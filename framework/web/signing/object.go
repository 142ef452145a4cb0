package signing

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// largestObject is how long the JSON of a compressed object may be.
const largestObject = 1 << 20

// encode is a value as Django's JSONSerializer writes it, in base64.
func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(ascii(text)), nil
}

// ascii escapes other letters: Django reads the JSON as Latin-1.
func ascii(text []byte) []byte {
	var b bytes.Buffer
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(text[0])
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		text = text[size:]
	}
	return b.Bytes()
}

// decode reads what was signed. A dot in front says that it is compressed.
func decode(text string, v any) error {
	rest, compressed := strings.CutPrefix(text, ".")
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(rest, "="))
	if err == nil && compressed {
		data, err = inflate(data)
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return fmt.Errorf("signing: reading a signed object: %w", err)
	}
	return nil
}

func inflate(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, largestObject+1))
	if len(out) > largestObject {
		return nil, errors.New("it is longer than 1 MiB")
	}
	return out, err
}
