package civil

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	t.Parallel()
	d, err := ParseDate("2024-02-28")
	if err != nil {
		t.Fatal(err)
	}
	for name, ok := range map[string]bool{
		"a leap year has a day more":       d.AddDays(1).String() == "2024-02-29",
		"a month goes over into the next":  d.AddDays(2).String() == "2024-03-01",
		"days can be taken off":            d.AddDays(-59).String() == "2023-12-31",
		"days between":                     d.AddDays(400).Sub(d) == 400 && d.Sub(d.AddDays(3)) == -3,
		"the day of the week":              d.Weekday() == time.Wednesday,
		"a day compares by the calendar":   d.Compare(d.AddDays(1)) < 0 && d.AddDays(1).Compare(d) > 0 && d.Compare(d) == 0,
		"a day begins at midnight there":   d.In(time.FixedZone("east", 3600)).Unix() == time.Date(2024, 2, 27, 23, 0, 0, 0, time.UTC).Unix(),
		"a moment has the day of its zone": DateOf(time.Date(2024, 2, 29, 1, 0, 0, 0, time.FixedZone("east", 3*3600))).String() == "2024-02-29",
		"no day is empty":                  Date{}.String() == "" && Date{}.IsZero(),
	} {
		if !ok {
			t.Error(name)
		}
	}
	for _, wrong := range []string{"", "2024-02-30", "2024-2-3", "28.02.2024", "2024-02-28T00:00:00Z"} {
		if _, err := ParseDate(wrong); err == nil {
			t.Errorf("%q passed for a day", wrong)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"15:30": "15:30:00", "00:00:00": "00:00:00", "23:59:59.25": "23:59:59.25", "07:05:09.000001": "07:05:09.000001"} {
		got, err := ParseTime(text)
		if err != nil || got.String() != want {
			t.Errorf("%s is %s (%v), want %s", text, got, err, want)
		}
		again, err := ParseTime(got.String())
		if err != nil || again.Compare(got) != 0 {
			t.Errorf("%s does not come back: %v %v", got, again, err)
		}
	}
	for _, wrong := range []string{"", "24:00", "12", "12:60", "noon", "12:00:00Z"} {
		if _, err := ParseTime(wrong); err == nil {
			t.Errorf("%q passed for a time of day", wrong)
		}
	}
}

func TestBothPassThroughJSONAndDatabases(t *testing.T) {
	t.Parallel()
	type row struct {
		On   Date
		At   TimeOfDay
		None *Date
	}
	in := row{Date{2026, time.March, 14}, TimeOfDay{15, 30, 0, 250000000}, nil}
	text, err := json.Marshal(in)
	if want := `{"On":"2026-03-14","At":"15:30:00.25","None":null}`; err != nil || string(text) != want {
		t.Errorf("as JSON: %s (%v), want %s", text, err, want)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("back from JSON: %+v (%v)", out, err)
	}
	for _, src := range []any{"2026-03-14", []byte("2026-03-14"), "2026-03-14 00:00:00+00:00", time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)} {
		var d Date
		if err := d.Scan(src); err != nil || d != in.On {
			t.Errorf("from %v: %v (%v)", src, d, err)
		}
	}
	for _, src := range []any{"15:30:00.250000", []byte("15:30:00.25"), time.Date(2000, 1, 1, 15, 30, 0, 250000000, time.UTC)} {
		var at TimeOfDay
		if err := at.Scan(src); err != nil || at != in.At {
			t.Errorf("from %v: %v (%v)", src, at, err)
		}
	}
	var d Date
	if d.Scan(7) == nil || d.Scan("yesterday") == nil || d.Scan(nil) != nil || !d.IsZero() {
		t.Error("what is no day was read as one")
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("no day is stored as %v", v)
	}
}
