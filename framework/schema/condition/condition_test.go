package condition_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/gofw/gofw/framework/schema/civil"
	"github.com/gofw/gofw/framework/schema/condition"
)

var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// row is what the conditions below are asked about.
var row = map[string]any{
	"Price": 12.5, "Stock": int64(3), "Name": "Émile", "Active": true, "Nothing": (*int64)(nil), "At": at,
	"Day": civil.Date{Year: 2026, Month: 3, Day: 1}, "Small": int16(-4), "Big": uint64(1 << 60),
}

// conditions that the row keeps, breaks, or leaves unknown.
var cases = map[string]bool{ // whether the row breaks it
	"{Price} > 10":                                        false,
	"{Price} > 12.5":                                      true,
	"{Price} >= 12.5 AND {Stock} < 3":                     true,
	"{Price} > 100 OR {Stock} = 3":                        false,
	"NOT {Active}":                                        true,
	"{Active} = TRUE":                                     false,
	"{Active} <> FALSE AND {Active}":                      false,
	"{Nothing} > 5":                                       false, // unknown breaks nothing
	"NOT ({Nothing} > 5)":                                 false,
	"{Nothing} IS NOT NULL":                               true,
	"{Nothing} IS NULL":                                   false,
	"{Nothing} > 5 AND {Stock} = 4":                       true,
	"{Nothing} > 5 OR {Stock} = 4":                        false,
	"{Stock} IN (1, 2, 3)":                                false,
	"{Stock} IN (1, 2)":                                   true,
	"{Stock} IN (1, NULL)":                                false,
	"{Stock} NOT IN (1, 2, 3)":                            true,
	"{Stock} BETWEEN 3 AND 5":                             false,
	"{Stock} NOT BETWEEN 3 AND 5":                         true,
	"{Name} = 'Émile'":                                    false,
	"length({Name}) = 5":                                  false,
	"{Name} = 'it''s'":                                    true,
	"coalesce({Nothing}, 7) = 7":                          false,
	"abs({Small}) = 4":                                    false,
	"-{Small} = 4":                                        false,
	"{Price} * 2 - 5 + {Stock} = 23":                      false,
	"2 + 3 * 4 = 14":                                      false,
	"(2 + 3) * 4 = 14":                                    true,
	"{At} < '2026-03-02'":                                 false,
	"{At} >= '2026-03-02T00:00:00Z'":                      true,
	"{Day} = '2026-03-01'":                                false,
	"{Big} = 1152921504606846976":                         false,
	"TRUE OR FALSE AND FALSE":                             false,
	"trim('  x ') = 'x' AND upper('x') = 'X'":             false,
	"lower('ABC') <> 'abc' or not {Stock} = 3":            true,
	"{Price} = 'cheap'":                                   false, // two kinds: the database decides
	"{Stock} between 1 and 2 or {Stock} between 3 and 4 ": false,
}

func TestARowKeepsOrBreaksAConditionAsInSQL(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for text, want := range cases {
		c, err := condition.Parse(text)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if got := c.Broken(func(field string) any { return row[field] }); got != want {
			t.Errorf("%s: broken is %v, want %v", text, got, want)
		}
		if strings.Contains(text, "{At}") || strings.Contains(text, "cheap") || strings.Contains(text, "{Big}") {
			continue // kept otherwise in SQLite
		}
		var inSQL sql.NullBool
		if err := db.QueryRow("SELECT " + inRow(text)).Scan(&inSQL); err != nil {
			t.Errorf("%s: SQLite says %v", text, err)
		} else if broken := inSQL.Valid && !inSQL.Bool; broken != want {
			t.Errorf("%s: broken is %v for SQLite, want %v", text, broken, want)
		}
	}
}

// inRow writes the row's values where a condition names its fields.
func inRow(text string) string {
	return strings.NewReplacer("{Price}", "12.5", "{Stock}", "3", "{Name}", "'Émile'", "{Active}", "TRUE", "{Nothing}", "NULL",
		"{Day}", "'2026-03-01'", "{Small}", "(-4)").Replace(text)
}

func TestWhatIsNoConditionIsRefusedWithWhatMayStandThere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                             "a value was expected",
		"{Price":                       "a brace that is not closed",
		"'open":                        "a text that is not closed",
		"{} = 1":                       "a value was expected",
		"Price > 1":                    "write fields in braces",
		"{Price} > 1; DROP TABLE x":    "';'",
		"{Price} > 1 {Stock}":          "AND, OR or its end was expected",
		"{A} LIKE 'x%'":                "AND, OR or its end was expected",
		"{A} NOT LIKE 'x'":             "IN or BETWEEN was expected",
		"random() > 1":                 "known: abs",
		"abs(1, 2) = 1":                "abs with 2 values",
		"({A} = 1":                     `")" was expected`,
		"{A} IN 1":                     `"(" was expected`,
		"{A} IN ()":                    "a value was expected",
		"{A} = 1.2.3":                  "not a number",
		"{A} / 2 = 1":                  "do not agree",
		strings.Repeat("(", 500) + "1": "nested",
	} {
		if _, err := condition.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", text, err, want)
		}
	}
}

func TestFieldsAreListedOnceInOrder(t *testing.T) {
	t.Parallel()
	c, err := condition.Parse("{B} > {A} OR {B} IS NULL")
	if err != nil || strings.Join(c.Fields(), " ") != "B A" {
		t.Errorf("%v %v", c.Fields(), err)
	}
}

func FuzzParse(f *testing.F) {
	for text := range cases {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := condition.Parse(text)
		if err == nil {
			c.Broken(func(field string) any { return row[field] })
		}
	})
}
