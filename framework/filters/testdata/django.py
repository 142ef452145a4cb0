"""Asks Django what its filters answer, and writes it down for the tests.

    /usr/bin/python3 django.py > django.json

Debian's package python3-django (3.2) is all it needs. Each
case is a list: a filter, a value, its arguments, what Django makes of them. Values
that JSON has not are objects: {"html": text} is safe HTML, {"number": text} a
number, {"time": text, "zone": name} a moment. Truths
are written as Go does.
"""
import datetime
import decimal
import json
import sys
import zoneinfo

sys.path.pop(0)  # this file has the package's name

from django.conf import settings

settings.configure(USE_TZ=True, TIME_ZONE="UTC", USE_L10N=True)

import django
from django.contrib.humanize.templatetags import humanize
from django.template import defaultfilters as d
from django.utils.safestring import mark_safe
from django.utils.text import slugify

django.setup()

cases = []


def value(v):
    """What a JSON value stands for."""
    if isinstance(v, dict) and "html" in v:
        return mark_safe(v["html"])
    if isinstance(v, dict) and "number" in v:
        n = v["number"]
        return float(n) if any(c in n for c in ".eain") else int(n)
    if isinstance(v, dict) and "decimal" in v:
        return decimal.Decimal(v["decimal"])
    if isinstance(v, dict) and "time" in v:
        t = datetime.datetime.fromisoformat(v["time"])
        return t.replace(tzinfo=zone(v["zone"]))
    if isinstance(v, list):
        return [value(x) for x in v]
    return v


def zone(name):
    if name.startswith(("+", "-")):
        sign = -1 if name[0] == "-" else 1
        return datetime.timezone(sign * datetime.timedelta(hours=int(name[1:3]), minutes=int(name[3:])))
    return zoneinfo.ZoneInfo(name)


def ask(name, v, *args, call=None):
    call = call or getattr(d, name, None) or getattr(humanize, name)
    try:
        answer = call(value(v), *[value(a) for a in args])
        cases.append([name, v, args, str(answer).lower() if isinstance(answer, bool) else str(answer)])
    except Exception as e:  # there is no answer to compare with
        print(name, repr(v)[:60], args, type(e).__name__, file=sys.stderr)


def number(n):
    return {"number": str(n)}


def html(text):
    return {"html": text}


def at(time, zone="UTC"):
    return {"time": time, "zone": zone}


WORDS = [
    "", " ", "a", "word", "Two words", "the quick brown fox jumps over the lazy dog", "  blanks  around  ", "tab\tand\ttabs",
    "UPPER lower MiXeD", "it's o'neil's 1st 2ND jack's", "ab'c'd x'Y", "ΟΔΟΣ ΣΑΣ", "straße ßeta ﬁn ǆ", "İstanbul ıı I", "éàü ÉÀÜ", "e\u0301a\u0300 u\u0308",
    "шла Саша", "日本語 テキスト", "שלום עולם", "\u202eRTL\u202c مرحبا", "👍🏽 👩\u200d👧 𝒳𝓎", "𐐀𐐨 𐐁", "nul\x00byte", "bell\x07\x1b[0m", "a\x1cb\x1dc\x1ed\x1fe", "a\x85b\xa0c\u2003d\u3000e",
    "a" * 120, "x" * 40 + " " + "y" * 40, "<b>bold</b> & \"quotes\" 'single'", "&lt;already&gt; &amp; &copy;", "<script>alert('x')</script>", "a<b", "a>b", "& && &; &#; &#x;",
    "back\\slash \\\\ \\'", "line one\nline two", "\n", "\n\n", "a\n\nb", "a\r\nb\rc\n\n\n\nd", "\n\na\n\n", "three\n\n\nlines\n", "a\u2028b\u2029c", "`tick` ${x} = - ;",
    "C++ & Go", "Crème   brûlée!", "-_-", "__a--b__c ", "½ ² ⅷ ٣", "100% of %41 %zz", "/path/ä?q=a b&c=d#f", "800-COLLECT", "(555) GET-FOOD ÄÖ",
]

