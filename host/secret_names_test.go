package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/config"
	"leanon/store"
)

// givenKey is a key as LEANON_KEY gives it.
func givenKey(text string) config.Secret {
	return config.Secret{Text: text, Variable: config.KeyVariable}
}

// secretFile writes a file as Docker's secrets are.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text+"\n"), 0o444); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsWrongWithASecretNamesWhereItReallyComesFrom(t *testing.T) {
	t.Parallel()
	const guessable = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
	cfg, env := stopped(t)
	path, whole := store.Path(cfg.Data), filepath.Join(t.TempDir(), "copy.db")
	if raw, err := os.ReadFile(path); err != nil || os.WriteFile(whole, raw, 0o600) != nil {
		t.Fatal(err)
	}
	both := func(environ ...string) func(*testing.T) []string {
		return func(t *testing.T) []string {
			environ := append(environ, "LEANON_DATA="+cfg.Data, "LEANON_DISCORD_API_URL="+cfg.Discord.APIURL)
			_, err := runs(t, ServeCommand{}, environ...)
			_, _, all := checks(t, cfg, environ...)
			return []string{fmt.Sprint(err), all}
		}
	}
	one := func(command interface{ Run(*Process) error }, environ ...string) func(*testing.T) []string {
		return func(t *testing.T) []string {
			_, err := runs(t, command, append(environ, "LEANON_DATA="+cfg.Data)...)
			return []string{fmt.Sprint(err)}
		}
	}
	token := "DISCORD_TOKEN=" + env.Token.Text
	none, simple, other, wrong := secretFile(t, "no key"), secretFile(t, guessable), secretFile(t, anotherKey), secretFile(t, "not.the.token")
	spaced := secretFile(t, "two words")
	const refused = " is refused by Discord: at https://discord.com/developers/applications open your application, press Bot, then Reset Token, and "
	const form = " is not a key: a key is 32 random bytes in base64, as `openssl rand -base64 32` prints"
	for what, c := range map[string]struct {
		says func(*testing.T) []string
		want string
	}{
		"no key":           {both(token, "LEANON_KEY=no key"), "LEANON_KEY" + form},
		"no key, file":     {both(token, "LEANON_KEY_FILE="+none), none + " (LEANON_KEY_FILE)" + form},
		"simple":           {both(token, "LEANON_KEY="+guessable), "the key in LEANON_KEY is one byte again and again"},
		"simple, file":     {both(token, "LEANON_KEY_FILE="+simple), "the key in " + simple + " (LEANON_KEY_FILE) is one byte again and again"},
		"other key":        {both(token, "LEANON_KEY="+anotherKey), "the key in LEANON_KEY does not open " + path + ": it was made with another one; set LEANON_KEY to that, or unset it if that is in " + KeyPath(cfg.Data)},
		"other key, file":  {both(token, "LEANON_KEY_FILE="+other), "the key in " + other + " (LEANON_KEY_FILE) does not open " + path + ": it was made with another one; put that one there, or unset LEANON_KEY_FILE if that is in " + KeyPath(cfg.Data)},
		"token":            {both("DISCORD_TOKEN=not.the.token"), "the token in DISCORD_TOKEN" + refused + "start again with the new one"},
		"token, file":      {both("DISCORD_TOKEN_FILE=" + wrong), "the token in " + wrong + " (DISCORD_TOKEN_FILE)" + refused + "start again with the new one there"},
		"no token":         {both("DISCORD_TOKEN=two words"), "DISCORD_TOKEN has a space, a quote or another character that no token has; copy the token again, alone"},
		"no token, file":   {both("DISCORD_TOKEN_FILE=" + spaced), spaced + " (DISCORD_TOKEN_FILE) has a space, a quote or another character that no token has; copy the token again, alone"},
		"restore":          {one(RestoreCommand{File: whole}, "LEANON_KEY="+anotherKey), whole + " is not put in place: the key does not open this database; set LEANON_KEY to the key that the copy was made with, or unset it if that is in " + KeyPath(cfg.Data)},
		"restore, file":    {one(RestoreCommand{File: whole}, "LEANON_KEY_FILE="+other), whole + " is not put in place: the key does not open this database; put the key that the copy was made with into " + other + " (LEANON_KEY_FILE), or unset LEANON_KEY_FILE if that is in " + KeyPath(cfg.Data)},
		"restore by file":  {one(RestoreCommand{File: whole}, "LEANON_KEY_FILE="+none), none + " (LEANON_KEY_FILE)" + form},
		"rotate":           {one(RotateKeyCommand{}, "LEANON_KEY_FILE="+other), "the key is in " + other + " (LEANON_KEY_FILE), so the new one has to come from LEANON_NEW_KEY or LEANON_NEW_KEY_FILE"},
		"rotate to none":   {one(RotateKeyCommand{}, "LEANON_NEW_KEY_FILE="+none), none + " (LEANON_NEW_KEY_FILE)" + form},
		"rotate to simple": {one(RotateKeyCommand{}, "LEANON_NEW_KEY_FILE="+simple), "the key in " + simple + " (LEANON_NEW_KEY_FILE) is one byte again and again"},
		"rotate, no key":   {one(RotateKeyCommand{}, "LEANON_KEY_FILE="+none, "LEANON_NEW_KEY="+anotherKey), none + " (LEANON_KEY_FILE)" + form},
		"rotate, other":    {one(RotateKeyCommand{}, "LEANON_KEY_FILE="+other, "LEANON_NEW_KEY="+oneKey), "the key in " + other + " (LEANON_KEY_FILE) does not open " + path},
		"rotate to itself": {one(RotateKeyCommand{}, "LEANON_KEY_FILE="+other, "LEANON_NEW_KEY_FILE="+other), "the new key is the one in use: leave LEANON_NEW_KEY_FILE out, or put another one into " + other},
	} {
		for _, said := range c.says(t) {
			if !strings.Contains(said, c.want) || strings.Contains(said, anotherKey) {
				t.Errorf("%s: got\n     %s\nwant %s", what, said, c.want)
			}
		}
	}
}
