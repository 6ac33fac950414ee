package playground_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"leanon/playground"
)

var picture = playground.Besides{Files: []playground.Attachment{{Filename: "us.png", Data: []byte("\x89PNG\r\n\x1a\n")}}}

func TestAMessageCarriesMoreThanWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	var sent []playground.Message
	for _, c := range []struct {
		with playground.Besides
		text string
	}{{picture, ""}, {picture, "us"}, {playground.Besides{Sticker: "Wave"}, "hi"}, {playground.Besides{Poll: "Sushi?"}, ""}, {playground.Besides{Files: picture.Files, Voice: true}, ""}} {
		m, err := ana.WriteWith(c.with, c.text)
		if err != nil || m.Content != c.text {
			t.Fatalf("%+v: got %+v and %v, want it sent", c, m, err)
		}
		sent = append(sent, m)
	}
	path := "/channels/" + ana.DM().ID + "/messages/"
	if _, _, raw := w.raw("GET", "/channels/"+ana.DM().ID+"/messages", nil); len(raw) == 0 { // held to the description
		t.Error("got no history")
	}
	for i, field := range []string{"attachments", "attachments", "sticker_items", "poll", "attachments"} {
		switch got := w.want("GET", path+sent[i].ID, nil, 200, 0)[field].(type) {
		case []any:
			if len(got) != 1 {
				t.Errorf("message %d: got %v as its %s, want one", i, got, field)
			}
		case nil:
			t.Errorf("message %d has no %s", i, field)
		}
	}
	forwarded, err := ana.Forward(sent[1])
	if err != nil || forwarded.Content != "" {
		t.Fatalf("got %+v and %v, want a message without words of its own", forwarded, err)
	}
	// The description knows no reference that forwards, but the documentation does, so
	// this answer is not held to the description.
	req, err := http.NewRequest("GET", w.URL()+"/api/v10"+path+forwarded.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+w.Token())
	req.Header.Set("User-Agent", userAgent)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Type      int
		Reference struct {
			Type int
			ID   string `json:"message_id"`
		} `json:"message_reference"`
		Snapshots []struct{ Message struct{ Content string } } `json:"message_snapshots"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Type != 0 || got.Reference.Type != 1 || got.Reference.ID != sent[1].ID || len(got.Snapshots) != 1 || got.Snapshots[0].Message.Content != "us" {
		t.Errorf("got %+v, want what was forwarded", got)
	}
}

func TestWhatIsNotWordsFollowsItsOwnRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	for _, with := range []playground.Besides{{}, {Files: picture.Files, Voice: true}, {Poll: "Sushi?"}} {
		if _, err := ana.WriteWith(with, "words"); !errors.Is(err, playground.ErrText) {
			t.Errorf("%+v with words: got %v, want %v", with, err, playground.ErrText)
		}
	}
	bare, err := ana.WriteWith(picture, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"us", ""} {
		if m, err := ana.Edit(bare, text); err != nil || m.Content != text || len(m.Files) != 1 {
			t.Errorf("edit to %q: got %+v and %v, want its words changed and the picture kept", text, m, err)
		}
	}
	poll, err := ana.WriteWith(playground.Besides{Poll: "Sushi?"}, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := ana.Forward(poll)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []playground.Message{poll, again} {
		if _, err := ana.Edit(m, "words"); !errors.Is(err, playground.ErrFixed) {
			t.Errorf("got %v, want %v", err, playground.ErrFixed)
		}
	}
	plain, err := ana.Write("words")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ana.Edit(plain, ""); !errors.Is(err, playground.ErrText) {
		t.Errorf("got %v, want nobody to take all of a message away", err)
	}
	if _, err := w.AddPerson("Ben").Forward(plain); !errors.Is(err, playground.ErrGone) {
		t.Errorf("got %v, want Ben not to forward what he does not see", err)
	}
}
