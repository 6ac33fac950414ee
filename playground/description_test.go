package playground_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"slices"
	"testing"

	"leanon/playground/spec"
)

// description returns Discord's published description, and skips the test if this machine
// has none.
func description(t *testing.T) *spec.Description {
	t.Helper()
	d, err := spec.Find()
	if errors.As(err, &spec.Missing{}) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// onlyDocumented names the rulings that the description alone would let through:
// the playground refuses them, because Discord's documentation does.
var onlyDocumented = []string{
	"no custom_id", "neither label nor emoji", "two selects in a row", "a custom_id twice", "link button with custom_id",
	"max_values over the options", "three chosen of two", "an option's value twice", "2,001 characters", "nothing", "white space",
	"six rows", "V2 and content", "V2 component without the flag", "embeds of 6,001", "4,001 characters in text displays", "roles both ways",
	"modal of six", "a form's select that is off", "modal value over its max_length", "an input's min_length over max_length",
	"command in upper case", "command with a space", "no description", "a command twice", "an option in upper case", "an option twice",
	"a required option after another", "choices and autocomplete", "a command of 8,300 characters",
	"command in an unknown locale", "option in an unknown locale",
}

func TestDiscordsDescriptionJudgesRequests(t *testing.T) {
	t.Parallel()
	d := description(t)
	for _, r := range append(rulings(), finerRulings()...) {
		body, err := json.Marshal(r.body)
		if err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequest(r.method, "/api/v9"+r.path, bytes.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		fine := r.fine || slices.Contains(onlyDocumented, r.name)
		if err := d.Check(request, body); (err == nil) != fine {
			t.Errorf("%s: got %v, want fine: %v", r.name, err, fine)
		}
	}
}

// Every world of this package checks each answer as this test does, but is silent if the
// description is missing. This test is skipped then, which shows.
func TestAnswersFitDiscordsDescription(t *testing.T) {
	t.Parallel()
	d := description(t)
	w, ana, m := asked(t)
	messages := "/channels/" + ana.DM().ID + "/messages"
	for _, path := range []string{"/users/@me", "/gateway/bot", "/applications/@me", "/oauth2/applications/@me", messages, messages + "/" + m.ID} {
		status, _, body := w.raw("GET", path, nil)
		if err := d.CheckResponse("GET", path, status, body); status != 200 || err != nil {
			t.Errorf("GET %s: got %d, %v, want 200 as described", path, status, err)
		}
		if err := d.CheckResponse("GET", path, status, []byte(`"words"`)); err == nil {
			t.Errorf("GET %s: words instead of the answer are as described, want them refused", path)
		}
	}
}
