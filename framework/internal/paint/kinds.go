package paint

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// Color is red, green and blue.
type Color struct{ R, G, B uint8 }

// Stored keeps a color as text.
func (Color) Stored() schema.Stored { return schema.Stored{Kind: schema.String, Size: 7} }

// Value is the color as HTML writes it.
func (c Color) Value() (driver.Value, error) { return c.String(), nil }

// String is the color as HTML writes it.
func (c Color) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Scan reads what Value wrote.
func (c *Color) Scan(from any) error {
	text := fmt.Sprintf("%s", from) // GORM gives bytes, too
	if text == "!panic!" {
		panic("a color of panic")
	}
	return c.UnmarshalText([]byte(text))
}

// MarshalText is the color for forms.
func (c Color) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what a person typed.
func (c *Color) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "#%02x%02x%02x", &c.R, &c.G, &c.B); err != nil || len(text) != 7 {
		return errors.New("write a color such as #ff8800")
	}
	return nil
}

// Cents is an amount of money.
type Cents struct{ amount int64 }

// Euros is an amount of whole euros.
func Euros(n int64) Cents { return Cents{100 * n} }

// Stored keeps an amount as a number of cents.
func (Cents) Stored() schema.Stored { return schema.Stored{Kind: "bigint"} }

// Value is the number of cents.
func (c Cents) Value() (driver.Value, error) { return c.amount, nil }

// Scan reads the number of cents.
func (c *Cents) Scan(from any) error { c.amount = from.(int64); return nil }

// Ratio is an exact number that is not kept as such: 3/8 is 0.375.
type Ratio struct{ Of, By int64 }

// Stored keeps a ratio as a decimal.
func (Ratio) Stored() schema.Stored {
	return schema.Stored{Kind: schema.Decimal, Size: 10, Scale: 4}
}

// Value is the ratio as a decimal.
func (r Ratio) Value() (driver.Value, error) {
	return fmt.Sprintf("%.3f", float64(r.Of)/float64(max(r.By, 1))), nil
}

// Scan makes thousandths of a decimal.
func (r *Ratio) Scan(from any) error {
	var x float64
	_, err := fmt.Sscanf(from.(string), "%f", &x)
	r.Of, r.By = int64(x*1000+0.5), 1000
	return err
}

// Mixture is parts of colors.
type Mixture map[string]int

// Stored keeps a mixture as JSON.
func (Mixture) Stored() schema.Stored { return schema.Stored{Kind: schema.JSON} }

// Value is the mixture as JSON; a negative part is an error.
func (m Mixture) Value() (driver.Value, error) {
	for color, parts := range m {
		if parts < 0 {
			return nil, fmt.Errorf("%d parts of %s", parts, color)
		}
	}
	text, err := json.Marshal(map[string]int(m))
	return string(text), err
}

// Scan reads JSON.
func (m *Mixture) Scan(from any) error { return json.Unmarshal([]byte(from.(string)), m) }

// Week is a week by its Monday.
type Week struct{ Monday string }

// Stored keeps a week as a day.
func (Week) Stored() schema.Stored { return schema.Stored{Kind: schema.Date} }

// Value is the Monday.
func (w Week) Value() (driver.Value, error) { return w.Monday, nil }

// Scan reads the Monday.
func (w *Week) Scan(from any) error {
	day, err := time.Parse(time.DateOnly, from.(string))
	if err == nil && day.Weekday() != time.Monday {
		err = errors.New("not a Monday")
	}
	w.Monday = from.(string)
	return err
}

// Onoff is a yes or no with words of its own.
type Onoff string

// Stored keeps it as a bool.
func (Onoff) Stored() schema.Stored { return schema.Stored{Kind: schema.Bool} }

// Value is whether it is on.
func (o Onoff) Value() (driver.Value, error) { return o == "on", nil }

// Scan reads whether it is on.
func (o *Onoff) Scan(from any) error {
	*o = map[bool]Onoff{true: "on", false: "off"}[from.(bool)]
	return nil
}

// Seal is bytes.
type Seal [4]byte

// Stored keeps a seal as bytes.
func (Seal) Stored() schema.Stored { return schema.Stored{Kind: schema.Binary} }

// Value is the bytes.
func (s Seal) Value() (driver.Value, error) { return s[:], nil }

// Scan reads the bytes.
func (s *Seal) Scan(from any) error { copy(s[:], from.([]byte)); return nil }
