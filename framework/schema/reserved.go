package schema

// Reserved are the Go names that a field cannot have, because the generated
// table has a method or a field of that name. A test of package orm keeps the
// list complete.
var Reserved = []string{
	"All", "BulkCreate", "Count", "CountUpTo", "Create", "Def", "Delete", "Each", "Everything", "Exclude", "Exists",
	"Filter", "First", "Get", "Is", "IsNull", "Limit", "None", "Offset", "One", "OrderBy", "Path",
	"Prefetch", "QuerySet", "Ref", "Remove", "Reverse", "Save", "Schema", "SelectRelated", "Update",
}
