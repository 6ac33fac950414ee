package playground_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

func TestAClientSendsOnlyOptionsThatACommandTakes(t *testing.T) {
	t.Parallel()
	w, ana, _ := asked(t)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "set", "description": "d", "options": []any{
		object{"type": 3, "name": "word", "description": "d", "min_length": 2, "max_length": 4}, object{"type": 3, "name": "text", "description": "d"},
		object{"type": 4, "name": "count", "description": "d"}, object{"type": 10, "name": "share", "description": "d"}, object{"type": 5, "name": "loud", "description": "d"},
		object{"type": 3, "name": "size", "description": "d", "choices": []any{object{"name": "Small", "value": "s"}}}, object{"type": 6, "name": "who", "description": "d"},
	}}}, 200, 0)
	for option, wrong := range map[string][]string{
		"word": {"", "a", "abcde"}, "text": {"", strings.Repeat("x", 6001)}, "count": {"", "many"}, "share": {"half"}, "loud": {"yes"}, "size": {"Small", "xl"}, "who": {"1"},
	} {
		for _, value := range wrong {
			if _, err := ana.Command(t.Context(), nil, "set", map[string]string{option: value}); !errors.Is(err, playground.ErrOption) {
				t.Errorf("%s of %d characters: got %v, want it not sent", option, len(value), err)
			}
		}
	}
	i, _ := w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.Command(ctx, nil, "set", map[string]string{"word": "four", "count": "3", "share": "0.5", "loud": "true", "size": "s", "who": ana.ID})
	})
	got := map[string]any{}
	for _, o := range i.ApplicationCommandData().Options {
		got[o.Name] = o.Value
	}
	for name, want := range map[string]any{"word": "four", "count": 3.0, "share": 0.5, "loud": true, "size": "s", "who": ana.ID} {
		if got[name] != want {
			t.Errorf("%s came as %v, want %v", name, got[name], want)
		}
	}
	if r := i.ApplicationCommandData().Resolved; r == nil || r.Users[ana.ID] == nil || len(r.Members) != 0 {
		t.Errorf("got %+v resolved, want Ana as a user, and as nobody's member in direct messages", r)
	}
}

func TestOnlyWhatIsThereAndEnabledIsUsed(t *testing.T) {
	t.Parallel()
	w, ana, _ := asked(t)
	options := []any{object{"label": "l", "value": "v"}}
	w.send(ana, object{"components": []any{
		object{"type": 1, "components": []any{object{"type": 2, "style": 1, "label": "L", "custom_id": "b", "disabled": true}, button("on")}},
		object{"type": 1, "components": []any{object{"type": 3, "custom_id": "s", "options": options, "disabled": true}}},
	}})
	m := w.last(ana)
	press := func(id string) error { _, err := ana.Press(t.Context(), m, id); return err }
	choose := func(id string) error { _, err := ana.Choose(t.Context(), m, id, "v"); return err }
	for name, c := range map[string]struct{ got, want error }{
		"a button that is off": {press("b"), playground.ErrDisabled}, "a select that is off": {choose("s"), playground.ErrDisabled},
		"a select as a button": {press("s"), playground.ErrNoComponent}, "a button as a select": {choose("on"), playground.ErrNoComponent},
		"none": {press("c"), playground.ErrNoComponent},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
	i, _ := w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.ForgeChoice(ctx, "s", m, "anything", "at all")
	})
	if got := i.MessageComponentData(); got.CustomID != "s" || len(got.Values) != 2 {
		t.Errorf("forged: got %+v, want it to arrive as it was made", got)
	}
}

func TestWhatABotMayAskAboutIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	home, left := w.AddGuild("home", ana), w.AddGuild("left", ana)
	left.Expel()
	if out := w.want("GET", "/users/"+ana.ID, nil, 200, 0); out["id"] != ana.ID || out["global_name"] != "Ana" {
		t.Errorf("got %v, want Ana", out)
	}
	w.want("GET", "/users/1", nil, 404, 10013)
	w.want("GET", "/users/Ana", nil, 400, 50035)
	if _, _, raw := w.raw("GET", "/users/@me/guilds", nil); !strings.Contains(string(raw), home.ID) || strings.Contains(string(raw), left.ID) {
		t.Errorf("got %s, want the one server that it is in", raw)
	}
	if out := w.want("GET", "/channels/"+ana.DM().ID, nil, 200, 0); out["type"] != 1.0 {
		t.Errorf("got %v, want a direct message channel", out)
	}
	if out := w.want("GET", "/channels/"+home.Channel().ID, nil, 200, 0); out["guild_id"] != home.ID {
		t.Errorf("got %v, want the server's channel", out)
	}
	w.want("GET", "/channels/"+left.Channel().ID, nil, 403, 50001)
	w.want("POST", "/channels/"+ana.DM().ID+"/typing", nil, 204, 0)
	w.want("POST", "/channels/1/typing", nil, 404, 10003)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "need", "description": "d"}}, 200, 0)
	if _, _, raw := w.raw("GET", "/applications/"+w.Application()+"/commands", nil); !strings.Contains(string(raw), `"need"`) {
		t.Errorf("got %s, want the command", raw)
	}
	w.want("GET", "/applications/1/commands", nil, 403, 20012)
	w.want("POST", "/applications/"+w.Application()+"/commands", object{"description": "d"}, 400, 50035)
}

func TestAReplyNamesAMessageOfItsChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	elsewhere := w.send(ben, text("for Ben"))["id"].(string)
	path := "/channels/" + ana.DM().ID + "/messages"
	refer := func(reference object) object { return object{"content": "x", "message_reference": reference} }
	w.want("POST", path, refer(object{"message_id": elsewhere}), 400, 50035)
	w.want("POST", path, refer(object{"message_id": "1"}), 400, 50035)
	if out := w.want("POST", path, refer(object{"message_id": "1", "fail_if_not_exists": false}), 200, 0); out["type"] != 0.0 {
		t.Errorf("got type %v, want an ordinary message", out["type"])
	}
	if got := w.broken(); len(got) != 0 {
		t.Errorf("got %v told as broken: what it answers may be deleted meanwhile", got)
	}
	if _, err := ana.WriteReply(playground.Message{ID: elsewhere}, "x"); !errors.Is(err, playground.ErrGone) {
		t.Errorf("Ana replies to Ben's message: got %v, want it not there for her", err)
	}
}

func TestSomeFlagsAreNotABotsToSet(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	path := "/channels/" + m.ChannelID + "/messages"
	w.want("POST", path, object{"content": "x", "flags": 1}, 400, 50035)
	w.want("PATCH", path+"/"+m.ID, object{"flags": 1 << 7}, 400, 50035)
	i, _ := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, object{"content": "x", "flags": 1}), 400, 50035)
	w.want("POST", callback(i), reply(7, object{"flags": 1}), 400, 50035)
	if err := w.want("PATCH", path+"/"+m.ID, object{"flags": 1 << 15, "content": nil, "components": []any{object{"type": 10, "content": "new"}}}, 200, 0); err["flags"] != float64(1<<15) {
		t.Errorf("got flags %v, want components of version 2", err["flags"])
	}
	w.want("PATCH", path+"/"+m.ID, object{"flags": 0, "content": "old again"}, 400, 50035)
}

func TestAnUpdateNeedsItsMessage(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.want("DELETE", "/channels/"+m.ChannelID+"/messages/"+m.ID, nil, 204, 0)
	w.want("POST", callback(i), reply(7, text("x")), 404, 10008)
	w.want("POST", callback(i), reply(4, text("instead")), 204, 0)
	w.pass(15 * time.Minute)
	w.send(ana, object{"content": "q", "components": buttons("a")})
	if _, done := w.press(ana, w.last(ana), "a"); done == nil {
		t.Fatal("not pressed")
	}
	w.want("POST", callback(i), reply(4, text("x")), 404, 10062) // its token is not even known any more
}

func TestSuggestionsHaveTheirLimits(t *testing.T) {
	t.Parallel()
	w, ana, _ := asked(t)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "rhythm", "description": "d", "options": []any{object{"type": 4, "name": "n", "description": "d", "autocomplete": true}}}}, 200, 0)
	i, done := w.begin(func(ctx context.Context) (playground.Response, error) {
		c, err := ana.Complete(ctx, nil, "rhythm", map[string]string{"n": "1x"}, "n")
		return playground.Response{Choices: c}, err
	})
	one := func(name, value any) object { return object{"choices": []any{object{"name": name, "value": value}}} }
	for _, wrong := range []object{one("", 1), one(strings.Repeat("n", 101), 1), one("n", strings.Repeat("v", 101))} {
		w.want("POST", callback(i), reply(8, wrong), 400, 50035)
	}
	w.want("POST", callback(i), reply(8, one(strings.Repeat("n", 100), 12)), 204, 0)
	if o := <-done; len(o.Choices) != 1 || o.Choices[0].Value != "12" {
		t.Errorf("got %+v, want the number", o.Choices)
	}
}

func TestAnotherJudgeRefusesARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) {
		o.Check = func(r *http.Request, body []byte) error {
			if strings.Contains(string(body), "no") {
				return errors.New("not like this")
			}
			return nil
		}
	})
	ana := w.AddPerson("Ana")
	w.send(ana, text("yes"))
	w.want("POST", "/channels/"+ana.DM().ID+"/messages", text("no"), 400, 50035)
	if got := w.broken(); len(got) != 1 || got[0] != "POST /channels/{channel_id}/messages: not like this" {
		t.Errorf("got %q told as broken, want the judge's words with the route", got)
	}
}

func TestInAServerEventsTellWhereAndWho(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	home := w.AddGuild("home")
	home.Join(ana)
	home.Nickname(ana, "Annie")
	s := w.dial()
	s.identify(w, 1<<9)
	path := "/channels/" + home.Channel().ID + "/messages"
	first := w.want("POST", path, text("one"), 200, 0)["id"].(string)
	created := s.expect(0, "MESSAGE_CREATE").D
	for _, want := range []string{`"guild_id":"` + home.ID + `"`, `"channel_type":0`, `"member":{`} {
		if !strings.Contains(string(created), want) {
			t.Errorf("got %s, want %s in it", created, want)
		}
	}
	answer := w.want("POST", path, object{"content": "two", "message_reference": object{"message_id": first}}, 200, 0)
	if got := answer["message_reference"].(map[string]any)["guild_id"]; got != home.ID {
		t.Errorf("the reply names server %v, want %s", got, home.ID)
	}
	s.expect(0, "MESSAGE_CREATE")
	w.want("DELETE", path+"/"+first, nil, 204, 0)
	if f := s.expect(0, "MESSAGE_DELETE"); !strings.Contains(string(f.D), home.ID) {
		t.Errorf("got %s, want the server's id in it", f.D)
	}
	if _, there := ben.Look(playground.Message{ID: answer["id"].(string)}); there {
		t.Error("Ben sees a message of a server that he is not in")
	}
	if m, there := ana.Look(playground.Message{ID: answer["id"].(string)}); !there || m.Content != "two" {
		t.Errorf("Ana sees %+v, %v, want the message", m, there)
	}
}

func TestAPersonDismissesWhatOnlyTheySee(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, object{"content": "yours", "flags": 64}), 204, 0)
	private := *(<-done).Message
	if err := w.AddPerson("Ben").Dismiss(private); !errors.Is(err, playground.ErrGone) {
		t.Errorf("Ben dismisses it: got %v, want it not there", err)
	}
	if err := ana.Dismiss(m); !errors.Is(err, playground.ErrGone) {
		t.Errorf("Ana dismisses a message that stays: got %v", err)
	}
	if err := ana.Dismiss(private); err != nil {
		t.Fatal(err)
	}
	if got := w.last(ana); got.ID != m.ID {
		t.Errorf("got %+v last, want the dismissed one gone", got)
	}
}

func TestAFormThatNobodyTookStaysOpen(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	labelled := object{"custom_id": "m", "title": "T", "components": []any{object{"type": 18, "label": "Words", "component": object{"type": 4, "style": 2, "custom_id": "f"}}}}
	w.want("POST", callback(i), reply(9, labelled), 204, 0)
	form := *(<-done).Form
	w.Down(true)
	if _, err := ana.Submit(t.Context(), form, map[string]string{"Words": "hello"}); !errors.Is(err, playground.ErrNoResponse) {
		t.Fatalf("got %v, want no response", err)
	}
	w.Down(false)
	w.connect()
	impatient, leave := context.WithCancel(t.Context())
	submit := func(ctx context.Context) func(context.Context) (playground.Response, error) {
		return func(context.Context) (playground.Response, error) {
			return ana.Submit(ctx, form, map[string]string{"Words": "hello"})
		}
	}
	_, done = w.begin(submit(impatient))
	leave() // before anything came back
	if o := <-done; o.err == nil {
		t.Fatal("got a response, want none")
	}
	i, done = w.begin(submit(t.Context()))
	w.want("POST", callback(i), reply(4, text("kept")), 204, 0)
	if o := <-done; o.err != nil {
		t.Errorf("the third time: got %v, want it taken", o.err)
	}
}
