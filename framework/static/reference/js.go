package reference

// JS finds what a script refers to: import and export … from, import() of a
// plain text, new URL(text, import.meta.url), and its source map. A specifier
// that is put together while the script runs is none.
func JS(text []byte) []Reference {
	p := jsParser{lex: lexer{text: text}}
	for t := p.next(); t.kind != end; {
		switch {
		case t.afterDot:
			t = p.next()
		case t.is("import"):
			t = p.importing()
		case t.is("export"):
			t = p.exporting()
		case t.is("new"):
			t = p.creating()
		default:
			t = p.next()
		}
	}
	return p.refs
}

// jsParser follows the tokens of a script. Its methods read a construct and
// return the first token behind it.
type jsParser struct {
	lex  lexer
	refs []Reference
}

// next is the next token. Source maps are noted on the way.
func (p *jsParser) next() token {
	t := p.lex.next()
	p.refs = append(p.refs, p.lex.maps...)
	p.lex.maps = p.lex.maps[:0]
	return t
}

// add notes the text of a token as an address.
func (p *jsParser) add(t token, optional bool) {
	p.refs = append(p.refs, Reference{
		URL: t.value, Start: t.start + 1, End: t.end - 1, Optional: optional, Module: !optional, form: t.form,
	})
}

// importing reads what follows "import": a declaration, a call, import.meta.
func (p *jsParser) importing() token {
	t := p.next()
	switch {
	case t.kind == text:
		p.add(t, false)
		return p.next()
	case t.is("("):
		return p.call()
	case t.is("."): // import.meta, import.defer("x")
		t = p.next()
		if !t.is("defer") && !t.is("source") {
			return t
		}
		if t = p.next(); t.is("(") {
			return p.call()
		}
		return t
	}
	return p.clause(t)
}

// call reads the argument of import(): a text and nothing else, or a text and
// options.
func (p *jsParser) call() token {
	t := p.next()
	if t.kind != text {
		return t
	}
	after := p.next()
	if after.is(")") || after.is(",") {
		p.add(t, false)
	}
	return after
}

// exporting reads what follows "export", as far as it may lead to a "from".
func (p *jsParser) exporting() token {
	t := p.next()
	if t.is("*") || t.is("{") {
		return p.clause(t)
	}
	return t
}

// clause reads names up to "from" and the text behind it.
func (p *jsParser) clause(t token) token {
	for {
		if t.is("from") {
			if t = p.next(); t.kind != text {
				continue // a name like others: import from from "x"
			}
			p.add(t, false)
			return p.next()
		}
		braces := t.kind == text && p.lex.insideBrace() // import { "a name" as b }
		if t.kind != name && !braces && !t.is("{") && !t.is("}") && !t.is(",") && !t.is("*") || t.is("export") || t.is("import") {
			return t
		}
		closed := t.is("}")
		if t = p.next(); closed && !t.is("from") {
			return t
		}
	}
}

// creating reads what follows "new", as far as it is URL("x", import.meta.url).
func (p *jsParser) creating() token {
	t := p.next()
	for _, want := range []string{"URL", "("} {
		if !t.is(want) {
			return t
		}
		t = p.next()
	}
	if t.kind != text {
		return t
	}
	address := t
	t = p.next()
	for _, want := range []string{",", "import", ".", "meta", ".", "url"} {
		if !t.is(want) {
			return t
		}
		t = p.next()
	}
	if t.is(")") {
		p.add(address, true)
	}
	return t
}