for w in WORDS:
    for name in ["addslashes", "capfirst", "title", "slugify", "wordcount", "force_escape", "linebreaksbr", "linenumbers", "iriencode", "urlencode",  "striptags", "lower", "upper"]:
        ask(name, w)
    ask("linebreaks", w, call=d.linebreaks_filter)
    ask("phone2numeric", w, call=d.phone2numeric_filter)
    ask("escapejs", w, call=d.escapejs_filter)
    ask("slugifyunicode", w, call=lambda v: slugify(v, allow_unicode=True))
    for n in [1, 5, 12, 60]:
        ask("truncatechars", w, n)
    for n in [1, 2, 3, 50]:
        ask("truncatewords", w, n)
    for n in [0, 15, 16]:
        ask("center", w, n)
    ask("ljust", w, 12)
    ask("rjust", w, 12)
    if not any(c in w for c in "\n\r\x1c\x1d\x1e\x85\u2028\u2029"):
        for n in [1, 8, 20, 72]:
            ask("wordwrap", w, n)
for w in ["", "/path/ä?q=a b&c=d#f", "~a_b.c-d", "👍"]:
    ask("urlencode", w, "")
    ask("urlencode", w, "/?=&")
for what in [" ", "a", "<b>", "", ";", "\n"]:
    for w in ["", "a b c", "<b>bold</b>; a", "a\nb", "aaa"]:
        ask("cut", w, what)
for w in ["<b>x</b>\n\ny", "a\r\nb", "& &amp;"]:
    ask("linebreaks", html(w), call=d.linebreaks_filter)
    for name in ["linebreaksbr", "linenumbers"]:
        ask(name, html(w))
ask("linenumbers", "\n".join("x" * 12))
ask("linenumbers", "\n" * 120)

NUMBERS = ["0", "1", "2", "9", "10", "11", "12", "13", "21", "22", "23", "101", "111", "112", "999", "1000", "1023", "1024", "1025", "-1", "-9", "-999", "-1000", "12345", "1048575", "1048576", "999999", "1000000",
           "1200000", "1290000", "1250000", "999999999", "1000000000", "-1200000", "1073741824", "123456789012", "1099511627776", "1125899906842624", "9223372036854775807", "-9223372036854775808", "18446744073709551615"]
FLOATS = ["0.0", "-0.0", "0.5", "1.0", "1.5", "2.5", "-0.05", "-0.04", "0.05", "34.23234", "34.00000", "34.26000", "-34.5", "0.1", "1e-7", "123456.789", "-123456.789", "6666.6666", "10000.0", "1e15", "1e16", "1e21", "1.2345e20", "1e200", "1e-200", "nan", "inf", "-inf"]
for n in NUMBERS:
    for name in ["filesizeformat", "intcomma", "intword", "apnumber", "pluralize", "floatformat"]:
        ask(name, number(n))
    if 0 <= int(n) < 1 << 63:
        ask("ordinal", number(n))
        for digit in [0, 1, 5]:
            ask("get_digit", number(n), digit)
    ask("floatformat", number(n), 2)
    ask("floatformat", number(n), "2g")
    ask("floatformat", number(n), "g")
    ask("pluralize", number(n), "y,ies")
for n in FLOATS:
    for places in [-1, 0, 1, 2, 3, -3, 6, "g", "2g", "-3g", "0"]:
        ask("floatformat", number(n), places)
    ask("pluralize", number(n), "es")
    if n not in ("nan", "inf", "-inf", "1e-7", "1e-200", "1e200"):
        ask("filesizeformat", number(n))
    if n not in ("nan", "inf", "-inf", "1e200", "1e-200"):
        ask("intcomma", number(n))
for n in ["1.10", "12345678901234567890.123", "-0.005", "0.005", "1E+3", "1E-3", "99.995", "0.00"]:
    for places in [-1, 0, 2, "2g"]:
        ask("floatformat", {"decimal": n}, places)
for n in ["", "abc", "1", "1.5", "12a", "-7", "1,5", "<b>"]:
    ask("pluralize", n)
    ask("pluralize", n, "y,ies")
    ask("filesizeformat", n)
    ask("apnumber", n)
    if n != "1,5":
        ask("floatformat", n, 2)
for n in ["1234567", "1234567.1234567", "-1234567", "abc", "1234567abc", "", "12", "-12345,6"]:
    ask("intcomma", n)
for arg in ["", "s", "es", "y,ies", "a,b,c", ","]:
    for v in [number(0), number(1), number(2), [], [1], [1, 2]]:
        ask("pluralize", v, arg)
for v in [True, False, None, "", "x", number(0), number(3), []]:
    ask("yesno", v)
    for arg in ["yes,no,maybe", "on,off", "a,b,c,d", ",", "<b>,&"]:
        ask("yesno", v, arg)
for v, arg in [(4, 2), (7, 3), (-4, 2), (0, 5)]:
    ask("divisibleby", number(v), arg)
    ask("add", number(v), arg)
