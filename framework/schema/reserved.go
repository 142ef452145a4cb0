package schema

// Reserved are the Go names that a field cannot have, because the generated
// value has a function or a field of that name. A test of package orm keeps the
// list complete.
var Reserved = []string{
	"All", "BulkCreate", "Count", "Create", "Def", "Each", "Everything", "Exclude", "Exists", "Filter", "First", "Get", "Is",
	"IsNull", "Limit", "None", "Objects", "OrderBy", "Path", "Prefetch", "QuerySet", "Remove", "Save", "SelectRelated",
}
