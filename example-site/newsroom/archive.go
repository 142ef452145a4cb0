package newsroom

import (
	"time"

	"github.com/gofw/gofw/framework/views"
)

// title names a time of an archive.
func title(unit views.Unit, from time.Time) string {
	switch unit {
	case views.AllTime:
		return "Archive"
	case views.Year:
		return from.Format("2006")
	case views.Month:
		return from.Format("January 2006")
	}
	return from.Format("2 January 2006")
}

// partTitle and partURL name a part of a time and lead there.
func partTitle(unit views.Unit, part views.Part) string {
	switch unit {
	case views.AllTime:
		return part.From.Format("2006")
	case views.Year:
		return part.From.Format("January")
	}
	return part.From.Format("2 January")
}

func partURL(unit views.Unit, part views.Part) string {
	year, month, day := part.From.Date()
	switch unit {
	case views.AllTime:
		return PostYearURL(int64(year))
	case views.Year:
		return PostMonthURL(int64(year), int64(month))
	}
	return PostDayURL(int64(year), int64(month), int64(day))
}
