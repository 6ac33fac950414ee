package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"leanon/host"
	"leanon/playground"
)

// DiscordCommand is the hidden command with which a script tries an installed leanon: a
// Discord on loopback for whatever bot the script runs, with Ana and Ben in it.
//
// It writes three files into Dir: api (the address of the Discord), token, and env (the
// variables that lead a bot there). Then it does what each line of its standard input
// says, and answers it with a line that begins with ok or failed:
//
//	connected       waits until a bot is connected and has its commands, at most 60 s
//	couple          Ana invites Ben, and both agree
//	note WORDS      Ana sends Ben a note, and he opens it
//	history WORDS   Ana finds the words again among what the two shared
//	sent N          the messages that bots have sent so far are N; the answer says how many otherwise
//
// It ends with its input.
type DiscordCommand struct {
	Dir string `arg:"" help:"Where to write api, token and env."`
}

// Run serves the Discord until the input or p.Ctx ends.
func (c DiscordCommand) Run(p *host.Process) error {
	w := &world{discord: playground.New(playground.Options{Now: p.Now})}
	defer w.discord.Close()
	if err := w.populate("en-US", "en-US"); err != nil {
		return err
	}
	if err := c.tell(w.discord); err != nil {
		return fmt.Errorf("say where the Discord is: %w", err)
	}
	context.AfterFunc(p.Ctx, w.discord.Close) // the input may never end; main ends the process then
	lines := bufio.NewScanner(p.Stdin)
	for lines.Scan() && p.Ctx.Err() == nil {
		act, words, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		answer := "ok " + act
		if err := w.obey(p.Ctx, act, words); err != nil {
			answer = "failed " + act + ": " + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		if _, err := fmt.Fprintln(p.Stdout, answer); err != nil {
			return fmt.Errorf("answer the script: %w", err)
		}
	}
	return lines.Err()
}

// tell writes the three files. A bot has no quiet hours here, because a script runs at
// any hour of the night.
func (c DiscordCommand) tell(d *playground.Discord) error {
	token, err := filepath.Abs(filepath.Join(c.Dir, "token"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	env := "LEANON_DISCORD_API_URL=" + d.URL() + "\nLEANON_QUIET_HOURS=\nDISCORD_TOKEN_FILE=" + token + "\n"
	for _, file := range []struct{ name, text string }{{"token", d.Token()}, {"env", env}, {"api", d.URL() + "\n"}} {
		if err := os.WriteFile(filepath.Join(c.Dir, file.name), []byte(file.text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// obey does what one line of the script says.
func (w *world) obey(ctx context.Context, act, words string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	switch act {
	case "sent":
		if sent := strconv.Itoa(w.discord.Count("POST /channels/{channel_id}/messages")); sent != words {
			return errors.New("they are " + sent)
		}
		return nil
	case "connected":
		return w.discord.Await(ctx, func() bool { return w.discord.Gateway().Connected() && len(w.discord.Commands()) > 0 })
	case "couple":
		return w.pair(ctx)
	case "note":
		return w.carry(ctx, words)
	case "history":
		if _, err := w.ana.Person.Command(ctx, nil, "history", nil); err != nil {
			return fmt.Errorf("run /history: %w", err)
		}
		return w.shows(ctx, w.ana.Person, words)
	}
	return errors.New("there is no such act: it is connected, couple, note WORDS, history WORDS or sent N")
}

// carry lets Ana send the words and Ben open them.
func (w *world) carry(ctx context.Context, words string) error {
	if _, err := w.ana.Person.Command(ctx, nil, "need", map[string]string{"text": words}); err != nil {
		return fmt.Errorf("run /need: %w", err)
	}
	if _, err := w.press(ctx, w.ana.Person, "send"); err != nil {
		return err
	}
	if _, err := w.press(ctx, w.ben.Person, "open"); err != nil {
		return err
	}
	return w.shows(ctx, w.ben.Person, words)
}

// shows waits until the newest of the bot's messages that p sees shows the words.
func (w *world) shows(ctx context.Context, p *playground.Person, words string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := w.discord.Await(ctx, func() bool {
		seen := p.Messages()
		return len(seen) > 0 && strings.Contains(seen[len(seen)-1].Content, words)
	})
	if err != nil {
		return fmt.Errorf("look for the words: %w", err)
	}
	return nil
}
