package responder

import (
	"cmp"
	"context"
	"log"
	"net/netip"
	"time"
)

// Config says whom to serve and how long to wait. The zero value of each field
// has the default that its comment names.
type Config struct {
	HeaderTimeout time.Duration // for all variables of a request to arrive; 0 is 10 s
	BodyTimeout   time.Duration // for the next bytes of a body; 0 is 30 s
	WriteTimeout  time.Duration // for a piece of the answer to be taken; 0 is 60 s
	IdleTimeout   time.Duration // between requests of a connection that is kept; 0 is 75 s
	Grace         time.Duration // for requests in flight when the context of Serve ends; 0 is 30 s
	MaxVars       int           // bytes of a request's variables; 0 is 64 KiB
	Trusted       []netip.Prefix
	// Trusted is who may connect over TCP: whoever may, decides what address a
	// visitor has. nil is this machine. Over a unix socket, its mode decides.

	ErrorLog *log.Logger     // nil is the log package's
	Values   context.Context // what the context of every request begins with; its end is ignored; nil is nothing
}

func (c Config) withDefaults() Config {
	c.HeaderTimeout = cmp.Or(c.HeaderTimeout, 10*time.Second)
	c.BodyTimeout = cmp.Or(c.BodyTimeout, 30*time.Second)
	c.WriteTimeout = cmp.Or(c.WriteTimeout, 60*time.Second)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, 75*time.Second)
	c.Grace = cmp.Or(c.Grace, 30*time.Second)
	c.MaxVars = cmp.Or(c.MaxVars, 64<<10)
	c.ErrorLog = cmp.Or(c.ErrorLog, log.Default())
	if c.Values == nil {
		c.Values = context.Background()
	}
	c.Values = context.WithoutCancel(c.Values)
	return c
}