for v in ["", "x", None, number(0), number(7), False, [], "<b>"]:
    ask("default", v, "other")
    ask("default_if_none", v, "other")
for v in [[], ["a"], ["a", "<b>"], [number(1), number(2), number(3)]]:
    ask("first", v)
    ask("last", v)
    for sep in [", ", " & ", "<br>"]:
        ask("join", v, sep)
        ask("join", v, html(sep))
for v in [[], ["a"], ["a", "b"], ["a", ["b", "c"], "d"], ["States", ["Kansas", ["Lawrence", "Topeka"], "Illinois"]], ["<b>", [html("<i>"), "&"]], ["a", [], "b"], ["a", ["b", ["c", ["d"]]]]]:
    ask("unordered_list", v)

MARKUP = [
    "", "plain", "plain text of six words altogether", "<p>one <a href=\"#\">two - three <br>four</a> five</p>", "<p>Joel is a slug</p>", "<b>bold</b><i>italic</i>", "<b><i>deep <u>deeper</u></i></b> after",
    "<br><br/><hr>text<img src=x>", "<p>a</p> <p>b</p> <p>c</p>", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "<P CLASS='x'>Upper Case</P>", "<a title=\"a > b\">quoted</a> rest", "<p>שלום עולם</p>", "<p>👍👍👍👍</p>", "<p>日本語テキスト</p>",
    "text<br>\nmore\n<br>text", "<div><div><div>x y z</div></div></div>", "<em>" + "w " * 30 + "</em>", "<em>" + "w" * 60 + "</em>", "<table><tr><td>a b</td><td>c d</td></tr></table>", "<p>Buenos d\u00edas! \u00bfC\u00f3mo est\u00e1?</p>",
]
for m in MARKUP:
    for n in [2, 3, 5, 8, 14, 100]:
        ask("truncatechars_html", html(m), n)
    for n in [0, 1, 2, 3, 5, 100]:
        ask("truncatewords_html", html(m), n)
    ask("striptags", m)
for m in [
    "<adf>a", "</adf>a", "<asdf><asdf>e", "hi, <f x", "234<235, right?", "a4<a5 right?", "b7>b2!", "</fe", "<x>b<y>", "a<p onclick=\"alert('<test>')\">b</p>c", "a<p a >b</p>c", "d<a:b c:d>e</p>f",
    "<strong>foo</strong><a href=\"http://example.com\">bar</a>", "<sc<!-- -->ript>test<<!-- -->/script>", "<script>alert()</script>&h", "X<<<<br>br>br>br>X", "<" * 30 + "a>" * 30, "&gotcha&#;<>", "<<b>b>x<</b>/b>",
    "a <!-- comment --> b", "a <!-- <b> --> b", "a <!DOCTYPE html> b", "a <?php echo ?> b", "<![CDATA[x]]>y", "<b", "<", ">", "<>", "< b>x", "<b\n>x</b\n>", "<b/>x", "<img alt='<'>x", "<img alt=\">\">x", "x<y and y>z", "<3 <4>", "<é>x",
    "<style>p{}</style>x", "<textarea><b></textarea>x", "&lt;b&gt; &amp; &nbsp; &bogus; &#65; &", "<b>" * 40 + "x" + "</b>" * 40, "x\x00<b\x00>y",
]:
    ask("striptags", m)

LINKS = [
    "", "no links here. None: at all", "http://example.com", "https://example.com/", "see https://example.com/a/b?c=d&e=f#g.", "(https://example.com/a)", "(see https://example.com/a_(b))", "[https://example.com]", "https://example.com/a).", "HTTPS://EXAMPLE.COM/A",
    "https://example.com, https://example.org; https://example.net: end!", "<https://example.com>", "\"https://example.com\"", "'https://example.com'", "https://example.com/?q=<b>", "https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2",
    "https://example.com/a%20b", "https://example.com/%C3%B6/", "https://example.com/\u00f6/", "https://example.com/%", "https://example.com/%zz", "https://example.com/~user/", "https://example.com:8080/x", "https://user:pass@example.com/", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/",
    "https://", "http:/example.com", "https://.", "javascript:alert(1)", "data:text/html,<b>", "mailto:a@example.com", "//example.com", "a@example.com", "info@example.co.uk.", "(a@example.com)", "<a@example.com>", "a@b", "@example.com", "a@", "a@b@example.com", "a@example", "a.b-c@sub.example.org",
    "https://example.com/" + "a" * 60, "https://example.com/a;b", "https://example.com/a&lt;", "https://example.com/a&lt;b&gt;", "https://example.com/!", "https://example.com/?!", "https://example.com...", "https://example.com/a\u2028b", "x" * 100 + ".y", "a.b", "a:b", "3.14", "e.g. this",
    "https://example.com/a\nhttps://example.com/b", "https://example.com/?x=a+b", "https://example.com/#frag", "https://example.com/'\"><script>alert(1)</script>", "https://example.com/\x00", "https://example.com/[a]", "((https://example.com))", "https://example.com/(a)(b)",
    "text https://example.com/\U0001f44d text",  "&https://example.com", "https://example.com/&", "https://example.com/&amp;", "https://example.com/;;", "https://exa_mple.com/x",
]
for text in LINKS:
    ask("urlize", text)
    for limit in [0, 10, 30]:
        ask("urlizetrunc", text, limit)
