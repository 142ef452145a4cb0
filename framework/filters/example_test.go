package filters_test

import (
	"fmt"
	"html/template"
	"os"
	"time"

	"github.com/gofw/gofw/framework/filters"
)

// Plain text as it was typed into a comment.
func Example() {
	fmt.Println(filters.Linebreaks(filters.Urlize("See www.example.org,\nnot <b>.")))
	fmt.Println(filters.TruncateWords("A walk to the light and back", 4))
	fmt.Println(filters.Slugify("Crème brûlée!"))
	// Output:
	// <p>See <a href="https://www.example.org" rel="nofollow">www.example.org</a>,<br>not &lt;b&gt;.</p>
	// A walk to the …
	// creme-brulee
}

func ExampleDate() {
	published := time.Date(2026, 2, 4, 16, 30, 0, 0, time.UTC)
	fmt.Println(filters.Date(published, "l, jS F Y \\a\\t P"))
	fmt.Println(filters.Date(&published, ""))
	fmt.Println(filters.NaturalTime(published, published.Add(90*time.Minute)))
	// Output:
	// Wednesday, 4th February 2026 at 4:30 p.m.
	// Feb. 4, 2026
	// an hour ago
}

func ExampleFloatFormat() {
	price := "1234.5" // as decimal.String() gives it
	fmt.Println(filters.FloatFormat(price, 2), filters.FloatFormat(34.0, -2), filters.IntComma(filters.FloatFormat(price, 2)))
	fmt.Println(filters.IntWord(1_200_000), filters.Ordinal(22))
	fmt.Printf("%+q\n", filters.FileSizeFormat(123456789)) // its blank is one at which no line breaks
	fmt.Println("2 categor" + filters.Pluralize(2, "y,ies"))
	// Output:
	// 1234.50 34 1,234.50
	// 1.2 million 22nd
	// "117.7\u00a0MB"
	// 2 categories
}

func ExampleFuncMap() {
	page := template.Must(template.New("page").Funcs(filters.FuncMap()).Parse(`{{ .Title | title | truncatechars 12 }} {{ .Body | linebreaks }}` + "\n"))
	err := page.Execute(os.Stdout, map[string]string{"Title": "a walk to the light", "Body": "one\ntwo <b>"})
	fmt.Println(err)
	// Output:
	// A Walk To T… <p>one<br>two &lt;b&gt;</p>
	// <nil>
}

func ExampleRegroup() {
	type post struct {
		Title string
		Year  int
	}
	posts := []post{{"The ferry", 2026}, {"The light", 2026}, {"The beech", 2025}}
	for _, g := range filters.Regroup(posts, func(p post) int { return p.Year }) {
		fmt.Println(g.Key, len(g.Rows))
	}
	// Output:
	// 2026 2
	// 2025 1
}

func ExampleUnorderedList() {
	fmt.Println(filters.UnorderedList([]filters.Item[string]{{Text: "States", Items: []filters.Item[string]{{Text: "Kansas"}}}}))
	// Output:
	// <li>States
	// 	<ul>
	// 		<li>Kansas</li>
	// 	</ul>
	// 	</li>
}
