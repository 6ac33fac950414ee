package discord

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/gorilla/websocket"

	"leanon/discord/talk"
)

// ErrIntents says that Discord refused the gateway intents (close codes 4013 and
// 4014). leanon asks for direct messages only, which needs no approval.
var ErrIntents = errors.New("the gateway intents are refused by Discord: open the application in the Developer Portal and check that the bot is not disabled or limited")

// Why a gateway session was given up.
var (
	errNotReady = errors.New("no session in time")
	errSilent   = errors.New("heartbeats were not acknowledged")
)

// Gateway close codes after which no new session can succeed (opcodes and status
// codes page).
const (
	closeAuthentication    = 4004
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// fatalCloseCode returns the error of a close code after which no new session can
// succeed, and nil for any other code.
func fatalCloseCode(code int) error {
	switch code {
	case closeAuthentication:
		return talk.ErrUnauthorized
	case closeInvalidIntents, closeDisallowedIntents:
		return ErrIntents
	}
	return nil
}

// openError returns the error of discordgo's Open, replaced by fatalCloseCode's
// where Open failed with such a code.
func openError(err error) error {
	var ce *websocket.CloseError
	if errors.As(err, &ce) {
		if end := fatalCloseCode(ce.Code); end != nil {
			return end
		}
	}
	return err
}

// loggable returns an error's text if it is known to hold no address and nothing
// that Discord wrote, and otherwise only its type.
func loggable(err error) string {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	var ce *websocket.CloseError
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	var w *talk.Wait
	switch {
	case errors.As(err, &ce):
		return fmt.Sprintf("closed with code %d", ce.Code)
	case errors.As(err, &op):
		return op.Error()
	case errors.As(err, &cert):
		return cert.Error()
	case errors.Is(err, errNotReady), errors.Is(err, errSilent), errors.Is(err, errEarlyReconnect),
		errors.Is(err, errNoSession), errors.Is(err, talk.ErrUnclear), errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrNotNow), errors.As(err, &w):
		return err.Error()
	}
	return fmt.Sprintf("%T", err)
}
