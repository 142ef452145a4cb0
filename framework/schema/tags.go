package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	gorm "gorm.io/gorm/schema"
)

// tags is what the two struct tags of a field say.
type tags struct {
	column, table string
	keyField      string
	nearField     string // of a join table: the field that points at the owner
	farField      string // and the one that points at the other row
	reverse       bool
	size          int
	scale         int
	pk            bool
	unique, index bool
	autoAdd       bool
	autoUpdate    bool
	fallback      *string
	onDelete      OnDelete
	format        Format
	slugFrom      string
	widget        Widget
	label, help   string
	readOnly      bool
	hidden        bool
	blank         bool
	generated     string
	upload        string
	accept        []string
	largest       int64
	width, height string
	position      bool
	within        string
	ignored       bool
}

// parseTags reads the gorm and the gofw tag. Words that neither gofw nor its
// migrations act on are problems: a fact that is silently dropped is worse.
func parseTags(tag reflect.StructTag) (tags, []Problem) {
	var t tags
	var problems []Problem
	wrong := func(hint, format, word string) {
		problems = append(problems, Problem{Message: fmt.Sprintf(format, word), Hint: hint, Word: word})
	}
	if tag.Get("gorm") == "-" {
		t.ignored = true
		return t, nil
	}
	settings := gorm.ParseTagSetting(tag.Get("gorm"), ";")
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		value := settings[key]
		switch key {
		case "COLUMN":
			t.column = value
		case "SIZE":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				wrong("write a number of characters, such as size:200", "size:%s is not a length", value)
			}
			t.size = n
		case "PRECISION":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				wrong("write a number of digits, such as precision:12", "precision:%s is not a number of digits", value)
			}
			t.size = n
		case "SCALE":
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 {
				wrong("write a number of digits behind the point, such as scale:2", "scale:%s is not a number of digits", value)
			}
			t.scale = n
		case "PRIMARYKEY", "PRIMARY_KEY":
			t.pk = true
		case "UNIQUE", "UNIQUEINDEX":
			t.unique = true
		case "INDEX":
			t.index = true
		case "DEFAULT":
			t.fallback = &value
		case "NOT NULL":
		case "AUTOCREATETIME":
			t.autoAdd = true
		case "AUTOUPDATETIME":
			t.autoUpdate = true
		case "MANY2MANY":
			t.table = value
		case "CONSTRAINT":
			t.onDelete = onDelete(value, wrong)
		case "FOREIGNKEY":
			t.keyField = value
		case "JOINFOREIGNKEY":
			t.nearField = value
		case "JOINREFERENCES":
			t.farField = value
		case "REFERENCES", "SERIALIZER", "COMMENT":
		default:
			wrong(nearest(key, gormWords), "gorm tag %q is not one that gofw acts on", strings.ToLower(key))
		}
	}
	t.parseOwn(tag.Get("gofw"), wrong)
	return t, problems
}

var gormWords = []string{"column", "size", "primaryKey", "unique", "uniqueIndex", "index", "default",
	"not null", "autoCreateTime", "autoUpdateTime", "many2many", "constraint", "foreignKey", "joinForeignKey", "joinReferences", "serializer", "precision", "scale"}

func onDelete(value string, wrong func(hint, format, word string)) OnDelete {
	_, action, _ := strings.Cut(value, ":")
	switch strings.ToUpper(strings.TrimSpace(action)) {
	case "CASCADE":
		return Cascade
	case "RESTRICT":
		return Restrict
	case "PROTECT":
		return Protect
	case "NO ACTION":
		return Nothing
	case "SET NULL":
		return SetNull
	case "SET DEFAULT":
		return SetDefault
	}
	wrong("write constraint:OnDelete: and CASCADE, RESTRICT, PROTECT, SET NULL, SET DEFAULT or NO ACTION", "constraint %q is not known", value)
	return ""
}

var ownWords = []string{"slug", "email", "url", "widget", "label", "help", "blank", "readonly", "hidden", "reverse", "generated", "position",
	"upload", "accept", "max", "width", "height"}

// parseOwn reads the gofw tag: words separated by commas, of which help comes
// last, because a sentence may hold commas.
func (t *tags) parseOwn(tag string, wrong func(hint, format, word string)) {
	for tag != "" {
		word, rest := cutWord(tag)
		word = strings.TrimSpace(word)
		key, value, _ := strings.Cut(word, "=")
		if key == "help" {
			_, t.help, _ = strings.Cut(strings.TrimSpace(tag), "=")
			return
		}
		tag = rest
		switch key {
		case "slug":
			t.format, t.slugFrom = Slug, value
		case "email":
			t.format = Email
		case "url":
			t.format = URL
		case "widget":
			t.widget = Widget(value)
			if !slices.Contains(Widgets, t.widget) {
				var known []string
				for _, w := range Widgets {
					known = append(known, string(w))
				}
				wrong(nearest(value, known), "widget %q is not known", value)
			}
		case "label":
			t.label = value
		case "readonly":
			t.readOnly = true
		case "hidden":
			t.hidden = true
		case "blank":
			t.blank = true
		case "reverse":
			t.reverse = true
		case "position":
			t.position, t.within = true, value
		case "generated":
			t.generated = value
		case "upload":
			t.upload = value
		case "accept":
			t.accept = strings.Fields(value)
		case "max":
			n, err := ParseSize(value)
			if err != nil {
				wrong("write a size such as 500kB, 10MB or 2GB", "max=%s is not a size", value)
			}
			t.largest = n
		case "width":
			t.width = value
		case "height":
			t.height = value
		case "":
		default:
			wrong(nearest(key, ownWords), "gofw tag %q is not known", key)
		}
	}
}

// cutWord cuts a tag at its first comma outside of parentheses.
func cutWord(tag string) (word, rest string) {
	depth := 0
	for i, r := range tag {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth <= 0:
			return tag[:i], tag[i+1:]
		}
	}
	return tag, ""
}
