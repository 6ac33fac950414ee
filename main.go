// Leanon is a Discord bot that a couple hosts for itself: it asks each partner
// what they need, carries it to the other in the writer's own words, and helps
// the other answer.
//
// This room is its command line, and nothing else goes in here. Read this file
// first; when.go has the command `when`, which needs no bot. The tests beside it are
// about the house as a whole: which room may use which, and whether the pages in
// docs/ are true.
package main

import (
	"bufio"
	"context"
	_ "embed" // for config.yaml
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/inconshreveable/mousetrap"

	"leanon/config"
	"leanon/demo"
	"leanon/host"
	"leanon/wordbook"
)

// manual is the text of config.yaml at build time. All defaults stand there;
// config.Config has none of its own.
//
//go:embed config.yaml
var manual string

func main() {
	host.StartedAs(os.Args)
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup wants it ignored
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	// The first signal ends the program in good order. The next one has its usual
	// effect and ends it at once.
	context.AfterFunc(ctx, stop)
	environ := os.Environ()
	for _, name := range config.SecretVariables() { // so that no child of this process gets them
		os.Unsetenv(name)
	}
	host.Harden() // whatever the command: each may read a secret
	code := run(ctx, os.Args[1:], environ, os.Stdin, os.Stdout, os.Stderr)
	if code != 0 && ctx.Err() == nil && mousetrap.StartedByExplorer() {
		letRead(os.Stdin, os.Stderr)
	}
	os.Exit(code)
}

// letRead waits for Enter. On Windows the window of a program that was started with a
// double click closes with the program, before anybody could read why it ended.
func letRead(stdin io.Reader, stderr io.Writer) {
	fmt.Fprint(stderr, "\nPress Enter to close this window. ")
	_, _ = bufio.NewReader(stdin).ReadString('\n') // a closed window ends it too
}

// commandLine lists the commands and flags. Package kong reads its tags.
type commandLine struct {
	Config string `placeholder:"FILE" help:"Read the settings from FILE instead of config.yaml here, or else /etc/leanon/config.yaml."`

	VersionFlag kong.VersionFlag `name:"version" help:"Print which leanon this is."`

	Serve     host.ServeCommand     `cmd:"" default:"1" help:"Run the bot. This is what leanon does without a command."`
	Demo      demo.Command          `cmd:"" help:"Try it without a Discord account, in a web page on this machine."`
	DemoBot   demo.BotCommand       `cmd:"" hidden:""`
	Check     host.CheckCommand     `cmd:"" help:"Look for what is wrong before users find it: token, clock, zone data, database and more."`
	When      whenCommand           `cmd:"" help:"Print the next times of a cron expression, one a line."`
	Backup    host.BackupCommand    `cmd:"" help:"Copy the database while the bot runs, without the key; encrypted with age if you like."`
	Restore   host.RestoreCommand   `cmd:"" help:"Put a copy of the database back; nobody who left since comes back with it."`
	RotateKey host.RotateKeyCommand `cmd:"" help:"Change the master key, also while the bot runs."`
	Words     wordbook.Command      `cmd:"" help:"Show every sentence that leanon says in a language, for whoever translates or checks."`
	Health    host.HealthCommand    `cmd:"" help:"Say whether the bot that runs here is ready. It needs no port."`
	Version   host.VersionCommand   `cmd:"" help:"Print which leanon this is."`

	DemoDiscord demo.DiscordCommand `cmd:"" hidden:""`
}

// run carries out a command line and returns the exit code, 0 or 1. args are without the
// program's name; environ is as os.Environ returns it. An error is printed on stderr as
// one sentence. run ends early and in good order when ctx ends.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var cli commandLine
	exit := -1
	parser, err := cli.parser(stdout, stderr, func(code int) { exit = code }) // --help and --version call it
	if err != nil {
		return fail(stderr, fmt.Errorf("read the command line's own tags: %w", err))
	}
	command, err := parser.Parse(withoutNumberFlags(args))
	if exit >= 0 {
		return exit
	}
	if err != nil {
		return fail(stderr, fmt.Errorf("%s %s", sentence(err), nextStep(err)))
	}
	err = command.Run(&host.Process{
		Ctx: ctx, Manual: manual, Config: cli.Config, System: "/etc/leanon", Environ: environ,
		Stdin: stdin, Stdout: stdout, Stderr: stderr, Now: time.Now,
	})
	if err != nil && !(ctx.Err() != nil && errors.Is(err, context.Canceled)) {
		return fail(stderr, err)
	}
	return 0
}

// parser returns what reads the command line into cli.
func (cli *commandLine) parser(stdout, stderr io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(cli,
		kong.Name(host.Program()),
		kong.Description("A Discord bot that helps two people ask each other for what they need. Its settings are explained in config.yaml."),
		kong.Vars{"version": host.Version()}, // --version prints it
		kong.Writers(stdout, stderr),
		kong.Exit(exit),
		kong.KindMapper(reflect.String, kong.MapperFunc(needText)),
		kong.KindMapper(reflect.Uint16, kong.MapperFunc(needPort)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// sentence ends what is wrong with a command line, which kong may end with a question.
func sentence(err error) string {
	text := err.Error()
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// nextStep says what to type instead of a command line with an error.
func nextStep(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Selected() != nil {
		switch parse.Context.Selected().Name {
		case "when":
			return "For example: " + host.Command(`when "0 20 * * 1,3,5" --zone Europe/Paris`)
		case "backup":
			return "For example: " + host.Command("backup backups/monday.db") + ". Run " + host.Command("backup --help") + " to see its flags."
		case "restore":
			return "For example: " + host.Command("restore backups/leanon.db") + ". Run " + host.Command("restore --help") + " to see its flags."
		case "words":
			return "For example: " + host.Command("words de") + ". Run " + host.Command("words --help") + " to see its flags."
		}
	}
	return "Run " + host.Command("--help") + " to see what there is."
}

// withoutNumberFlags moves an argument such as "-1 20 * * *" behind a -- at the end,
// where kong does not take it for a flag, so that package clock can say what is
// wrong with it. No flag of ours begins with a digit; the value of one may.
func withoutNumberFlags(args []string) []string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		value := i > 0 && strings.HasPrefix(args[i-1], "--") && !strings.Contains(args[i-1], "=")
		if number := len(arg) > 1 && arg[0] == '-' && '0' <= arg[1] && arg[1] <= '9'; number && !value {
			return append(slices.Concat(args[:i], args[i+1:]), "--", arg)
		}
	}
	return args
}

// needText reads the text of a flag or an argument. It refuses an empty text, which
// is what an unset variable of a script leaves behind.
func needText(ctx *kong.DecodeContext, target reflect.Value) error {
	token, err := ctx.Scan.PopValue("text")
	if err != nil || token.String() == "" {
		return errors.New("a value is missing")
	}
	target.SetString(token.String())
	return nil
}

// needPort reads the number of a port.
func needPort(ctx *kong.DecodeContext, target reflect.Value) error {
	n, err := strconv.ParseUint(ctx.Scan.Pop().String(), 10, 16)
	if err != nil {
		return errors.New("must be a port from 1 to 65535, or 0 for a free one")
	}
	target.SetUint(n)
	return nil
}

// fail prints an error as one line and returns the exit code.
func fail(stderr io.Writer, err error) int {
	fmt.Fprintln(stderr, "leanon: "+config.OneLine(err.Error()))
	return 1
}