ask("urlize", "https://example.com/" + "a" * 2030)
for text in ["ftp://example.com", "https://\u65e5\u672c.example/", "a+b@example.com", "a@\u00fc.example.org", "https://example.com/%ff", "https://example.com/a%2Fb", "https://example.com/?a=%2541", "https://example.com/a))","www.example.com", "www.example.com/a.", "example.com", "example.org/path", "sub.example.net/?q=1", "example.com.", "example.co", "www.", "example.com:80", "foo@bar.com/x", "-a.com", "EXAMPLE.COM", "info.example.museum", "http.com"]:
    ask("urlize", text)

TIMES = [
    at("2026-02-04T16:30:05.000123", "Europe/Berlin"), at("2026-07-01T00:00:00", "Europe/Berlin"), at("2024-02-29T12:00:00", "America/New_York"), at("1999-12-31T23:59:59.999999"), at("2026-01-01T00:30:00"), at("2027-01-03T12:05:00", "+0530"), at("2000-09-11T01:02:03", "-0930"), at("2026-03-22T13:00:00", "Asia/Tokyo"), at("1970-01-01T00:00:00"), at("1914-05-13T10:10:10"),
]
FORMATS = list("aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTUuwWyYzZ") + [
    "", "N j, Y", "N j, Y, P", "P", "F Y", "F j", "m/d/Y", "m/d/Y P", "D d M Y", "l, jS F Y \\a\\t H:i", "\\Y\\e\\a\\r: Y", "\\\\Y", "\\", "Y\\", "\\\\\\Y", "jS \\o\\f F", "H:i:s.u", "xkqvB#%{}", "[Y]", "\u65e5Y", "<b>Y</b>", "H\\hi", "\\\nY", "o-W",
]
for t in TIMES:
    for f in FORMATS:
        ask("date", t, f)
    ask("date", t)
    ask("time", t)
    for f in ["H:i", "P", "f a", "A", "h\\h", "Z e O T", "u"]:
        ask("time", t, f)

NOW = at("2026-07-15T12:00:00")
moment = value(NOW)
for seconds in [0, 1, 30, 59, 60, 61, 119, 120, 3599, 3600, 3661, 7199, 7200, 86399, 86400, 90000, 172800, 6 * 86400 + 3600, 7 * 86400, 8 * 86400, 13 * 86400 + 5, 14 * 86400, 20 * 86400, 27 * 86400]:
    for sign in [1, -1]:
        t = moment - datetime.timedelta(seconds=sign * seconds)
        v = at(t.replace(tzinfo=None).isoformat())
        ask("timesince", v, NOW, call=d.timesince_filter)
        ask("timeuntil", v, NOW, call=d.timeuntil_filter)

        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz=None):
                return moment if tz else moment.replace(tzinfo=None)

        humanize.datetime = Clock
        ask("naturaltime", v, NOW, call=lambda v, now: humanize.naturaltime(v))
        ask("naturalday", v, NOW, call=lambda v, now: humanize.naturalday(v))
        ask("naturalday", v, NOW, "D j", call=lambda v, now, f: humanize.naturalday(v, f))
for v in ["2025-07-15T12:00:00", "2025-06-15T12:00:00", "2023-07-15T11:00:00", "2026-06-15T12:00:00", "2026-05-15T12:00:00"]:
    ask("timesince", at(v), NOW, call=d.timesince_filter)

for v in ["", "a", "</script><script>alert(1)</script>", "<!--", "&amp;", "\u2028", {"a": "<b>"}, ["x", 1, None, True], "👍", 1.5]:
    ask("json_script", v, "id")
    ask("json_script", v, "<&\">")

print("[" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "]")
