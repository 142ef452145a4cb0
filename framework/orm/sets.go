package orm

// Distinct leaves out rows that were there before. A queryset never repeats a
// row by itself; this is for views and tables without a key.
func Distinct[P any](q *QuerySet[P]) *QuerySet[P] {
	plain := q.q
	plain.distinct = true
	return &QuerySet[P]{plain}
}

// Union is the rows that are in one of the querysets, each once. It can be
// filtered, ordered and limited further, as any queryset; the orders of its
// parts count only where they are limited.
func Union[P any](first *QuerySet[P], more ...*QuerySet[P]) *QuerySet[P] {
	var in []expr
	for _, q := range append([]*QuerySet[P]{first}, more...) {
		in = append(in, q.q.keys())
	}
	all := first.q.like()
	for _, q := range more {
		all.dead = all.dead || q.q.dead
	}
	return &QuerySet[P]{all.filter(group{" OR ", in})}
}

// Intersection is the rows that are in all of the querysets.
func Intersection[P any](first *QuerySet[P], more ...*QuerySet[P]) *QuerySet[P] {
	q := first.q.like().filter(first.q.keys())
	for _, other := range more {
		q = q.filter(other.q.keys())
	}
	return &QuerySet[P]{q}
}

// Difference is the rows of the first queryset that are in none of the others.
func Difference[P any](first *QuerySet[P], others ...*QuerySet[P]) *QuerySet[P] {
	q := first.q.like().filter(first.q.keys())
	for _, other := range others {
		q = q.filter(not(other.q.keys()))
	}
	return &QuerySet[P]{q}
}

// like is all rows of the query's table, those deleted softly as far as the query
// has them.
func (q query) like() query {
	all := q.table.rows()
	all.dead = q.dead
	return all
}

// cut is the query as one that can be filtered and ordered further, although it is
// limited.
func (q query) cut() query {
	if q.limit == 0 && q.offset == 0 {
		return q
	}
	whole := q
	whole.limit, whole.offset, whole.where = 0, 0, []expr{q.keys()}
	return whole
}

// keys is the condition that a row is one of the query.
func (q query) keys() expr {
	if q.none {
		return raw{text: "1=0"}
	}
	if q.limit == 0 && q.offset == 0 {
		q.order = nil
	}
	q.related, q.prefetch = nil, nil
	return among{q.table.keyColumn(), q, q.table.keyColumn()}
}
