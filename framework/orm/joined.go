package orm

// joined takes the rows of to-one relations out of a joined row.
type joined struct {
	steps  []*node
	parent []int // index of the step before; -1 is the root
	rows   []any
	keys   []*optional // of steps whose row may be missing; nil for the others
}

func newJoined(steps []*node) *joined {
	j := &joined{steps: steps, parent: make([]int, len(steps)), rows: make([]any, len(steps)), keys: make([]*optional, len(steps))}
	for i, n := range steps {
		j.parent[i] = -1
		for k := range i {
			if steps[k].alias == n.parent.alias {
				j.parent[i] = k
			}
		}
	}
	return j
}

// scan appends where the columns of the relations go.
func (j *joined) scan(d dialect, dst []any) []any {
	for i, n := range j.steps {
		j.rows[i] = n.table.New()
		from := len(dst)
		dst = n.table.scan(j.rows[i], dst)
		n.table.decimals(d, dst, from)
		if !n.outer {
			continue
		}
		for k := from; k < len(dst); k++ {
			o := &optional{to: dst[k]}
			dst[k] = o
			if k-from == n.table.key {
				j.keys[i] = o
			}
		}
	}
	return dst
}

// attach puts the rows where the declaration wants them; a missing one is nil.
func (j *joined) attach(root any) {
	for i, n := range j.steps {
		if j.keys[i] != nil && j.keys[i].null {
			j.rows[i] = nil
			continue
		}
		parent := root
		if j.parent[i] >= 0 {
			parent = j.rows[j.parent[i]]
		}
		if parent != nil {
			n.attach(parent, j.rows[i])
		}
	}
}
