package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// checkAnswers waits for every contender and makes sure that all show the same
// pages, and the right ones. It notes how long the pages are.
func checkAnswers(ctx context.Context, all []*contender) error {
	client := &http.Client{}
	defer client.CloseIdleConnections()
	for number := 1; number <= pages; number++ {
		want := ""
		for _, c := range all {
			url := fmt.Sprintf("http://%s/posts?page=%d", c.client.address, number)
			page, err := c.process.first(ctx, url)
			if err != nil {
				return err
			}
			if want == "" {
				want = page
			}
			if err := wrong(page, want); err != nil {
				return fmt.Errorf("%s, page %d: %w", c.name, number, err)
			}
			c.client.lengths[number] = int64(len(page))
		}
	}
	return nil
}

// wrong says what is not right with a page of the list.
func wrong(page, want string) error {
	switch {
	case strings.Count(page, "<article ") != 25:
		return fmt.Errorf("it has %d posts, not 25", strings.Count(page, "<article "))
	case !strings.Contains(page, "<p>"+strconv.Itoa(seedPublished)+" posts</p>"):
		return fmt.Errorf("it does not count %d posts", seedPublished)
	case strings.Count(page, " &amp; &lt;") != 25 || strings.Contains(page, " & <"):
		return fmt.Errorf("titles are not escaped")
	case strings.Count(page, " O&#39;Neil</span>") != 25:
		return fmt.Errorf("not every post has its author")
	case page != want:
		return fmt.Errorf("it has %d bytes that differ from the %d of the first contender", len(page), len(want))
	}
	return nil
}
