// Package responder is what FastCGI, SCGI and uwsgi have in common: a server
// that takes connections from a web server in front and drains them when it
// stops, a request body with back-pressure, and an answer in CGI's form.
//
// Use it through the packages of the protocols:
//
//	err := scgi.New(responder.Config{}, handler).Serve(ctx, listener)
//
// A Protocol of your own reads variables from a Conn and calls its Respond.
package responder
