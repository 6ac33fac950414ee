package host

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"leanon/config"
)

func TestTheTokenIsTakenAsPeoplePasteIt(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                "",
		"abc.def-g_h":     "abc.def-g_h",
		" \tabc.def\r\n":  "abc.def",
		"Bot abc.def":     "abc.def",
		" bot \t abc.def": "abc.def",
		"Botabc.def":      "Botabc.def",
		"Bot":             "Bot",
	} {
		token, key, err := config.ReadSecrets([]string{"X=1", "DISCORD_TOKEN=" + given, "LEANON_KEY= k= \n"})
		if token.Text != want || key.Text != "k=" || err != nil {
			t.Errorf("%q: got %q, key %q, error %v; want %q, key k=", given, token.Text, key.Text, err, want)
		}
	}
}

func TestATokenThatCannotBeOneIsRefusedWithoutRepeatingIt(t *testing.T) {
	t.Parallel()
	for _, given := range []string{"abc def", "Bot abc\tdef", "abc\ndef", `"abcdef"`, "'abcdef'", "abc\x00def", "abc\u00a0def", "Bot Bot abc"} {
		token, _, err := config.ReadSecrets([]string{"DISCORD_TOKEN=" + given})
		if token.Text != "" || err == nil || strings.Contains(err.Error(), "abc") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %q, error %v; want one sentence without the token", given, token.Text, err)
		}
	}
}

func TestEnvNeverShowsItsSecrets(t *testing.T) {
	t.Parallel()
	env := Env{Token: config.Secret{Text: "hush-token"}, Key: config.Secret{Text: "hush-key"}}
	var out bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("started", "env", env, "pointer", &env)
	}
	if got, want := strings.Count(out.String(), "DISCORD_TOKEN set, LEANON_KEY set"), 4; got != want {
		t.Errorf("got %d times what is set in the log, want %d:\n%s", got, want, &out)
	}
	fmt.Fprintf(&out, "%v %+v %#v %s %q %v %+v %#v", env, env, env, env, env, &env, &env, struct{ Env Env }{env})
	fmt.Fprintf(&out, "%v %+v %#v %s %q %d %x", env.Key, env.Key, env.Key, env.Key, env.Key, env.Key, struct{ Key config.Secret }{env.Key})
	slog.New(slog.NewJSONHandler(&out, nil)).Info("started", "key", env.Key, "within", struct{ Key config.Secret }{env.Key})
	if strings.Contains(out.String(), "hush") {
		t.Errorf("got a secret in\n%s", out.String())
	}
	if !strings.Contains(out.String(), "DISCORD_TOKEN set") || !strings.Contains((Env{}).String(), "DISCORD_TOKEN not set") {
		t.Errorf("got %s and %s, want what is set and what is not", out.String(), Env{})
	}
}
