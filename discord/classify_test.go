package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestDiscordsErrorsAreSortedByWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, code int
		want         error
	}{
		{403, 50007, talk.ErrUnreachable},
		{400, 50007, talk.ErrUnreachable}, // creating the channel
		{403, 50278, talk.ErrUnreachable},
		{403, 40003, talk.ErrNoNewChannels},
		{429, 40003, talk.ErrNoNewChannels},
		{403, 20026, talk.ErrNoNewChannels},
		{403, 340013, talk.ErrNoNewChannels},
		{404, 10003, talk.ErrChannelGone},
		{404, 10008, talk.ErrDeleted},
		{403, 50001, talk.ErrChannelGone},
		{401, 0, talk.ErrUnauthorized},
		{400, 40001, talk.ErrUnauthorized},
		{403, 40001, talk.ErrUnauthorized},
		{404, 40001, talk.ErrUnauthorized},
		{429, 40001, talk.ErrUnauthorized},
		{500, 40001, talk.ErrUnauthorized},
		{400, 50035, talk.ErrRejected},
		{400, 200000, talk.ErrRejected},
		{413, 40005, talk.ErrRejected},
		{400, 50006, talk.ErrRejected},
		{400, 50109, talk.ErrRejected},
		{400, 240000, talk.ErrRejected},
		{403, 20009, talk.ErrRejected},
		{502, 50035, talk.ErrUnclear},
		{403, 40333, talk.ErrNotNow},
		{403, 40004, talk.ErrNotNow},
		{400, 50041, talk.ErrNotNow},
		{404, 10013, talk.ErrNotNow},
		{403, 50013, talk.ErrNotNow},
		{400, 987654, talk.ErrNotNow},
		{400, 0, talk.ErrNotNow},
		{403, 0, talk.ErrNotNow},
		{404, 0, talk.ErrNotNow},
		{408, 0, talk.ErrUnclear},
		{500, 0, talk.ErrUnclear},
		{502, 0, talk.ErrUnclear},
		{504, 0, talk.ErrUnclear},
		{307, 0, talk.ErrUnclear},
	} {
		a := response{status: c.status, header: http.Header{}, body: fmt.Appendf(nil, `{"code":%d,"message":"a word of somebody's"}`, c.code)}
		err := a.asError()
		var r *talk.Refused
		if !errors.Is(err, c.want) || !errors.As(err, &r) || r.Status != c.status || r.Code != c.code {
			t.Errorf("status %d, code %d: got %v, want %v", c.status, c.code, err, c.want)
		}
		if strings.Contains(err.Error(), "somebody") {
			t.Errorf("status %d: %q repeats Discord's message", c.status, err)
		}
	}
	for _, status := range []int{200, 201, 204} {
		if err := (response{status: status}).asError(); err != nil {
			t.Errorf("status %d: got %v, want nil", status, err)
		}
	}
}

func TestWhatIsNoJSONIsNoReasonToGiveUp(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 404} {
		err := response{status: status, header: http.Header{}, body: []byte("<html>")}.asError()
		if !errors.Is(err, talk.ErrUnclear) || !errors.Is(err, talk.ErrNotNow) {
			t.Errorf("status %d in HTML: got %v, want %v", status, err, talk.ErrProxy)
		}
	}
}

func TestRateLimitsSayHowLongAndForWhom(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status        int
		header        http.Header
		renderMessage string
		want          talk.Wait
	}{
		"a channel":              {429, http.Header{"Retry-After": {"2"}}, `{"retry_after":1.25,"global":false}`, talk.Wait{After: 1250 * time.Millisecond}},
		"everything, by body":    {429, nil, `{"retry_after":2,"global":true}`, talk.Wait{After: 2 * time.Second, Global: true}},
		"everything, by header":  {429, http.Header{"X-Ratelimit-Global": {"true"}}, `{"retry_after":2}`, talk.Wait{After: 2 * time.Second, Global: true}},
		"old edits":              {429, nil, `{"retry_after":7,"code":30046}`, talk.Wait{After: 7 * time.Second, Edits: true}},
		"old edits, 400":         {400, nil, `{"code":30046}`, talk.Wait{After: time.Second, Edits: true}},
		"Cloudflare":             {429, http.Header{"Retry-After": {"90"}}, `<html>`, talk.Wait{After: 90 * time.Second, Global: true}},
		"Cloudflare, no time":    {429, nil, `<html>`, talk.Wait{After: 10 * time.Minute, Global: true}},
		"header only":            {429, http.Header{"Retry-After": {"3"}}, `{}`, talk.Wait{After: 3 * time.Second}},
		"nothing at all":         {429, nil, `{}`, talk.Wait{After: time.Second}},
		"beyond reason":          {429, nil, `{"retry_after":1e300}`, talk.Wait{After: 24 * time.Hour}},
		"not a number in header": {429, http.Header{"Retry-After": {"NaN"}}, `{}`, talk.Wait{After: time.Second}},
	} {
		if c.header == nil {
			c.header = http.Header{}
		}
		err := response{status: c.status, header: c.header, body: []byte(c.renderMessage)}.asError()
		var got *talk.Wait
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%s: got %#v, want %#v", name, err, c.want)
		}
	}
}

func TestConnectionErrorsAreUnclearAndKeepNoAddress(t *testing.T) {
	t.Parallel()
	secret := "tokenInTheURL"
	for _, err := range []error{
		context.DeadlineExceeded,
		io.ErrUnexpectedEOF,
		&net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET},
		fmt.Errorf("malformed HTTP response %q", secret),
		&url.Error{Op: "Post", URL: "https://discord.com/" + secret, Err: context.Canceled},
		&url.Error{Op: "Post", URL: "https://discord.com/" + secret, Err: errors.New("boom")},
	} {
		got := request{method: http.MethodPost}.noResponse(err)
		if !errors.Is(got, talk.ErrUnclear) {
			t.Errorf("%T: got %v, want %v", err, got, talk.ErrUnclear)
		}
		if strings.Contains(got.Error(), secret) {
			t.Errorf("%T: %q tells the address", err, got)
		}
	}
}

func FuzzAnswersNeverPanicNorRepeat(f *testing.F) {
	f.Add(429, `{"retry_after":-1}`, "-5")
	f.Add(403, `{"code":50007}`, "")
	f.Add(0, `[]`, "1e999")
	f.Fuzz(func(t *testing.T, status int, body, after string) {
		err := response{status: status, header: http.Header{"Retry-After": {after}}, body: []byte(body)}.asError()
		var w *talk.Wait
		if errors.As(err, &w) && (w.After <= 0 || w.After > longestWait) {
			t.Errorf("got a wait of %v, want it above 0 and at most %v", w.After, longestWait)
		}
		if (err == nil) != (status >= 200 && status < 300) {
			t.Errorf("status %d: got %v", status, err)
		}
	})
}

func TestADeliveryThatArrivedAndWasDeletedIsToldApart(t *testing.T) {
	t.Parallel()
	err := response{status: 404, body: []byte(`{"code": 10008}`)}.asError()
	if !errors.Is(err, talk.ErrDeleted) || !errors.Is(err, talk.ErrChannelGone) {
		t.Errorf("code 10008: got %v, want ErrDeleted, a kind of ErrChannelGone", err)
	}
	err = response{status: 404, body: []byte(`{"code": 10003}`)}.asError()
	if errors.Is(err, talk.ErrDeleted) || !errors.Is(err, talk.ErrChannelGone) {
		t.Errorf("code 10003: got %v, want ErrChannelGone alone", err)
	}
}
