package civil

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// TimeOfDay is a time on the clock. The zero value is midnight.
type TimeOfDay struct {
	Hour, Minute, Second int
	Nanosecond           int // kept to the microsecond
}

// TimeOf is the time of day of a moment, in the moment's own time zone.
func TimeOf(t time.Time) TimeOfDay {
	hour, minute, second := t.Clock()
	return TimeOfDay{hour, minute, second, t.Nanosecond()}
}

// ParseTime reads 15:30, 15:30:05 or 15:30:05.25.
func ParseTime(text string) (TimeOfDay, error) {
	for _, layout := range []string{"15:04:05.999999999", "15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return TimeOf(t), nil
		}
	}
	return TimeOfDay{}, fmt.Errorf("civil: %q is no time of day such as 15:30", text)
}

// String is the time as 15:30:05, with a fraction where there is one.
func (t TimeOfDay) String() string {
	text := fmt.Sprintf("%02d:%02d:%02d", t.Hour, t.Minute, t.Second)
	if micro := t.Nanosecond / 1000; micro > 0 {
		text += strings.TrimRight(fmt.Sprintf(".%06d", micro), "0")
	}
	return text
}

// Compare is -1, 0 or 1 if t is before, at or after u.
func (t TimeOfDay) Compare(u TimeOfDay) int {
	return cmp.Or(cmp.Compare(t.Hour, u.Hour), cmp.Compare(t.Minute, u.Minute), cmp.Compare(t.Second, u.Second), cmp.Compare(t.Nanosecond, u.Nanosecond))
}

// MarshalText writes the time for JSON and the like.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	got, err := ParseTime(string(text))
	if err != nil {
		return err
	}
	*t = got
	return nil
}

// Value is the time for a database, always as long, so that texts sort.
func (t TimeOfDay) Value() (driver.Value, error) {
	return fmt.Sprintf("%02d:%02d:%02d.%06d", t.Hour, t.Minute, t.Second, t.Nanosecond/1000), nil
}

// Scan reads the time from a database.
func (t *TimeOfDay) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*t = TimeOfDay{}
		return nil
	case time.Time:
		*t = TimeOf(s)
		return nil
	case string:
		if _, clock, both := strings.Cut(s, " "); both { // a driver that makes a moment of it
			s = strings.TrimSuffix(clock, "+00:00")
		}
		return t.UnmarshalText([]byte(s))
	case []byte:
		return t.Scan(string(s))
	}
	return fmt.Errorf("civil: cannot read %T as a time of day", src)
}

// GormDataType is the type of the column for GORM.
func (TimeOfDay) GormDataType() string { return "time" }
