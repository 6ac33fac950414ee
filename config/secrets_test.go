package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leanon/clock"
)

func TestASecretMayComeFromAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o444); err != nil { // as Docker's are
			t.Fatal(err)
		}
		return path
	}
	environ := []string{"DISCORD_TOKEN_FILE=" + file("token", "Bot abc.def\n"), "LEANON_KEY_FILE=" + file("key", " k= \n"),
		"LEANON_NEW_KEY_FILE=" + file("new", "n=\n"), "DISCORD_TOKEN=", "LEANON_KEY= "}
	token, key, err := ReadSecrets(environ)
	next, newErr := ReadNewKey(environ)
	if token.Text != "abc.def" || key.Text != "k=" || next.Text != "n=" || err != nil || newErr != nil {
		t.Errorf("got %q, %q, %v and %q, %v, want abc.def, k= and n=", token.Text, key.Text, err, next.Text, newErr)
	}
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(string(manual), "", false, environ, clock.New()); err != nil {
		t.Errorf("the settings: got %v, want no error about the variables of secrets", err)
	}
	const hush = "hush-hush"
	for what, c := range map[string]struct {
		environ []string
		want    string
	}{
		"both":     {[]string{"LEANON_KEY=" + hush, "LEANON_KEY_FILE=" + file("hush", hush)}, "LEANON_KEY and LEANON_KEY_FILE are both set: leave one of them out"},
		"no file":  {[]string{"DISCORD_TOKEN_FILE=" + dir + "/none"}, "DISCORD_TOKEN_FILE: " + dir + "/none cannot be read: " + syscall.ENOENT.Error() + "; name a file that leanon may read and that holds nothing but the secret"},
		"a folder": {[]string{"DISCORD_TOKEN_FILE=" + dir}, "DISCORD_TOKEN_FILE: " + dir + " cannot be read; name a file that holds nothing but the secret"},
		"nothing":  {[]string{"LEANON_KEY_FILE=" + file("empty", "\n")}, "LEANON_KEY_FILE: " + filepath.Join(dir, "empty") + " is empty; put the secret there, alone"},
		"a book":   {[]string{"LEANON_KEY_FILE=" + file("long", strings.Repeat(hush, 1000))}, "LEANON_KEY_FILE: " + filepath.Join(dir, "long") + " is too long to hold nothing but the secret; put the secret there, alone"},
		"a phrase": {[]string{"DISCORD_TOKEN_FILE=" + file("phrase", hush+" "+hush)}, filepath.Join(dir, "phrase") + " (DISCORD_TOKEN_FILE) has a space, a quote or another character that no token has; copy the token again, alone"},
	} {
		_, _, err := ReadSecrets(c.environ)
		if err == nil || err.Error() != c.want || strings.Contains(err.Error(), hush) {
			t.Errorf("%s: got %v, want %s", what, err, c.want)
		}
	}
}
