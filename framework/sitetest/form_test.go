package sitetest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// echo is an app whose page holds this HTML, and which tells what it is sent.
func echo(page string) site.App {
	tell := func(c web.Context) error {
		r := c.Request()
		files := ""
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			form, err := c.MultipartForm()
			if err != nil {
				return err
			}
			for name, list := range form.File {
				for _, f := range list {
					content, err := f.Open()
					if err != nil {
						return err
					}
					text, _ := io.ReadAll(content)
					files += fmt.Sprintf("|%s=%s:%s", name, f.Filename, text)
				}
			}
			return c.String(http.StatusOK, r.Method+" "+r.URL.RequestURI()+" "+fmt.Sprint(form.Value)+files)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, fmt.Sprintf("%s %s %s", r.Method, r.URL.RequestURI(), body))
	}
	return site.App{Name: "echo", Routes: urls.Routes{
		urls.Get("/page", func(c web.Context) error { return c.HTML(http.StatusOK, page) }),
		urls.Get("/tell", tell), urls.Post("/tell", tell), urls.Post("/page", tell),
		urls.Get("/from", func(c web.Context) error { return c.String(http.StatusOK, "from "+c.Request().Referer()) }),
		urls.Post("/moved", func(c web.Context) error { return web.Redirect(c, "/from?x=1") }),
		urls.Post("/kept", func(c web.Context) error { return c.Redirect(http.StatusTemporaryRedirect, "/tell") }),
		urls.Get("/round", func(c web.Context) error { return web.Redirect(c, "/round") }),
		urls.Get("/away", func(c web.Context) error { return web.Redirect(c, "https://elsewhere.example/") }),
	}}
}

