package site

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

type dbShell struct {
	Database string   `help:"The name of a further database; by default the main one."`
	Args     []string `arg:"" optional:"" passthrough:"" help:"Passed on to the client."`
}

// Run runs the client of the database. The password goes by its environment,
// where other users of the machine do not see it.
func (v *dbShell) Run(e *environmentOf) error {
	s, err := e.settings.FromEnvironment()
	if err != nil {
		return err
	}
	database := s.Database
	if v.Database != "" {
		var ok bool
		if database, ok = s.Databases[v.Database]; !ok {
			return fmt.Errorf("there is no database %q: set DATABASE_URL_%s", v.Database, strings.ToUpper(v.Database))
		}
	}
	name, args, vars, err := s.client(database)
	if err != nil {
		return err
	}
	if len(v.Args) > 0 && v.Args[0] == "--" {
		v.Args = v.Args[1:]
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return fmt.Errorf("the program %s is not installed: dbshell needs it", name)
	}
	c := exec.CommandContext(e.ctx, path, append(args, v.Args...)...)
	c.Env = append(os.Environ(), vars...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, e.out, e.err
	var exit *exec.ExitError
	if err := c.Run(); errors.As(err, &exit) {
		return fmt.Errorf("%s ended with status %d", name, exit.ExitCode())
	} else if err != nil {
		return err
	}
	return nil
}

// client is the program that talks to a database: its name, its arguments and
// what its environment needs.
func (s Settings) client(database Secret) (name string, args, vars []string, err error) {
	driver, text, err := s.driver(database)
	if err != nil {
		return "", nil, nil, err
	}
	if driver.Name == "SQLite" {
		_, path, _ := strings.Cut(text, ":")
		return "sqlite3", []string{strings.TrimPrefix(path, "//")}, nil, nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", nil, nil, errors.New("the address of the database is not a URL")
	}
	password, _ := u.User.Password()
	if driver.Name == "PostgreSQL" {
		if u.User != nil {
			u.User = url.User(u.User.Username())
		}
		return "psql", []string{u.String()}, secretly("PGPASSWORD", password), nil
	}
	args = []string{"--host=" + u.Hostname(), "--user=" + u.User.Username()}
	if u.Port() != "" {
		args = append(args, "--port="+u.Port())
	}
	return "mysql", append(args, strings.TrimPrefix(u.Path, "/")), secretly("MYSQL_PWD", password), nil
}

func secretly(variable, password string) []string {
	if password == "" {
		return nil
	}
	return []string{variable + "=" + password}
}
