package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/gofw/gofw/framework/schema"
)

// commands are the commands on source. Each type's Help has an example.
type commands struct {
	New            newCommand            `cmd:"" help:"Make a new site in a folder of its own."`
	Startapp       startappCommand       `cmd:"" help:"Write a new app into the site."`
	Generate       generateCommand       `cmd:"" help:"Bring all generated files up to date."`
	Check          checkCommand          `cmd:"" help:"Find mistakes in declarations, all at once."`
	Makemigrations makemigrationsCommand `cmd:"" help:"Write migrations for what has changed in the models."`
	Migrations     migrationsCommand     `cmd:"" help:"Put migrations in order after a merge; show how they depend on each other."`
	Squash         squashCommand         `cmd:"" name:"squashmigrations" help:"Make one migration of several, or one for each app."`
	Sqlmigrate     sqlmigrateCommand     `cmd:"" help:"Show the SQL of a migration, without a database."`
	Routes         routesCommand         `cmd:"" help:"List the addresses of the site."`
	Runserver      runserverCommand      `cmd:"" help:"Serve the site while you work on it, and follow every edit."`
	Build          buildCommand          `cmd:"" help:"Make the one file that a server needs."`
	Test           testCommand           `cmd:"" help:"Run the site's tests."`
	Demo           demoCommand           `cmd:"" help:"Serve the example site with sample content."`
	Upgrade        upgradeCommand        `cmd:"" help:"Give the site the framework of this gofw."`
	Version        versionCommand        `cmd:"" help:"Say which gofw this is."`
}

// siteCommands are those of every site's program, with a line of help.
var siteCommands = [][2]string{
	{"migrate", "Bring the database up to date."},
	{"showmigrations", "List migrations, and which are applied."},
	{"createsuperuser", "Make an account that may do everything."},
	{"changepassword", "Set the password of an account."},
	{"inspectdb", "Print a models.go for the tables that the database has."},
	{"dbshell", "Run the command-line client of the database."},
	{"collectstatic", "Write static files with names that change with their content."},
	{"findstatic", "Say where static files come from."},
	{"clearsessions", "Delete sessions that have ended."},
	{"settings", "Show the settings in force, without secrets."},
	{"serve", "Serve the site as in production."},
}

// dispatch runs the command that the words ask for.
func (p *program) dispatch(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "help":
			args = slices.Concat(args[1:], []string{"--help"})
		case "--version":
			args = []string{"version"}
		}
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") && !slices.Contains(sourceNames(), args[0]) {
		return p.handOver(ctx, args)
	}
	helped := false
	parser, err := p.parser(func(int) { helped = true })
	if err != nil {
		return err
	}
	if len(args) == 0 {
		parser.Stdout = p.err
		_, _ = parser.Parse([]string{"--help"}) // prints; that no command follows is known
		return exitStatus(2)
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return nil
	case err != nil:
		return usage("%w\n\tsee gofw %s--help", err, word(args))
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(p)
}

// word is the command that the words begin with, and a blank.
func word(args []string) string {
	if strings.HasPrefix(args[0], "-") {
		return ""
	}
	return args[0] + " "
}

// parser reads the words of the commands on source.
func (p *program) parser(exit func(int)) (*kong.Kong, error) {
	parser, err := kong.New(&commands{},
		kong.Name("gofw"),
		kong.Description("gofw makes and develops websites in Go."),
		kong.Writers(p.out, p.err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Help(help),
	)
	if err != nil {
		return nil, fmt.Errorf("reading the commands: %w", err)
	}
	return parser, nil
}

// help prints kong's help, and for gofw itself the commands of a site.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil || ctx.Selected() != nil {
		return err
	}
	fmt.Fprint(ctx.Stdout, "\nIn a site's folder, gofw hands these and the apps' own over to the site's program:\n")
	for _, c := range siteCommands {
		fmt.Fprintf(ctx.Stdout, "  %-18s %s\n", c[0], c[1])
	}
	_, err := fmt.Fprint(ctx.Stdout, "\nA new site:\n  gofw new mysite && cd mysite\n  gofw migrate && gofw createsuperuser && gofw runserver\n")
	return err
}

// sourceNames are the commands on source.
func sourceNames() []string {
	parser := kong.Must(&commands{})
	var names []string
	for _, node := range parser.Model.Children {
		names = append(names, node.Name)
	}
	return names
}

// siteNames are the commands that every site has.
func siteNames() []string {
	var names []string
	for _, c := range siteCommands {
		names = append(names, c[0])
	}
	return names
}

// unknown is the error of a command that nobody knows.
func unknown(name string) error {
	hint := "gofw --help lists them"
	if near := schema.Nearest(name, slices.Concat(sourceNames(), siteNames())); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return usage("unknown command %q; %s", name, hint)
}
