package migrate

import (
	"fmt"
	"regexp"
)

var (
	// identifier is a name that all databases take, if it is not too long.
	identifier = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)

	// placeholder is a field in the expression of a check.
	placeholder = regexp.MustCompile(`\{([\pL\pN_]+)\}`)

	// endsTransaction finds statements that end a transaction.
	endsTransaction = regexp.MustCompile(`(?i)(?:^|;)\s*(COMMIT|ROLLBACK|VACUUM)\b`)
)

// checkName reports a name that will stand in SQL and could not everywhere.
// Databases allow more in quotes, at the price of quoting it everywhere.
func checkName(what, name string) error {
	switch {
	case !identifier.MatchString(name):
		return fmt.Errorf("%s is %q; use letters, digits and underscores", what, name)
	case len(name) > longestName:
		return fmt.Errorf("%s is %q, which is longer than the %d bytes that databases take", what, name, longestName)
	}
	return nil
}
