package migrate

// Change is one file in the folder of an app's migrations that is to be written
// or removed.
type Change struct {
	App  string
	File string // its name in the folder: "0002_x.yaml", or HEAD
	Text []byte // nil removes the file
}

// Changes lists what is to be written so that the graph has more files. HEAD of
// their apps is among it, last, where another migration is the newest then.
func (g *Graph) Changes(files []*File) []Change {
	var changes []Change
	newest := map[string]*File{}
	var apps []string
	for _, f := range files {
		changes = append(changes, Change{f.App, f.Name + ".yaml", f.Encode()})
		was := newest[f.App]
		if was == nil {
			apps = append(apps, f.App)
			was = g.Latest(f.App)
		}
		if newest[f.App] = was; was == nil || f.Number() >= was.Number() {
			newest[f.App] = f
		}
	}
	for _, app := range apps {
		if newest[app] != g.Latest(app) {
			changes = append(changes, Change{app, headFile, []byte(newest[app].Name + "\n")})
		}
	}
	return changes
}
