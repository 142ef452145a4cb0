package migrate

import "regexp"

var (
	// identifier is a name that all databases take.
	identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,62}$`)

	// endsTransaction finds statements that end a transaction.
	endsTransaction = regexp.MustCompile(`(?i)(?:^|;)\s*(COMMIT|ROLLBACK|VACUUM)\b`)
)
