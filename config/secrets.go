package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"leanon/machine"
)

// The names of the environment variables that hold the secrets. No other package reads
// them, and config.yaml may not hold their values. Each may instead be in a file of its
// own, as Docker's secrets and systemd's credentials are: a variable of the same name with
// FileSuffix names the file.
const (
	TokenVariable  = "DISCORD_TOKEN"  // the bot's token
	KeyVariable    = "LEANON_KEY"     // the master key
	NewKeyVariable = "LEANON_NEW_KEY" // the master key to change to, for rotate-key only

	FileSuffix = "_FILE"
)

// SecretVariables lists the variables that hold secrets.
func SecretVariables() []string { return []string{TokenVariable, KeyVariable, NewKeyVariable} }

// isSecretVariable says whether an environment variable holds a secret or names its file.
func isSecretVariable(name string) bool {
	name = strings.TrimSuffix(name, FileSuffix)
	return name == TokenVariable || name == KeyVariable || name == NewKeyVariable
}

// secretMost is how many bytes of a file with a secret are read. None is half as long.
const secretMost = 1 << 10

// Secret is a secret of the environment. It does not show its text when it is printed or
// logged.
type Secret struct {
	Text     string // "" if none was given
	Variable string // the variable that was really used: it holds the text, or names its file
	File     string // the file that holds the text, "" if the variable does
}

// Source says where the secret is, for sentences about it.
func (s Secret) Source() string {
	if s.File == "" {
		return s.Variable
	}
	return s.File + " (" + s.Variable + ")"
}

// String says whether there is a secret, never what it is.
func (s Secret) String() string {
	if s.Text == "" {
		return "not set"
	}
	return "set"
}

// Format keeps the text out of every formatting verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText keeps the text out of JSON, and so out of the log.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// secret returns the secret of a variable, trimmed, or of the file that the other variable
// names. Its errors never repeat what a file holds.
func secret(environ []string, name string) (Secret, error) {
	found := Secret{Variable: name}
	for _, variable := range environ {
		switch key, value, _ := strings.Cut(variable, "="); key {
		case name:
			found.Text = strings.TrimSpace(value)
		case name + FileSuffix:
			found.File = strings.TrimSpace(value)
		}
	}
	switch {
	case found.File == "":
		return found, nil
	case found.Text != "":
		return Secret{}, fmt.Errorf("%s and %s are both set: leave one of them out", name, name+FileSuffix)
	}
	found.Variable = name + FileSuffix
	text, err := secretOf(found.File)
	if err != nil {
		return Secret{}, fmt.Errorf("%s: %s %w", found.Variable, found.File, err)
	}
	found.Text = text
	return found, nil
}

// secretOf reads a file that holds a secret and nothing else.
func secretOf(file string) (string, error) {
	const alone = "name a file that holds nothing but the secret"
	f, err := machine.Open(file) // a pipe that nobody writes to is not waited for
	var path *fs.PathError
	if errors.As(err, &path) {
		return "", fmt.Errorf("cannot be read: %w; name a file that leanon may read and that holds nothing but the secret", path.Err)
	}
	if err != nil {
		return "", errors.New("cannot be read; " + alone)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, secretMost+1))
	switch text := strings.TrimSpace(string(raw)); {
	case err != nil:
		return "", errors.New("cannot be read; " + alone)
	case text == "":
		return "", errors.New("is empty; put the secret there, alone")
	case len(raw) > secretMost:
		return "", errors.New("is too long to hold nothing but the secret; put the secret there, alone")
	default:
		return text, nil
	}
}

// ReadSecrets returns the token and the master key of environ, as ReadToken and ReadKey do.
func ReadSecrets(environ []string) (token, key Secret, err error) {
	if key, err = ReadKey(environ); err != nil {
		return Secret{}, Secret{}, err
	}
	token, err = ReadToken(environ)
	return token, key, err
}

// ReadKey returns the master key of environ ("NAME=value", the form of os.Environ), without
// a text if there is none. The error is about a file that cannot be read; the key is not
// judged here.
func ReadKey(environ []string) (Secret, error) { return secret(environ, KeyVariable) }

// ReadToken returns the token of environ, without a text if there is none. It takes the
// "Bot " off that stands before a token in an Authorization header. The error is about a
// file that cannot be read, or a token with a character that no token has, and repeats
// neither.
func ReadToken(environ []string) (Secret, error) {
	token, err := secret(environ, TokenVariable)
	if err != nil {
		return Secret{}, err
	}
	if text := token.Text; len(text) > 3 && strings.EqualFold(text[:3], "bot") && unicode.IsSpace(rune(text[3])) {
		token.Text = strings.TrimSpace(text[3:])
	}
	if strings.ContainsFunc(token.Text, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' }) {
		return Secret{}, errors.New(token.Source() + " has a space, a quote or another character that no token has; copy the token again, alone")
	}
	return token, nil
}

// ReadNewKey returns the master key of environ to change to, without a text if there is
// none.
func ReadNewKey(environ []string) (Secret, error) { return secret(environ, NewKeyVariable) }
