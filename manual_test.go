package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"leanon/library"
)

// The manual page and what shells complete are written from the command line as package
// kong sees it, here and not by the program: a bot that holds people's words carries no
// code for that.

// commands returns the command line, and its commands as --help lists them.
func commands(t *testing.T) (*kong.Node, []*kong.Node) {
	t.Helper()
	var cli commandLine
	parser, err := cli.parser(io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	shown := slices.DeleteFunc(slices.Clone(parser.Model.Children), func(n *kong.Node) bool { return n.Hidden })
	return parser.Model.Node, shown
}

// TestTheManualAndTheCompletionsAreWrittenFromTheCommandLine compares the files that
// packages carry with the command line. With UPDATE_MANUAL=1 it writes them.
func TestTheManualAndTheCompletionsAreWrittenFromTheCommandLine(t *testing.T) {
	t.Parallel()
	root, shown := commands(t)
	for name, text := range map[string]string{
		"leanon.1":                manualPage(root, shown),
		"completions/leanon.bash": bashCompletion(root, shown),
		"completions/_leanon":     zshCompletion(root, shown),
		"completions/leanon.fish": fishCompletion(root, shown),
	} {
		file := filepath.Join("release", filepath.FromSlash(name))
		if os.Getenv("UPDATE_MANUAL") != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		there, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if text != string(there) {
			t.Errorf("%s does not say what the command line has: write it anew with UPDATE_MANUAL=1 go test -run Manual .", file)
		}
	}
}

// summary is a command with what can follow it, such as "when [flags] <cron>".
func summary(n *kong.Node) string {
	words := []string{n.Name}
	for _, f := range n.Flags {
		text := f.Summary()
		if !f.Required {
			text = "[" + text + "]"
		}
		words = append(words, text)
	}
	for _, p := range n.Positional {
		words = append(words, p.Summary())
	}
	return strings.Join(words, " ")
}

// help returns the help of a flag or an argument with its default in it.
func help(v *kong.Value) string {
	return strings.NewReplacer("${default}", v.Default).Replace(v.Help)
}

// roff writes text so that a reader of manual pages shows it as it is.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

func manualPage(root *kong.Node, shown []*kong.Node) string {
	var s strings.Builder
	tagged := func(term, text string) { fmt.Fprintf(&s, ".TP\n\\fB%s\\fR\n%s\n", roff(term), roff(text)) }
	s.WriteString(".\\\" Written by UPDATE_MANUAL=1 go test -run Manual .\n.TH LEANON 1 \"\" leanon \"User Commands\"\n")
	s.WriteString(".SH NAME\nleanon \\- a Discord bot for couples, hosted by themselves\n")
	s.WriteString(".SH SYNOPSIS\n.B leanon\n[\\fIflags\\fR] [\\fIcommand\\fR]\n")
	fmt.Fprintf(&s, ".SH DESCRIPTION\n%s\nWithout a command it serves.\n", roff(root.Help))
	s.WriteString(".SH COMMANDS\n")
	for _, c := range shown {
		tagged(summary(c), c.Help)
		for _, p := range c.Positional {
			fmt.Fprintf(&s, ".RS\n.TP\n.I %s\n%s\n.RE\n", roff(p.Name), roff(help(p)))
		}
		for _, f := range c.Flags {
			fmt.Fprintf(&s, ".RS\n.TP\n.B %s\n%s\n.RE\n", roff(f.Summary()), roff(help(f.Value)))
		}
	}
	s.WriteString(".SH FLAGS\n")
	for _, f := range root.Flags {
		tagged(f.Summary(), help(f.Value))
	}
	s.WriteString(".SH ENVIRONMENT\n")
	for _, e := range [][2]string{
		{"DISCORD_TOKEN", "The bot's token. It never stands in a file of settings."},
		{"LEANON_KEY", "The master key, 32 bytes in base64. Without it the key is leanon.key in the data directory."},
		{"DISCORD_TOKEN_FILE, LEANON_KEY_FILE", "A file that holds the secret alone, instead of the variable."},
		{"LEANON_...", "Each setting of config.yaml, such as LEANON_CHECK_IN_ZONE for check_in.zone. It wins over the file."},
	} {
		tagged(e[0], e[1])
	}
	s.WriteString(".SH FILES\n")
	for _, f := range [][2]string{
		{"config.yaml", "The settings, in the directory in which leanon is started, each with its comment."},
		{"/etc/leanon/config.yaml", "The settings of the service that packages bring."},
		{"/etc/leanon/token", "The token of that service, for root's eyes only."},
		{"/var/lib/leanon", "The data directory of that service: leanon.db and leanon.key. Keep a copy of the key somewhere else: without it nobody can read the database."},
	} {
		tagged(f[0], f[1])
	}
	s.WriteString(".SH EXIT STATUS\n0, or 1 after an error, which is told in one sentence.\n")
	fmt.Fprintf(&s, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(`leanon when "0 20 * * 1,3,5" --zone Europe/Paris
leanon backup backups/monday.db
leanon words de`))
	s.WriteString(".SH SEE ALSO\n/usr/share/doc/leanon, where packages put the README and the pages of docs/.\n")
	return s.String()
}

// names are the names of the commands.
func names(shown []*kong.Node) (list []string) {
	for _, c := range shown {
		list = append(list, c.Name)
	}
	return list
}

// languages are what can stand in the place of an argument called lang.
func languages() (keys []string) {
	for _, of := range library.Default().Spoken() {
		keys = append(keys, of.Key)
	}
	return keys
}

// takesLanguage reports whether a command takes a language.
func takesLanguage(n *kong.Node) bool {
	return slices.ContainsFunc(n.Positional, func(p *kong.Positional) bool { return p.Name == "lang" })
}

// flagNames are the flags of a command with their dashes, those with a value apart.
func flagNames(n *kong.Node) (all, valued []string) {
	for _, f := range n.Flags {
		all = append(all, "--"+f.Name)
		if !f.IsBool() {
			valued = append(valued, "--"+f.Name)
		}
	}
	return all, valued
}

func bashCompletion(root *kong.Node, shown []*kong.Node) string {
	flags, valued := flagNames(root)
	var cases, named strings.Builder
	for _, c := range shown {
		own, values := flagNames(c)
		valued = append(valued, values...)
		fmt.Fprintf(&cases, "  %s) words='%s' ;;\n", c.Name, strings.Join(slices.Concat(own, flags), " "))
		if takesLanguage(c) {
			fmt.Fprintf(&named, "  [[ $command != %s || ${COMP_WORDS[COMP_CWORD]} == -* ]] || { words='%s'; command=; }\n", c.Name, strings.Join(languages(), " "))
		}
	}
	slices.Sort(valued)
	valued = slices.Compact(valued)
	return fmt.Sprintf(`# Written by UPDATE_MANUAL=1 go test -run Manual .
_leanon() {
  local word command= words= last=
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
    %s) [[ $last == --* && " %s " == *" $last "* ]] || { command=$word; break; } ;;
    esac
    last=$word
  done
  COMPREPLY=()
  # The value of a flag, and what is no flag of a command, is the name of a file or free.
  case ${COMP_WORDS[COMP_CWORD - 1]} in
  %s) return ;;
  esac
  case $command in
  '') words='%s' ;;
%s  esac
%s  [[ -z $command || ${COMP_WORDS[COMP_CWORD]} == -* ]] || return
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _leanon leanon
`, strings.Join(names(shown), "|"), strings.Join(valued, " "), strings.Join(valued, "|"),
		strings.Join(slices.Concat(names(shown), flags), " "), cases.String(), named.String())
}

// quoted writes text between single quotes of a shell.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func zshCompletion(root *kong.Node, shown []*kong.Node) string {
	flag := func(f *kong.Flag) string {
		spec := "--" + f.Name
		if !f.IsBool() {
			spec += "="
		}
		spec += "[" + strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`).Replace(help(f.Value)) + "]"
		if !f.IsBool() {
			spec += ":" + strings.ReplaceAll(f.FormatPlaceHolder(), ":", `\:`) + ":_files"
		}
		return quoted(spec)
	}
	var s strings.Builder
	s.WriteString("#compdef leanon\n# Written by UPDATE_MANUAL=1 go test -run Manual .\nlocal -a commands common\nlocal line state\ncommands=(\n")
	for _, c := range shown {
		fmt.Fprintf(&s, "  %s\n", quoted(c.Name+":"+strings.ReplaceAll(c.Help, ":", `\:`)))
	}
	s.WriteString(")\ncommon=(\n")
	for _, f := range root.Flags {
		fmt.Fprintf(&s, "  %s\n", flag(f))
	}
	s.WriteString(")\n_arguments -C $common '1:command:->command' '*::argument:->argument'\ncase $state in\ncommand) _describe command commands ;;\nargument)\n  case $line[1] in\n")
	for _, c := range shown {
		fmt.Fprintf(&s, "  %s) _arguments $common", c.Name)
		for _, f := range c.Flags {
			s.WriteString(" " + flag(f))
		}
		for _, p := range c.Positional {
			values := "_files"
			if p.Name == "lang" {
				values = "(" + strings.Join(languages(), " ") + ")"
			}
			s.WriteString(" " + quoted(":"+p.Name+":"+values))
		}
		s.WriteString(" ;;\n")
	}
	s.WriteString("  esac\n  ;;\nesac\n")
	return s.String()
}

func fishCompletion(root *kong.Node, shown []*kong.Node) string {
	var s strings.Builder
	s.WriteString("# Written by UPDATE_MANUAL=1 go test -run Manual .\n")
	flag := func(when string, f *kong.Flag) {
		value := ""
		if !f.IsBool() {
			value = " -r"
		}
		fmt.Fprintf(&s, "complete -c leanon%s -l %s%s -d %s\n", when, f.Name, value, fishQuoted(help(f.Value)))
	}
	for _, f := range root.Flags {
		flag("", f)
	}
	for _, c := range shown {
		fmt.Fprintf(&s, "complete -c leanon -f -n __fish_use_subcommand -a %s -d %s\n", c.Name, fishQuoted(c.Help))
	}
	for _, c := range shown {
		for _, f := range c.Flags {
			flag(" -n '__fish_seen_subcommand_from "+c.Name+"'", f)
		}
		if takesLanguage(c) {
			fmt.Fprintf(&s, "complete -c leanon -f -n '__fish_seen_subcommand_from %s' -a %s\n", c.Name, fishQuoted(strings.Join(languages(), " ")))
		}
	}
	return s.String()
}

func fishQuoted(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}

func TestBashCompletesWhatTheCommandLineHas(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("there is no bash of Linux here")
	}
	for typed, want := range map[string]string{
		"leanon ro":                      "rotate-key",
		"leanon ":                        "serve demo check when",
		"leanon when --z":                "--zone",
		"leanon --config check when --c": "--count --config",
		"leanon --config when b":         "backup",
		"leanon backup f":                "", // the name of a file
		"leanon when --zone E":           "",
		"leanon words pt":                "pt-BR",
		"leanon words ":                  "en de",
		"leanon words --o":               "--out",
	} {
		words := strings.Fields(typed)
		if strings.HasSuffix(typed, " ") {
			words = append(words, "")
		}
		script := `source release/completions/leanon.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _leanon; echo "${COMPREPLY[*]}"`
		var out bytes.Buffer
		c := exec.CommandContext(t.Context(), bash, slices.Concat([]string{"-uc", script, "bash"}, words)...)
		c.Stdout, c.Stderr = &out, &out
		if err := c.Run(); err != nil {
			t.Fatalf("%s: %v, %s", typed, err, out.String())
		}
		got := strings.TrimSpace(out.String())
		if got != want && (want == "" || !strings.HasPrefix(got, want+" ")) {
			t.Errorf("%s: got %q, want %q", typed, got, want)
		}
	}
}
