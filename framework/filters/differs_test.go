package filters_test

// deviation is a question to which the answer is not that of Django 3.2, and why.
type deviation struct {
	filter string
	value  any
	args   []any
	want   string
	why    string
}

func html(markup string) any { return map[string]any{"html": markup} }

func link(href, text string) string { return `<a href="` + href + `" rel="nofollow">` + text + `</a>` }

const (
	https   = "a name without a scheme gets https://, as it will in Django 7"
	quoted  = `a ">" in a quoted attribute does not end the tag; newer Djangos have a parser for it`
	blanks  = "a line of blanks stays, as in newer Djangos"
	digits  = "all digits of a decimal count, as in newer Djangos"
	percent = "host names and mail addresses are escaped as UTF-8 and left to the browser, as in newer Djangos"
	once    = "an address leads where it was written to lead: what is escaped in it is not unescaped"
)

var exact = map[string]any{"decimal": "12345678901234567890.123"}

var deviations = []deviation{
	{"wordwrap", " ", []any{1.}, " ", blanks},
	{"wordwrap", " ", []any{8.}, " ", blanks},
	{"wordwrap", " ", []any{20.}, " ", blanks},
	{"wordwrap", " ", []any{72.}, " ", blanks},
	{"escapejs", "a\u0085b\u00a0c\u2003d\u3000e", nil, "a\\u0085b\u00a0c\u2003d\u3000e", "the second set of control characters is escaped, too, as in newer Djangos"},
	{"floatformat", exact, []any{-1.}, "12345678901234567890.1", digits},
	{"floatformat", exact, []any{0.}, "12345678901234567890", digits},
	{"floatformat", exact, []any{2.}, "12345678901234567890.12", digits},
	{"floatformat", exact, []any{"2g"}, "12,345,678,901,234,567,890.12", digits},
	{"filesizeformat", "1.5", nil, "1\u00a0byte", "a text is a number as the number itself is"},

	{"truncatechars_html", html(`<a title="a > b">quoted</a> rest`), []any{2.}, `<a title="a > b">q…</a>`, quoted},
	{"truncatechars_html", html(`<a title="a > b">quoted</a> rest`), []any{3.}, `<a title="a > b">qu…</a>`, quoted},
	{"truncatechars_html", html(`<a title="a > b">quoted</a> rest`), []any{5.}, `<a title="a > b">quot…</a>`, quoted},
	{"truncatechars_html", html(`<a title="a > b">quoted</a> rest`), []any{8.}, `<a title="a > b">quoted</a> …`, quoted},
	{"truncatechars_html", html(`<a title="a > b">quoted</a> rest`), []any{14.}, `<a title="a > b">quoted</a> rest`, quoted},
	{"truncatewords_html", html(`<a title="a > b">quoted</a> rest`), []any{1.}, `<a title="a > b">quoted …</a>`, quoted},
	{"truncatewords_html", html(`<a title="a > b">quoted</a> rest`), []any{2.}, `<a title="a > b">quoted</a> rest`, quoted},

	{"striptags", "<script>alert()</script>&h", nil, "alert()&h", "no text is lost"},
	{"striptags", "x\x00<b\x00>y", nil, "x\x00y", "a tag is what the standard of HTML says it is"},

	{"urlize", "www.example.com", nil, link("https://www.example.com", "www.example.com"), https},
	{"urlize", "www.example.com/a.", nil, link("https://www.example.com/a", "www.example.com/a") + ".", https},
	{"urlize", "example.com", nil, link("https://example.com", "example.com"), https},
	{"urlize", "example.com.", nil, link("https://example.com", "example.com") + ".", https},
	{"urlize", "example.org/path", nil, link("https://example.org/path", "example.org/path"), https},
	{"urlize", "sub.example.net/?q=1", nil, link("https://sub.example.net/?q=1", "sub.example.net/?q=1"), https},
	{"urlize", "EXAMPLE.COM", nil, link("https://EXAMPLE.COM", "EXAMPLE.COM"), https},
	{"urlize", "ftp://example.com", nil, "ftp://example.com", "a name without a scheme is the name of a host, as in newer Djangos"},
	{"urlize", "foo@bar.com/x", nil, "foo@bar.com/x", "a mail address is one by the rules for fields, as in newer Djangos"},
	{"urlize", "a+b@example.com", nil, `<a href="mailto:a%2Bb@example.com">a+b@example.com</a>`, percent},
	{"urlize", "a@ü.example.org", nil, `<a href="mailto:a@%C3%BC.example.org">a@ü.example.org</a>`, percent},
	{"urlize", "https://日本.example/", nil, link("https://%E6%97%A5%E6%9C%AC.example/", "https://日本.example/"), percent},
	{"urlize", "https://example.com/%ff", nil, link("https://example.com/%FF", "https://example.com/%ff"), once},
	{"urlize", "https://example.com/a%2Fb", nil, link("https://example.com/a%2Fb", "https://example.com/a%2Fb"), once},
	{"urlize", "https://example.com/?a=%2541", nil, link("https://example.com/?a=%2541", "https://example.com/?a=%2541"), once},
	{"urlize", "https://example.com/a))", nil, link("https://example.com/a", "https://example.com/a") + "))", "every parenthesis that was not opened stays outside, as in newer Djangos"},
}
