package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/gateway"
	"github.com/gofw/gofw/framework/migrate"
)

// commands are what every site's binary can do.
type commands struct {
	Serve           serve           `cmd:"" help:"Answer requests."`
	Migrate         migrateCommand  `cmd:"" help:"Bring the database up to date, or back."`
	Showmigrations  showMigrations  `cmd:"" help:"List the migrations and which are applied."`
	Createsuperuser createSuperuser `cmd:"" help:"Create a user who may do everything."`
	Changepassword  changePassword  `cmd:"" help:"Set a user's password."`
	Dumpdata        dumpData        `cmd:"" help:"Write rows as JSON."`
	Loaddata        loadData        `cmd:"" help:"Read rows that dumpdata wrote, or Django."`
	Check           check           `cmd:"" help:"Check settings and declarations."`
	Routes          routes          `cmd:"" help:"List the site's addresses."`
	Clearsessions   clearSessions   `cmd:"" help:"Delete sessions that have expired."`
	Collectstatic   collectStatic   `cmd:"" help:"Write static files with names that change with their content."`
	Findstatic      findStatic      `cmd:"" help:"Say where static files come from."`
	Sweepmedia      sweepMedia      `cmd:"" help:"List or delete uploaded files that no row names."`
	Inspectdb       inspectDB       `cmd:"" help:"Print a models.go for the tables that the database has."`
	Dbshell         dbShell         `cmd:"" help:"Run the command-line client of the database."`
	Settings        showSettings    `cmd:"" help:"Show the settings in force, without secrets."`
}

// environmentOf is what a command works with.
type environmentOf struct {
	ctx      context.Context
	out, err io.Writer
	settings Settings
	apps     []App
}

// site makes the site of a command. Close it.
func (e *environmentOf) site() (*Site, error) {
	s, err := e.settings.FromEnvironment()
	if err != nil {
		return nil, err
	}
	return New(s, e.apps...)
}

// with runs fn with the site and a context that has its database.
func (e *environmentOf) with(fn func(ctx context.Context, s *Site) error) error {
	s, err := e.site()
	if err != nil {
		return err
	}
	defer s.Close()
	return fn(s.Context(e.ctx), s)
}

// appCommand runs a command of an app.
type appCommand struct {
	Args    []string `arg:"" optional:"" passthrough:""`
	command Command
}

// Run runs the command.
func (a *appCommand) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, _ *Site) error { return a.command.Run(ctx, a.Args) })
}

type serve struct {
	Address string `arg:"" optional:"" help:"Where to listen: host:port, a port, or unix:PATH. By default SITE_ADDRESS."`
	Quiet   bool   `help:"Do not say where."`
}

// Run serves until the process is told to stop.
func (v *serve) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		address := v.Address
		if address == "" {
			address = s.Settings.Address
		}
		if !strings.Contains(address, ":") {
			address = "127.0.0.1:" + address
		}
		e.warnPending(ctx, s)
		return gateway.Serve(ctx, gateway.Config{Address: address, Values: ctx, Ready: func(a net.Addr) {
			if v.Quiet {
				return
			}
			fmt.Fprintf(e.out, "serving %s on %s\n", s.Settings.Name, shown(a))
		}}, s.Handler())
	})
}

func shown(a net.Addr) string {
	if a.Network() == "unix" {
		return "unix:" + a.String()
	}
	return "http://" + a.String() + "/"
}

// warnPending says that migrations wait, since pages that need them will fail.
func (e *environmentOf) warnPending(ctx context.Context, s *Site) {
	n, err := s.pending(ctx)
	switch {
	case err != nil:
		fmt.Fprintf(e.err, "migrations: %v\n", err)
	case n == 1:
		fmt.Fprintln(e.err, "1 migration is not applied: run migrate")
	case n > 1:
		fmt.Fprintf(e.err, "%d migrations are not applied: run migrate\n", n)
	}
}

// pending is the number of migrations that wait.
func (s *Site) pending(ctx context.Context) (int, error) {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return 0, err
	}
	steps, err := migrate.Pending(ctx, db, dialect, graph, migrate.RunOptions{})
	return len(steps), err
}

type createSuperuser struct {
	Username string `help:"The name to log in with."`
	Email    string `help:"The e-mail address; may be empty."`
	Noinput  bool   `help:"Ask nothing; the password comes from SITE_SUPERUSER_PASSWORD."`
}

