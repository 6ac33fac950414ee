package config

import (
	"errors"
	"strings"
	"unicode"
)

// The names of the environment variables that hold the secrets. No other package reads
// them, and no file may hold their values.
const (
	TokenVariable  = "DISCORD_TOKEN"  // the bot's token
	KeyVariable    = "LEANON_KEY"     // the master key
	NewKeyVariable = "LEANON_NEW_KEY" // the master key to change to, for rotate-key only
)

// ReadSecrets returns the token and the master key of environ ("NAME=value", the form of
// os.Environ), "" for one that is missing. It takes the "Bot " off that stands before a
// token in an Authorization header. The error is about a token with a character that no
// token has, and does not repeat it; the key is not judged here.
func ReadSecrets(environ []string) (token, key string, err error) {
	for _, variable := range environ {
		switch name, text, _ := strings.Cut(variable, "="); name {
		case TokenVariable:
			token = strings.TrimSpace(text)
		case KeyVariable:
			key = strings.TrimSpace(text)
		}
	}
	if len(token) > 3 && strings.EqualFold(token[:3], "bot") && unicode.IsSpace(rune(token[3])) {
		token = strings.TrimSpace(token[3:])
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' }) {
		return "", "", errors.New(TokenVariable + " has a space, a quote or another character that no token has; copy the token again, alone")
	}
	return token, key, nil
}

// ReadNewKey returns the master key of environ to change to, "" if there is none.
func ReadNewKey(environ []string) (key string) {
	for _, variable := range environ {
		if name, text, _ := strings.Cut(variable, "="); name == NewKeyVariable {
			key = strings.TrimSpace(text)
		}
	}
	return key
}