// What a browser sends, form by form.
func TestWhatAFormSends(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		form string
		do   func(p *sitetest.Response)
		want string
	}{
		"a text by the label that names it": {`<form method=post action=/tell><label for=a>Title</label><input id=a name=t><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Fill("Title", "x & y") }, "POST /tell t=x+%26+y"},
		"a text by the label around it, with a hint": {`<form method=post action=/tell><label>Title <span>optional</span><input name=t value=old></label><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Fill("Title", "new") }, "POST /tell t=new"},
		"a text by aria-label, and by the words of others": {`<form method=post action=/tell><input aria-label=Search name=q><b id=x>How</b> <b id=y>many</b><input aria-labelledby="x y" name=n><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Fill("Search", "a"); p.Fill("How many", "b") }, "POST /tell q=a&n=b"},
		"lines as forms send them": {`<form method=post action=/tell><label>Body<textarea name=b>old</textarea></label><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Fill("Body", "a\nb") }, "POST /tell b=a%0D%0Ab"},
		"what was there already, in order": {`<form method=post action=/tell><input type=hidden name=z value=1><label>A<input name=a value=2></label><select name=s><option>x<option value=y selected>Y</select><input type=checkbox name=c checked><input type=checkbox name=d value=7 checked><button>Save</button></form>`,
			nil, "POST /tell z=1&a=2&s=y&c=on&d=7"},
		"nothing of what is off": {`<form method=post action=/tell><input name=a value=1 disabled><fieldset disabled><legend><input name=l value=2></legend><input name=b value=3></fieldset><input value=4><input type=checkbox name=c><input type=radio name=r value=1><button>Save</button><button name=other value=1>Other</button><input type=reset name=x value=1></form>`,
			nil, "POST /tell l=2"},
		"the first choice where none is on": {`<form method=post action=/tell><select name=s><option disabled>no<option>yes</select><select name=m multiple><option>a</select><button>Save</button></form>`,
			nil, "POST /tell s=yes"},
		"a choice by its text": {`<form method=post action=/tell><label>Status<select name=s><option value=d>Draft<option value=p>Published</select></label><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Choose("Status", "Published") }, "POST /tell s=p"},
		"several choices": {`<form method=post action=/tell><label>Tags<select name=s multiple><option value=1>go<option value=2 selected>sql<option value=3>css</select></label><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Choose("Tags", "css"); p.Choose("Tags", "go"); p.Unchoose("Tags", "sql") }, "POST /tell s=1&s=3"},
		"a radio button by the legend": {`<form method=post action=/tell><fieldset><legend>Size</legend><label><input type=radio name=s value=1 checked>Small</label><label><input type=radio name=s value=2>Large</label></fieldset><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Choose("Size", "Large") }, "POST /tell s=2"},
		"checkboxes": {`<form method=post action=/tell><label><input type=checkbox name=a checked> Old</label><label><input type=checkbox name=b> New</label><fieldset><legend>Days</legend><label><input type=checkbox name=d value=mo>Monday</label></fieldset><button>Save</button></form>`,
			func(p *sitetest.Response) { p.Uncheck("Old"); p.Check("New"); p.Choose("Days", "Monday") }, "POST /tell b=on&d=mo"},
		"the button itself": {`<form method=post action=/tell><button name=do value=save>Save</button><button name=do value=delete>Delete</button></form>`,
			nil, "POST /tell do=save"},
		"a button elsewhere on the page": {`<form id=f method=post action=/tell><input name=a value=1></form><button form=f name=b value=2>Save</button><input form=f name=c value=3>`,
			nil, "POST /tell a=1&b=2&c=3"},
		"what the button says against the form": {`<form action=/elsewhere><input name=a value=1><button formaction=/tell?x=1 formmethod=post>Save</button></form>`,
			nil, "POST /tell?x=1 a=1"},
		"a search in the address":   {`<form action="/tell?old=1"><input name=q value="a b"><input type=submit value=Save></form>`, nil, "GET /tell?q=a+b "},
		"to the page itself":        {`<form method=post><input name=a value=1><button>Save</button></form>`, nil, "POST /page?x=1 a=1"},
		"a picture that is pressed": {`<form method=post action=/tell><input type=image name=i alt=Save></form>`, nil, "POST /tell i.x=0&i.y=0"},
		"files": {`<form method=post action=/tell enctype=multipart/form-data><input name=a value=1><label>Cover<input type=file name=f></label><input type=file name=g><button>Save</button></form>`,
			func(p *sitetest.Response) {
				p.Attach("Cover", sitetest.File{Name: "a.txt", Content: strings.NewReader("hi")})
			}, "POST /tell map[a:[1] g:[]]|f=a.txt:hi"},
		"what does not hold, where nobody asks": {`<form method=post action=/tell novalidate><label>A<input name=a required></label><button>Save</button></form>`, nil, "POST /tell a="},
		"numbers and times that hold": {`<form method=post action=/tell><label>N<input type=number name=n min=0 max=10 step=0.5></label><label>D<input type=date name=d min=2026-01-01></label><label>E<input type=email name=e></label><label>P<input name=p pattern="[a-z]+"></label><button>Save</button></form>`,
			func(p *sitetest.Response) {
				p.Fill("N", "2.5")
				p.Fill("D", "2026-11-25")
				p.Fill("E", "a@b.example")
				p.Fill("P", "abc")
			}, "POST /tell n=2.5&d=2026-11-25&e=a%40b.example&p=abc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := sitetest.New(t, echo(tc.form)).Visit("/page?x=1")
			if tc.do != nil {
				tc.do(page)
			}
			if got := page.Press("Save").Body; got != tc.want {
				t.Errorf("sent is %q, want %q", got, tc.want)
			}
		})
	}
}

// What a browser does not let people do fails the test, with words that help.
func TestWhatABrowserRefuses(t *testing.T) {
	t.Parallel()
	const form = `<form method=post action=/tell>
		<label>Title<input name=t maxlength=5></label> <label>Fixed<input name=f readonly></label> <label>Off<input name=o disabled></label>
		<fieldset disabled><label>Frozen<input name=z></label></fieldset> <label>Status<select name=s><option>Draft<option disabled>Gone<optgroup disabled label=x><option>Old</optgroup></select></label>
		<label>Number<input type=number name=n></label> <label>Day<input type=date name=d></label> <label>Yes<input type=checkbox name=c></label>
		<label>Name<input name=a></label> <label>Name<input name=b></label> <label>Cover<input type=file name=u></label>
		<label style="x" hidden>Secret<input name=h></label> <input type=hidden name=i aria-label=Hidden>
		<label>One<input type=radio name=r></label>
		<button disabled>Later</button> <button type=button>Scripted</button> <button>Save</button> </form> <button>Lost</button>
		<form method=dialog><button>Close</button></form> <form method=post action=https://elsewhere.example/><button>Leave</button></form>
		<a href=https://elsewhere.example/>Away</a> <a>Nowhere</a> <a href="javascript:alert(1)">Script</a>`
	for name, tc := range map[string]struct {
		do   func(p *sitetest.Response)
		want string
	}{
		"a field that is not there":        {func(p *sitetest.Response) { p.Fill("Titel", "x") }, `there is no field "Titel"; did you mean "Title"?`},
		"a hidden field":                   {func(p *sitetest.Response) { p.Fill("Secret", "x") }, `no field "Secret"`},
		"an input that nobody sees":        {func(p *sitetest.Response) { p.Fill("Hidden", "x") }, `no field "Hidden"`},
		"more than a field takes":          {func(p *sitetest.Response) { p.Fill("Title", "longer") }, "it takes 5 characters, and the text has 6"},
		"two lines in one":                 {func(p *sitetest.Response) { p.Fill("Title", "a\nb") }, "it has one line"},
		"a field that is read-only":        {func(p *sitetest.Response) { p.Fill("Fixed", "x") }, "it is read-only"},
		"a field that is disabled":         {func(p *sitetest.Response) { p.Fill("Off", "x") }, "it is disabled"},
		"a field in what is disabled":      {func(p *sitetest.Response) { p.Fill("Frozen", "x") }, "it is disabled"},
		"a choice that is not there":       {func(p *sitetest.Response) { p.Choose("Status", "Published") }, `there is no choice "Published"; there are ["Draft" "Gone" "Old"]`},
		"a choice that is disabled":        {func(p *sitetest.Response) { p.Choose("Status", "Gone") }, "the choice is disabled"},
		"a choice of a disabled group":     {func(p *sitetest.Response) { p.Choose("Status", "Old") }, "the choice is disabled"},
		"a text for a choice":              {func(p *sitetest.Response) { p.Fill("Status", "Draft") }, "use Choose"},
		"a text for a checkbox":            {func(p *sitetest.Response) { p.Fill("Yes", "1") }, "use Check"},
		"a text for a file":                {func(p *sitetest.Response) { p.Fill("Cover", "x") }, "use Attach"},
		"a choice of a text":               {func(p *sitetest.Response) { p.Choose("Title", "x") }, "it is no choice"},
		"a tick for a text":                {func(p *sitetest.Response) { p.Check("Title") }, "neither a checkbox nor a radio button"},
		"a radio button that is taken off": {func(p *sitetest.Response) { p.Uncheck("One") }, "another of its group"},
		"a word for a number":              {func(p *sitetest.Response) { p.Fill("Number", "many") }, `"many" is no number`},
		"a word for a date":                {func(p *sitetest.Response) { p.Fill("Day", "tomorrow") }, "write it as 2006-01-02"},
		"two fields of one name":           {func(p *sitetest.Response) { p.Fill("Name", "x") }, "use Within"},
		"two files for one":                {func(p *sitetest.Response) { p.Attach("Cover", sitetest.File{}, sitetest.File{}) }, "takes one file"},
		"a file for a text":                {func(p *sitetest.Response) { p.Attach("Title", sitetest.File{}) }, "takes no file"},
		"a button that is disabled":        {func(p *sitetest.Response) { p.Press("Later") }, "the button is disabled"},
		"a button of a script":             {func(p *sitetest.Response) { p.Press("Scripted") }, "sends nothing"},
		"a button without a form":          {func(p *sitetest.Response) { p.Press("Lost") }, "belongs to no form"},
		"a button that is not there":       {func(p *sitetest.Response) { p.Press("Sav") }, `there is no button "Sav"; did you mean "Save"?`},
		"a dialog":                         {func(p *sitetest.Response) { p.Press("Close") }, "closes a dialog"},
		"a form of another site":           {func(p *sitetest.Response) { p.Press("Leave") }, "leads away from the site, to https://elsewhere.example/"},
		"a link to another site":           {func(p *sitetest.Response) { p.Click("Away") }, "leads away from the site"},
		"a link that leads nowhere":        {func(p *sitetest.Response) { p.Click("Nowhere") }, `no link "Nowhere"`},
		"a link that is a script":          {func(p *sitetest.Response) { p.Click("Script") }, "leads away from the site"},
		"a selector that is none":          {func(p *sitetest.Response) { p.Find("a:hover") }, "is not understood"},
		"one of several":                   {func(p *sitetest.Response) { p.One("input") }, "elements are input, one was expected"},
		"a choice nobody made":             {func(p *sitetest.Response) { p.Unchoose("Status", "Draft") }, "no list that takes several"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sitetest.New(t, echo(form))
			if said := hear(t, func(t testing.TB) { tc.do(c.In(t).Visit("/page")) }); !strings.Contains(said, tc.want) {
				t.Errorf("said is %q, want %q", said, tc.want)
			}
		})
	}
}

