package config

import (
	"errors"
	"strings"
	"unicode"
)

// The variables that hold the secrets. They are read here and nowhere else.
const (
	TokenVariable = "DISCORD_TOKEN"
	KeyVariable   = "LEANON_KEY"
	// NewKeyVariable holds the master key to change to; only rotate-key reads it.
	NewKeyVariable = "LEANON_NEW_KEY"
)

// ReadSecrets takes the token and the master key from environ ("NAME=value", as
// os.Environ gives them). Either may be missing. The token is taken with or
// without the "Bot " that stands before it in an Authorization header.
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

// ReadNewKey takes the key to change to from environ; "" where none is given.
func ReadNewKey(environ []string) (key string) {
	for _, variable := range environ {
		if name, text, _ := strings.Cut(variable, "="); name == NewKeyVariable {
			key = strings.TrimSpace(text)
		}
	}
	return key
}
