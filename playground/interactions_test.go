package playground_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"leanon/playground"
)

// asked is a world with Ana, a connected bot and a message with buttons a and b.
func asked(t *testing.T) (*world, *playground.Person, playground.Message) {
	t.Helper()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	w.connect()
	w.send(ana, object{"content": "q", "components": buttons("a", "b")})
	return w, ana, w.last(ana)
}

func modal(id string) object {
	return object{"custom_id": id, "title": "T", "components": []any{object{"type": 1, "components": []any{
		object{"type": 4, "style": 1, "custom_id": "f", "label": "F", "min_length": 2, "max_length": 5},
	}}}}
}

func TestAFirstResponseAfterThreeSecondsIsRefused(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.pass(3 * time.Second)
	w.want("POST", callback(i), reply(4, text("just in time")), 204, 0)
	i, _ = w.press(ana, m, "a")
	w.pass(3*time.Second + time.Millisecond)
	w.want("POST", callback(i), reply(4, text("late")), 404, 10062)
	if got := w.last(ana).Content; got != "just in time" {
		t.Errorf("got %q last, want the late answer to be nowhere", got)
	}
	if got := w.broken(); len(got) != 1 {
		t.Errorf("got %v told as broken, want the late response alone", got)
	}
}

func TestASecondFirstResponseIsRefused(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, text("one")), 204, 0)
	w.want("POST", callback(i), reply(4, text("two")), 400, 40060)
	if o := <-done; o.err != nil || o.Message.Content != "one" {
		t.Errorf("got %+v, %v, want the first", o.Response, o.err)
	}
}

func TestARefusedResponseLeavesTheFirstOneOpen(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, text("")), 400, 50006)
	w.want("POST", callback(i), reply(4, text("better")), 204, 0)
	if o := <-done; o.Message.Content != "better" {
		t.Errorf("got %+v, want the valid one", o.Response)
	}
}

func TestATokenIsGoodForFifteenMinutes(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, text("one")), 204, 0)
	w.pass(15*time.Minute - time.Second)
	w.want("PATCH", w.hook(i)+"/messages/@original", text("changed"), 200, 0)
	w.pass(time.Second)
	w.want("PATCH", w.hook(i)+"/messages/@original", text("too late"), 401, 50027)
	w.want("POST", w.hook(i), text("too late"), 401, 50027)
	if got := w.last(ana).Content; got != "changed" {
		t.Errorf("got %q, want the edit in time and no other", got)
	}
}

func TestNoFollowUpBeforeTheFirstResponse(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.want("POST", w.hook(i), text("early"), 404, 10015)
	w.want("POST", "/webhooks/1/"+i.Token, text("whose"), 404, 10015)
}

func TestAnUnknownInteractionIsRefused(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	i.ID = "1"
	w.want("POST", callback(i), reply(4, text("x")), 404, 10062)
	i.Token = "nonsense"
	w.want("POST", callback(i), reply(4, text("x")), 404, 10062)
	w.want("POST", w.hook(i), text("x"), 401, 50027)
}

func TestAModalNeverAnswersAModal(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(9, modal("m")), 204, 0)
	form := (<-done).Form
	i, _ = w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.Submit(ctx, *form, map[string]string{"f": "abc"})
	})
	if i.Message == nil || i.Message.ID != m.ID {
		t.Fatalf("got message %+v, want the one that carried the button", i.Message)
	}
	w.want("POST", callback(i), reply(9, modal("again")), 400, 50035)
	w.want("POST", callback(i), reply(7, object{"content": "done", "components": []any{}}), 204, 0)
	if got := w.last(ana); got.Content != "done" || got.Edited.IsZero() {
		t.Errorf("got %+v, want the message updated", got)
	}
}

func TestAModalIsOnlyAFirstResponse(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(6, nil), 204, 0)
	w.want("POST", callback(i), reply(9, modal("m")), 400, 40060)
}

func TestUpdatesNeedAMessageThatCarriedTheComponent(t *testing.T) {
	t.Parallel()
	w, ana, _ := asked(t)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "need", "description": "d"}}, 200, 0)
	run := func(ctx context.Context) (playground.Response, error) { return ana.Command(ctx, nil, "need", nil) }
	i, done := w.begin(run)
	w.want("POST", callback(i), reply(7, text("x")), 400, 50035)
	w.want("POST", callback(i), reply(6, nil), 400, 50035)
	w.want("POST", callback(i), reply(8, object{"choices": []any{}}), 400, 50035)
	w.want("POST", callback(i), reply(9, modal("m")), 204, 0)
	form := (<-done).Form
	i, _ = w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.Submit(ctx, *form, map[string]string{"F": "abc"})
	})
	w.want("POST", callback(i), reply(7, text("x")), 400, 50035)
	w.want("POST", callback(i), reply(4, text("fine")), 204, 0)
}

func TestSuggestionsAnswerAutocompleteAndNothingElseDoes(t *testing.T) {
	t.Parallel()
	w, ana, _ := asked(t)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "rhythm", "description": "d", "options": []any{
		object{"type": 3, "name": "zone", "description": "d", "autocomplete": true}, object{"type": 3, "name": "days", "description": "d"},
	}}}, 200, 0)
	if _, err := ana.Complete(context.Background(), nil, "rhythm", nil, "days"); !errors.Is(err, playground.ErrOption) {
		t.Errorf("got %v, want no suggestions for days", err)
	}
	i, done := w.begin(func(ctx context.Context) (playground.Response, error) {
		c, err := ana.Complete(ctx, nil, "rhythm", map[string]string{"days": "daily"}, "zone")
		return playground.Response{Choices: c}, err
	})
	many := make([]any, 26)
	for n := range many {
		many[n] = object{"name": "n", "value": "v"}
	}
	w.want("POST", callback(i), reply(4, text("x")), 400, 50035)
	w.want("POST", callback(i), reply(8, object{"choices": many}), 400, 50035)
	w.want("POST", callback(i), reply(8, object{"choices": many[:25]}), 204, 0)
	if o := <-done; len(o.Choices) != 25 {
		t.Errorf("got %d choices, want 25", len(o.Choices))
	}
}

func TestEphemeralMessagesAreInNobodysHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	home := w.AddGuild("home", ana, ben)
	w.connect()
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "need", "description": "d"}}, 200, 0)
	i, done := w.begin(func(ctx context.Context) (playground.Response, error) { return ana.Command(ctx, home, "need", nil) })
	if i.Member == nil || i.Member.User.ID != ana.ID || i.User != nil || i.GuildID != home.ID || i.Context != 0 {
		t.Errorf("got %+v, want a member in the server's context", i.Interaction)
	}
	w.want("POST", callback(i), reply(4, object{"content": "yours alone", "flags": 64, "components": buttons("x")}), 204, 0)
	m := *(<-done).Message
	if got := ana.SeenIn(home); len(got) != 1 || !got[0].Ephemeral {
		t.Errorf("Ana sees %+v, want the one ephemeral message", got)
	}
	if got := ben.SeenIn(home); len(got) != 0 {
		t.Errorf("Ben sees %+v, want nothing", got)
	}
	channel := "/channels/" + home.Channel().ID + "/messages"
	if _, _, raw := w.raw("GET", channel, nil); string(raw) != "[]" {
		t.Errorf("history is %s, want it empty", raw)
	}
	w.want("GET", channel+"/"+m.ID, nil, 404, 10008)
	w.want("PATCH", channel+"/"+m.ID, text("x"), 404, 10008)
	w.want("DELETE", channel+"/"+m.ID, nil, 404, 10008)
	if _, err := ben.Press(context.Background(), m, "x"); !errors.Is(err, playground.ErrGone) {
		t.Errorf("Ben's press: got %v, want the message not to be there for him", err)
	}
	i, _ = w.press(ana, m, "x")
	if i.Message.Flags&64 == 0 {
		t.Errorf("got flags %d on the pressed message, want ephemeral", i.Message.Flags)
	}
	w.want("POST", callback(i), reply(7, object{"content": "pressed", "components": []any{}}), 204, 0)
	w.want("DELETE", w.hook(i)+"/messages/@original", nil, 204, 0)
	if got := ana.SeenIn(home); len(got) != 0 {
		t.Errorf("Ana sees %+v, want it deleted", got)
	}
}

func TestAnInteractionTokenReachesOnlyItsOwnMessages(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	other := w.send(ana, text("another"))["id"].(string)
	i, _ := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(4, text("mine")), 204, 0)
	follow := w.want("POST", w.hook(i), text("follow"), 200, 0)["id"].(string)
	w.want("PATCH", w.hook(i)+"/messages/"+follow, text("followed"), 200, 0)
	w.want("GET", w.hook(i)+"/messages/"+follow, nil, 200, 0)
	w.want("PATCH", w.hook(i)+"/messages/"+other, text("x"), 404, 10008)
	w.want("DELETE", w.hook(i)+"/messages/"+follow, nil, 204, 0)
	w.want("DELETE", w.hook(i)+"/messages/"+follow, nil, 404, 10008)
}

func TestTheFirstFollowUpFillsADeferral(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(5, object{"flags": 4}), 400, 50035)
	w.want("POST", callback(i), reply(5, object{"flags": 64}), 204, 0)
	before := len(ana.Messages())
	w.want("POST", w.hook(i), text("here"), 200, 0)
	got := w.last(ana)
	if len(ana.Messages()) != before || got.Content != "here" || !got.Ephemeral || got.Loading {
		t.Errorf("got %+v, want the deferral filled, still ephemeral", got)
	}
	w.want("POST", w.hook(i), text("and another"), 200, 0)
	if got := len(ana.Messages()); got != before+1 {
		t.Errorf("got %d messages, want one more", got)
	}
}

func TestASilentDeferralLetsTheTokenEditTheMessage(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(6, nil), 204, 0)
	if o := <-done; !o.Deferred || o.Message != nil {
		t.Errorf("got %+v, want a silent deferral", o.Response)
	}
	w.want("PATCH", w.hook(i)+"/messages/@original", object{"components": []any{}}, 200, 0)
	if got := w.last(ana); len(got.Components) != 0 || got.Content != "q" {
		t.Errorf("got %+v, want the buttons gone and the words kept", got)
	}
}

func TestWithResponseNamesTheMessage(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	out := w.want("POST", callback(i)+"?with_response=true", reply(4, text("x")), 200, 0)
	got := out["resource"].(map[string]any)["message"].(map[string]any)["id"]
	if want := (<-done).Message.ID; got != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestNobodyAnswersWhenTheBotIsAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Ack = time.Hour })
	ana := w.AddPerson("Ana")
	w.send(ana, object{"content": "q", "components": buttons("a")})
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := ana.Press(ctx, w.last(ana), "a"); !errors.Is(err, playground.ErrNoResponse) {
		t.Errorf("got %v, want no response at once", err)
	}
}

func TestABotThatStaysSilentGivesNoResponse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Ack = time.Millisecond })
	ana := w.AddPerson("Ana")
	w.connect()
	w.send(ana, object{"content": "q", "components": buttons("a")})
	if _, err := ana.Press(context.Background(), w.last(ana), "a"); !errors.Is(err, playground.ErrNoResponse) {
		t.Errorf("got %v, want no response", err)
	}
}
