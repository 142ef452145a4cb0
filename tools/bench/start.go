package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

const startBar = 50 * time.Millisecond

// startRow times the example site's program from its start until it has
// answered with a page of the database.
func startRow(ctx context.Context, b *bench) ([]figure, error) {
	if err := b.exampleSite(ctx); err != nil {
		return nil, err
	}
	var took sample[time.Duration]
	for range b.times(15, 5) {
		one, err := b.startOnce(ctx)
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return []figure{under("program to first /news/", "./example-site serve ADDRESS", took, startBar)}, nil
}

func (b *bench) startOnce(ctx context.Context) (time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	p, err := b.start(ctx, b.temp, b.production(), b.siteBinary, "serve", address)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	page, err := p.first(ctx, "http://"+address+"/news/")
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	if n := strings.Count(page, `<article class="teaser">`); n != 10 {
		return 0, fmt.Errorf("/news/ shows %d articles, not 10: this row must be adapted to it", n)
	}
	return took, nil
}
