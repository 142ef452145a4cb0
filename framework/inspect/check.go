package inspect

import (
	"slices"
	"strings"
)

// createdChecks finds the checks in a statement that creates a table.
func createdChecks(statement string) []Check {
	var checks []Check
	list := tokens("sqlite", statement)
	for i := 1; i+1 < len(list); i++ {
		if !list[i].is("check") || !list[i+1].is("(") {
			continue
		}
		var c Check
		if i > 1 && list[i-2].is("constraint") {
			c.Name = list[i-1].text
		}
		depth, from := 0, list[i+1].end
		for i++; i < len(list); i++ {
			if list[i].is("(") {
				depth++
			}
			if list[i].is(")") {
				depth--
			}
			if depth == 0 {
				c.Expr = strings.TrimSpace(statement[from:list[i].at])
				checks = append(checks, c)
				break
			}
		}
	}
	return checks
}

// holdsJSON reports whether a condition says that a column holds JSON, as those
// do that Django and MariaDB make.
func holdsJSON(dialect, expr string) (column string, ok bool) {
	for i, part := range alternatives(plain(dialect, expr)) {
		switch {
		case i == 0 && len(part) == 2 && part[0].is("json_valid") && part[1].named():
			column = part[1].text
		case i > 0 && isNull(part, column):
		default:
			return "", false
		}
	}
	return column, column != ""
}

// listed reports whether a condition lists the values that a column may have:
// status IN ('draft', 'published'), in any of the forms in which databases
// write it.
func listed(dialect, expr string) (column string, values []string, ok bool) {
	for _, part := range alternatives(plain(dialect, expr)) {
		if column != "" && isNull(part, column) {
			continue
		}
		if len(part) == 3 && part[0].named() && part[1].is("is") && part[2].is("null") && column == "" {
			column = part[0].text
			continue
		}
		if len(part) == 3 && part[0].literal() && part[1].is("=") {
			part[0], part[2] = part[2], part[0]
		}
		if len(part) < 3 || !part[0].named() || column != "" && !strings.EqualFold(column, part[0].text) {
			return "", nil, false
		}
		column = part[0].text
		found, ok := literals(part[1:])
		if !ok {
			return "", nil, false
		}
		for _, v := range found {
			if !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
	}
	return column, values, len(values) > 0
}

// alternatives splits a condition at OR. What is under an AND does not match
// anything later on.
func alternatives(list []piece) [][]piece {
	var parts [][]piece
	var part []piece
	for _, t := range list {
		if t.is("or") {
			parts = append(parts, part)
			part = nil
			continue
		}
		part = append(part, t)
	}
	return append(parts, part)
}

func isNull(part []piece, column string) bool {
	return len(part) == 3 && part[0].named() && strings.EqualFold(part[0].text, column) && part[1].is("is") && part[2].is("null")
}

// literals reads what stands behind a column: = 'a', IN ('a', 'b'),
// = ANY (ARRAY['a', 'b']).
func literals(list []piece) (values []string, ok bool) {
	switch {
	case list[0].is("in"):
		list = list[1:]
	case len(list) > 4 && list[0].is("=") && list[1].is("any") && list[2].is("array") && list[3].is("[") && list[len(list)-1].is("]"):
		list = list[4 : len(list)-1]
	case list[0].is("=") && len(list) <= 3:
		list = list[1:]
	default:
		return nil, false
	}
	for len(list) > 0 {
		minus := ""
		if list[0].is("-") && len(list) > 1 && list[1].kind == number {
			minus, list = "-", list[1:]
		}
		if !list[0].literal() {
			return nil, false
		}
		values = append(values, minus+list[0].text)
		if list = list[1:]; len(list) == 0 {
			return values, true
		}
		if !list[0].is(",") {
			return nil, false
		}
		list = list[1:]
	}
	return nil, false
}
