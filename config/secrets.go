package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"
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

// secret returns the secret of a variable, trimmed, or of the file that the other variable
// names, and "" if there is neither. Its errors never repeat what a file holds.
func secret(environ []string, name string) (string, error) {
	var text, file string
	for _, variable := range environ {
		switch key, value, _ := strings.Cut(variable, "="); key {
		case name:
			text = strings.TrimSpace(value)
		case name + FileSuffix:
			file = strings.TrimSpace(value)
		}
	}
	switch {
	case file == "":
		return text, nil
	case text != "":
		return "", fmt.Errorf("%s and %s are both set: leave one of them out", name, name+FileSuffix)
	}
	f, err := os.Open(file)
	var path *fs.PathError
	if errors.As(err, &path) {
		return "", fmt.Errorf("%s: %s cannot be read: %w; name a file that leanon may read and that holds nothing but the secret", name+FileSuffix, file, path.Err)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %s cannot be read; name a file that holds nothing but the secret", name+FileSuffix, file)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, secretMost+1))
	switch text = strings.TrimSpace(string(raw)); {
	case err != nil:
		return "", fmt.Errorf("%s: %s cannot be read; name a file that holds nothing but the secret", name+FileSuffix, file)
	case text == "":
		return "", fmt.Errorf("%s: %s is empty; put the secret there, alone", name+FileSuffix, file)
	case len(raw) > secretMost:
		return "", fmt.Errorf("%s: %s is too long to hold nothing but the secret; put the secret there, alone", name+FileSuffix, file)
	}
	return text, nil
}

// ReadSecrets returns the token and the master key of environ, as ReadToken and ReadKey do.
// The key is returned also where the token is not good.
func ReadSecrets(environ []string) (token, key string, err error) {
	if key, err = ReadKey(environ); err != nil {
		return "", "", err
	}
	token, err = ReadToken(environ)
	return token, key, err
}

// ReadKey returns the master key of environ ("NAME=value", the form of os.Environ), "" if
// there is none. The error is about a file that cannot be read; the key is not judged here.
func ReadKey(environ []string) (key string, err error) { return secret(environ, KeyVariable) }

// ReadToken returns the token of environ, "" if there is none. It takes the "Bot " off that
// stands before a token in an Authorization header. The error is about a file that cannot
// be read, or a token with a character that no token has, and repeats neither.
func ReadToken(environ []string) (token string, err error) {
	if token, err = secret(environ, TokenVariable); err != nil {
		return "", err
	}
	if len(token) > 3 && strings.EqualFold(token[:3], "bot") && unicode.IsSpace(rune(token[3])) {
		token = strings.TrimSpace(token[3:])
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' }) {
		return "", errors.New(TokenVariable + " has a space, a quote or another character that no token has; copy the token again, alone")
	}
	return token, nil
}

// ReadNewKey returns the master key of environ to change to, "" if there is none.
func ReadNewKey(environ []string) (key string, err error) { return secret(environ, NewKeyVariable) }