// What people typed and a browser would not send.
func TestWhatABrowserDoesNotSend(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ input, want string }{
		"nothing where something must be": {`<label>A<input required></label>`, `"A" is required, and empty`},
		"no choice":                       {`<label>A<select required><option value="">choose<option>x</select></label>`, "is required"},
		"no tick":                         {`<label>A<input type=checkbox required></label>`, "is required"},
		"no radio button":                 {`<label>A<input type=radio name=r required></label><input type=radio name=r>`, "is required"},
		"no file":                         {`<label>A<input type=file required></label>`, "is required"},
		"too short":                       {`<input value=ab minlength=3 aria-label=A>`, `"A" is shorter than 3 characters`},
		"too small":                       {`<input type=number value=1 min=2>`, "is less than 2"},
		"too large":                       {`<input type=number value=3 max=2>`, "is more than 2"},
		"between the steps":               {`<input type=number value=1.5>`, "is no multiple of 1"},
		"no number":                       {`<input type=number value=x>`, "is no number"},
		"too early":                       {`<input type=date value=2025-12-31 min=2026-01-01>`, "is not between"},
		"no address":                      {`<input type=email value=me>`, "is no e-mail address"},
		"no URL":                          {`<input type=url value=example.com>`, "is no URL"},
		"not the pattern":                 {`<input pattern="[0-9]{3}" value=12>`, "is not as [0-9]{3} wants it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sitetest.New(t, echo("<form>"+tc.input+"<button>Save</button></form>"))
			if said := hear(t, func(t testing.TB) { c.In(t).Visit("/page").Press("Save") }); !strings.Contains(said, tc.want) {
				t.Errorf("said is %q, want %q", said, tc.want)
			}
		})
	}
}