// Run creates the user.
func (v *createSuperuser) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		password := os.Getenv("SITE_SUPERUSER_PASSWORD")
		if v.Noinput {
			if v.Username == "" {
				return errors.New("--noinput needs --username")
			}
			if password == "" {
				return errors.New("--noinput needs the password in SITE_SUPERUSER_PASSWORD")
			}
		} else {
			ask := newPrompt(e.out)
			var err error
			if v.Username, err = ask.line("Username", v.Username); err != nil {
				return err
			}
			if v.Email, err = ask.optional("E-mail address", v.Email); err != nil {
				return err
			}
			if password, err = ask.password(); err != nil {
				return err
			}
		}
		user, err := auth.CreateSuperuser(ctx, v.Username, v.Email, password)
		if err != nil {
			return explainMissingTables(err)
		}
		if weak := auth.CheckPassword(password, user); weak != nil {
			fmt.Fprintf(e.err, "warning: %v\n", weak)
		}
		fmt.Fprintf(e.out, "superuser %s created\n", user.Username)
		return nil
	})
}

// explainMissingTables says what to do when the database is empty.
func explainMissingTables(err error) error {
	if err == nil {
		return nil
	}
	for _, words := range []string{"no such table", "SQLSTATE 42P01", "Error 1146"} { // of SQLite, PostgreSQL, MySQL
		if strings.Contains(err.Error(), words) {
			return fmt.Errorf("the database has no tables yet: run migrate first (%w)", err)
		}
	}
	return err
}

type changePassword struct {
	Username string `arg:"" help:"Whose password."`
	Noinput  bool   `help:"Ask nothing; the password comes from SITE_SUPERUSER_PASSWORD."`
}

// Run sets the password.
func (v *changePassword) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		user, err := auth.ByUsername(ctx, v.Username)
		if err != nil {
			return fmt.Errorf("user %q: %w", v.Username, explainMissingTables(err))
		}
		password := os.Getenv("SITE_SUPERUSER_PASSWORD")
		if !v.Noinput {
			if password, err = newPrompt(e.out).password(); err != nil {
				return err
			}
		}
		if password == "" {
			return errors.New("--noinput needs the password in SITE_SUPERUSER_PASSWORD")
		}
		if err := auth.SetPassword(ctx, user, password); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "password of %s changed\n", user.Username)
		return nil
	})
}

type check struct {
	JSON bool `help:"Print the problems as JSON."`
}

// Run checks the site as New does, and whether the migrations are applied.
func (v *check) Run(e *environmentOf) error {
	s, err := e.site()
	problems := []string{}
	if err != nil {
		problems = strings.Split(err.Error(), "\n")
	} else {
		defer s.Close()
		if n, err := s.pending(e.ctx); err != nil {
			problems = append(problems, err.Error())
		} else if n > 0 {
			problems = append(problems, fmt.Sprintf("%d migrations are not applied: run migrate", n))
		}
	}
	if v.JSON {
		if err := json.NewEncoder(e.out).Encode(map[string]any{"problems": problems}); err != nil {
			return err
		}
	} else {
		for _, p := range problems {
			fmt.Fprintln(e.err, p)
		}
	}
	if len(problems) > 0 {
		return errSaid
	}
	if !v.JSON {
		fmt.Fprintln(e.out, "no problems found")
	}
	return nil
}

type routes struct{}

// Run lists the routes.
func (v *routes) Run(e *environmentOf) error {
	return e.with(func(_ context.Context, s *Site) error {
		w := tabwriter.NewWriter(e.out, 0, 4, 2, ' ', 0)
		for _, r := range s.routes {
			fmt.Fprintf(w, "%s\t%s\t%s\n", strings.Join(r.Methods, ","), r.Pattern, r.Place)
		}
		return w.Flush()
	})
}

type showSettings struct{}

// Run shows the settings.
func (v *showSettings) Run(e *environmentOf) error {
	s, err := e.settings.FromEnvironment()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.out, 0, 4, 2, ' ', 0)
	for _, f := range s.list() {
		fmt.Fprintf(w, "%s\t%s\n", f[0], f[1])
	}
	return w.Flush()
}

// terminal reports whether a file is one.
func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
