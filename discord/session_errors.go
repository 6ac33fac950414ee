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

// Why a gateway session was given up.
var (
	errNotReady = errors.New("no session in time")
	errSilent   = errors.New("heartbeats were not acknowledged")
)

// fatalCloseCode says what a close code means that no new attempt can mend.
func fatalCloseCode(code int) error {
	switch code {
	case closeAuthentication:
		return talk.ErrUnauthorized
	case closeInvalidIntents, closeDisallowedIntents:
		return ErrIntents
	}
	return nil
}

// openError reads a close code out of the error of discordgo's Open, if there is one.
func openError(err error) error {
	var ce *websocket.CloseError
	if errors.As(err, &ce) {
		if end := fatalCloseCode(ce.Code); end != nil {
			return end
		}
	}
	return err
}

// loggable is an error's text if it is known to hold no address and nothing of
// Discord's, else only its type.
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
		errors.Is(err, errNoSession), errors.Is(err, talk.ErrUnclear), errors.Is(err, talk.ErrRejected), errors.As(err, &w):
		return err.Error()
	}
	return fmt.Sprintf("%T", err)
}