func TestPagesLeadToOthers(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, echo(`<a href="/from">On</a> <a href="from?y=1"><img alt="Picture"></a> <form method=post action=/moved><button>Send</button></form>
		<form id=k method=post action=/kept><button>Keep</button></form>`))
	page := c.Visit("/page")
	if got := page.Click("On"); got.Body != "from http://localhost/page" || got.Via != nil {
		t.Errorf("the link: %s", got)
	}
	if got := page.Click("Picture"); got.Address() != "/from?y=1" {
		t.Errorf("the picture: %s", got)
	}
	got := page.Press("Send")
	if got.Body != "from http://localhost/page" || got.Address() != "/from?x=1" {
		t.Errorf("the form: %s", got)
	}
	sitetest.Redirects(t, got, "/from?x=1")
	if diff := cmp.Diff([]string{"/moved"}, got.Via); diff != "" {
		t.Error(diff)
	}
	sitetest.Redirects(t, c.Get("/away"), "https://elsewhere.example/")
	if got := c.Visit("/away"); got.Location() != "https://elsewhere.example/" {
		t.Errorf("a redirect to another site: %s", got)
	}
	for want, do := range map[string]func(c *sitetest.Client){
		"the redirects do not end":  func(c *sitetest.Client) { c.Visit("/round") },
		"no redirect to follow":     func(c *sitetest.Client) { c.Get("/page").Follow() },
		"wants the form sent again": func(c *sitetest.Client) { c.Visit("/page").Within("#k").Press("Keep") },
		"0 elements are #none":      func(c *sitetest.Client) { c.Visit("/page").Within("#none") },
		"the answer is no JSON":     func(c *sitetest.Client) { c.Visit("/page").JSON(new(int)) },
	} {
		if said := hear(t, func(t testing.TB) { do(c.In(t)) }); !strings.Contains(said, want) {
			t.Errorf("said is %q, want %q", said, want)
		}
	}
}

func TestWhatAPageHolds(t *testing.T) {
	t.Parallel()
	page := sitetest.New(t, echo(`<h1>Posts</h1><script>no()</script><p hidden>no</p><table><tr><td>One</td><td>Two</td></tr></table>
		<form><label>Title<input name=t value=Old aria-describedby="h e"></label><p id=h>Short.</p><p id=e>Too long.</p>
		<label>Yes<input type=checkbox checked></label><label>Status<select><option>Draft<option selected>Live</select></label></form>`)).Visit("/page")
	if got := page.Text(); got != "Posts One Two Title Short. Too long. Yes Status Draft Live" {
		t.Errorf("text %q", got)
	}
	if diff := cmp.Diff([]string{"One", "Two"}, page.Texts("table td")); diff != "" {
		t.Error(diff)
	}
	if e := page.One("input[name=t]"); e.Attr("value") != "Old" || e.Has("checked") || !strings.HasPrefix(e.HTML(), "<input") {
		t.Errorf("element %s", e.HTML())
	}
	if page.Value("Title") != "Old" || page.Value("Status") != "Live" || !page.Checked("Yes") || page.Described("Title") != "Short. Too long." {
		t.Errorf("%q %q %q", page.Value("Title"), page.Value("Status"), page.Described("Title"))
	}
}
