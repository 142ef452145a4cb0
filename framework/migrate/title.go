package migrate

import (
	"slices"
	"strings"
)

func (m *maker) name(number int, ops []Op) string {
	switch {
	case m.options.Name != "":
		return m.options.Name
	case number == 1:
		return "initial"
	}
	return nameOf(ops)
}

// nameOf says in a few words what operations do, as Django does.
func nameOf(ops []Op) string {
	var words []string
	for i := range ops {
		if w := ops[i].words(); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return "auto"
	}
	name := words[0]
	for _, w := range words[1:] {
		if len(name)+len(w) > 51 {
			name += "_and_more"
			break
		}
		name += "_" + w
	}
	if !fileName.MatchString("0001_" + name) {
		return "auto"
	}
	return name
}

func (o *Op) words() string {
	model, name := strings.ToLower(o.Model), strings.ToLower(o.Name)
	if o.Field != nil {
		name = strings.ToLower(o.Field.Name)
	}
	switch o.Kind {
	case CreateModel:
		return model
	case DeleteModel:
		return "delete_" + model
	case RenameModel:
		return "rename_" + model + "_" + strings.ToLower(o.To)
	case AddField:
		return model + "_" + name
	case RemoveField, AlterField:
		return strings.TrimSuffix(string(o.Kind), "_field") + "_" + model + "_" + name
	case RenameField:
		return "rename_" + name + "_" + model + "_" + strings.ToLower(o.To)
	case AddIndex:
		return strings.ToLower(o.Index.Name)
	case AddCheck:
		return strings.ToLower(o.Check.Name)
	case RemoveIndex, RemoveCheck:
		return "remove_" + name
	}
	return ""
}
