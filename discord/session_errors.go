package discord

import (
	"cmp"
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

// ErrTooOld says that Discord does not speak as this program does any more: it ended the
// version of its API that we use (code 50041, close code 4012), or it takes our sessions
// no more as they are (4010, 4011). Nothing can be sent until there is a newer program,
// so nothing is given up either.
var ErrTooOld = errors.New("this leanon is too old for Discord: install a newer one (nothing is lost, and what is owed is sent then)")

// ErrNoApplication says that Discord does not know the application that the token belongs
// to (10002).
var ErrNoApplication = errors.New("the application of this bot is unknown to Discord: see at https://discord.com/developers/applications whether it is still there; if it is, this leanon is too old for Discord, and a newer one sends what is owed")

// Discord's JSON error codes that no other request can mend.
const (
	codeUnknownApplication = 10002
	codeInvalidVersion     = 50041
)

// atTheStart returns the error that a refusal of our first requests stands for, and any
// other error as it is.
func atTheStart(err error) error {
	var refused *talk.Refused
	if !errors.As(err, &refused) {
		return err
	}
	return cmp.Or(FinalCode(refused.Code), err)
}

// FinalCode returns the error of a JSON code of Discord's that no other request can mend,
// and nil for any other code.
func FinalCode(code int) error {
	switch code {
	case codeInvalidVersion:
		return ErrTooOld
	case codeUnknownApplication:
		return ErrNoApplication
	}
	return nil
}

// isFinal says whether no new session can mend an error.
func isFinal(err error) bool {
	return errors.Is(err, talk.ErrUnauthorized) || errors.Is(err, ErrIntents) || errors.Is(err, ErrTooOld) || errors.Is(err, ErrNoApplication)
}

// Why a gateway session was given up.
var (
	errNotReady = errors.New("no session in time")
	errSilent   = errors.New("heartbeats were not acknowledged")
)

// Gateway close codes after which no new session can succeed (opcodes and status
// codes page).
const (
	closeAuthentication    = 4004
	closeInvalidShard      = 4010
	closeShardingRequired  = 4011
	closeInvalidVersion    = 4012
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// FinalCloseCode returns the error of a close code after which no new session can
// succeed, and nil for any other code.
func FinalCloseCode(code int) error {
	switch code {
	case closeAuthentication:
		return talk.ErrUnauthorized
	case closeInvalidIntents, closeDisallowedIntents:
		return ErrIntents
	case closeInvalidShard, closeShardingRequired, closeInvalidVersion:
		return ErrTooOld
	}
	return nil
}

// openError returns the error of discordgo's Open, replaced by FinalCloseCode's or
// atTheStart's where Open failed with such a code.
func openError(err error) error {
	var ce *websocket.CloseError
	if errors.As(err, &ce) {
		if end := FinalCloseCode(ce.Code); end != nil {
			return end
		}
	}
	return atTheStart(err)
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
