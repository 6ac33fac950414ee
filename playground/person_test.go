package playground_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"leanon/playground"
)

func TestAClientPressesOnlyWhatTheMessageHasNow(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	ctx := context.Background()
	ben := w.AddPerson("Ben")
	path := "/channels/" + m.ChannelID + "/messages/" + m.ID
	row := buttons("a", "b")[0].(object)
	row["components"].([]any)[0].(object)["disabled"] = true
	w.want("PATCH", path, object{"components": []any{row}}, 200, 0)
	for _, c := range []struct {
		who  *playground.Person
		id   string
		want error
	}{{ana, "a", playground.ErrDisabled}, {ana, "nothing", playground.ErrNoComponent}, {ben, "b", playground.ErrGone}} {
		if _, err := c.who.Press(ctx, m, c.id); !errors.Is(err, c.want) {
			t.Errorf("press %s: got %v, want %v", c.id, err, c.want)
		}
	}
	w.want("PATCH", path, object{"components": []any{}}, 200, 0)
	if _, err := ana.Press(ctx, m, "b"); !errors.Is(err, playground.ErrNoComponent) {
		t.Errorf("got %v, want the button gone", err)
	}
	i, _ := w.begin(func(ctx context.Context) (playground.Response, error) { return ana.PressStale(ctx, m, "b") })
	if got := i.MessageComponentData().CustomID; got != "b" {
		t.Errorf("got %q, want the stale press to reach the bot", got)
	}
	w.want("POST", callback(i), reply(4, text("too late")), 204, 0)
	i, _ = w.begin(func(ctx context.Context) (playground.Response, error) { return ana.Forge(ctx, "send:someone-else", m) })
	w.want("POST", callback(i), reply(4, text("no")), 204, 0)
	w.want("DELETE", path, nil, 204, 0)
	if _, err := ana.Press(ctx, m, "b"); !errors.Is(err, playground.ErrGone) {
		t.Errorf("got %v, want the message gone", err)
	}
}

func TestASelectTakesOnlyItsOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	w.connect()
	w.send(ana, object{"components": []any{object{"type": 1, "components": []any{object{"type": 3, "custom_id": "kind", "min_values": 0, "max_values": 2, "options": []any{
		object{"label": "Rest", "value": "rest"}, object{"label": "Play", "value": "play"}, object{"label": "Hug", "value": "hug"},
	}}}}}})
	m := w.last(ana)
	if s := m.Components[0][0]; s.Type != 3 || s.MaxValues != 2 || len(s.Options) != 3 {
		t.Fatalf("got %+v, want the select as it was sent", s)
	}
	for _, values := range [][]string{{"rest", "play", "hug"}, {"sleep"}} {
		if _, err := ana.Choose(context.Background(), m, "kind", values...); !errors.Is(err, playground.ErrValues) {
			t.Errorf("choose %v: got %v, want it refused", values, err)
		}
	}
	for _, values := range [][]string{{}, {"play", "rest"}} {
		i, _ := w.begin(func(ctx context.Context) (playground.Response, error) { return ana.Choose(ctx, m, "kind", values...) })
		if got := i.MessageComponentData().Values; len(got) != len(values) {
			t.Errorf("got %v, want %v", got, values)
		}
		w.want("POST", callback(i), reply(6, nil), 204, 0)
	}
}

func TestAFormEnforcesItsFieldsAndCloses(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(9, modal("m")), 204, 0)
	form := *(<-done).Form
	ctx := context.Background()
	for _, fields := range []map[string]string{nil, {"f": "a"}, {"f": "abcdef"}, {"f": "abc", "g": "x"}} {
		if _, err := ana.Submit(ctx, form, fields); !errors.Is(err, playground.ErrField) {
			t.Errorf("submit %v: got %v, want it refused", fields, err)
		}
	}
	if _, err := w.AddPerson("Ben").Submit(ctx, form, map[string]string{"f": "abc"}); !errors.Is(err, playground.ErrGone) {
		t.Errorf("got %v, want nobody else to have the form", err)
	}
	i, done = w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.Submit(ctx, form, map[string]string{"f": "abc"})
	})
	w.want("POST", callback(i), reply(6, nil), 204, 0)
	<-done
	if _, err := ana.Submit(ctx, form, map[string]string{"f": "abc"}); !errors.Is(err, playground.ErrSubmitted) {
		t.Errorf("got %v, want the form closed", err)
	}
}

func TestAFormKeepsWhatWasFilledIn(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	form := modal("m")
	form["components"] = append(form["components"].([]any), object{"type": 1, "components": []any{object{"type": 4, "style": 2, "custom_id": "g", "label": "G", "value": "before", "required": false}}})
	w.want("POST", callback(i), reply(9, form), 204, 0)
	shown := *(<-done).Form
	if g := shown.Fields[1]; g.Value != "before" || g.Required || !g.Long || g.Max != 4000 {
		t.Errorf("got %+v, want the field as it was sent", g)
	}
	i, _ = w.begin(func(ctx context.Context) (playground.Response, error) {
		return ana.Submit(ctx, shown, map[string]string{"f": "abc"})
	})
	if got := i.ModalSubmitData().Components; len(got) != 2 {
		t.Errorf("got %d rows, want both", len(got))
	}
	w.want("POST", callback(i), reply(6, nil), 204, 0)
}

func TestAFormShowsItsTextAndTakesOneOfItsOptions(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, done := w.press(ana, m, "a")
	w.want("POST", callback(i), reply(9, object{"custom_id": "m", "title": "T", "components": []any{
		object{"type": 10, "content": "**How was today?**"},
		object{"type": 18, "label": "Kind", "description": "Only if you like.", "component": object{
			"type": 3, "custom_id": "kind", "required": false, "min_values": 0, "options": []any{object{"label": "Rest", "value": "rest", "default": true}, object{"label": "Play", "value": "play"}}}},
	}}), 204, 0)
	shown := *(<-done).Form
	if f := shown.Fields[0]; shown.Text != "**How was today?**" || f.Label != "Kind" || f.Description != "Only if you like." || f.Required || f.Value != "rest" || len(f.Options) != 2 {
		t.Errorf("got %+v, want the text and the select as they were sent", shown)
	}
	if _, err := ana.Submit(context.Background(), shown, map[string]string{"kind": "Rest"}); !errors.Is(err, playground.ErrField) {
		t.Errorf("got %v, want only values of options to be taken", err)
	}
}

func TestAClientSendsNoCommandThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	home, elsewhere := w.AddGuild("home", ana), w.AddGuild("elsewhere")
	commands := "/applications/" + w.Application()
	w.want("PUT", commands+"/commands", []any{object{"name": "need", "description": "d", "contexts": []int{0}, "options": []any{object{"type": 6, "name": "who", "description": "d"}}}}, 200, 0)
	w.want("PUT", commands+"/guilds/"+home.ID+"/commands", []any{object{"name": "here", "description": "d"}}, 200, 0)
	for _, c := range []struct {
		in      playground.Place
		name    string
		options map[string]string
		want    error
	}{
		{nil, "nothing", nil, playground.ErrNoCommand}, {nil, "need", nil, playground.ErrNoCommand}, {nil, "here", nil, playground.ErrNoCommand},
		{home, "need", map[string]string{"what": "x"}, playground.ErrOption}, {home, "need", map[string]string{"who": "1"}, playground.ErrOption},
		{elsewhere, "need", nil, playground.ErrNotThere}, {home, "here", nil, playground.ErrNoResponse},
	} {
		if _, err := ana.Command(context.Background(), c.in, c.name, c.options); !errors.Is(err, c.want) {
			t.Errorf("/%s %v: got %v, want %v", c.name, c.options, err, c.want)
		}
	}
	if got := len(w.Commands()); got != 2 {
		t.Errorf("got %d commands, want both scopes", got)
	}
}

func TestAPersonWritesEditsAndDeletesTheirOwnWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	for _, text := range []string{"", " \n\t", strings.Repeat("ä", 4001)} {
		if _, err := ana.Write(text); !errors.Is(err, playground.ErrText) {
			t.Errorf("write %d characters: got %v, want it refused", len([]rune(text)), err)
		}
	}
	bots := w.send(ana, text("q"))["id"].(string)
	question := w.last(ana)
	m, err := ana.WriteReply(question, " "+strings.Repeat("ä", 4000)+"\n")
	if err != nil || m.ReplyTo != bots || m.Content != strings.Repeat("ä", 4000) {
		t.Fatalf("got %+v, %v, want a trimmed reply", m, err)
	}
	if edited, err := ana.Edit(m, "shorter"); err != nil || edited.Content != "shorter" || edited.Edited.IsZero() {
		t.Errorf("got %+v, %v, want the edit", edited, err)
	}
	if _, err := ana.Edit(question, "x"); !errors.Is(err, playground.ErrNotYours) {
		t.Errorf("got %v, want the bot's words left alone", err)
	}
	out := w.want("GET", "/channels/"+m.ChannelID+"/messages/"+m.ID, nil, 200, 0)
	if got := out["referenced_message"].(map[string]any)["id"]; got != bots {
		t.Errorf("got reference to %v, want %s", got, bots)
	}
	if err := ana.Delete(m); err != nil {
		t.Fatal(err)
	}
	if err := ana.Delete(m); !errors.Is(err, playground.ErrGone) {
		t.Errorf("got %v, want it gone", err)
	}
	w.want("GET", "/channels/"+m.ChannelID+"/messages/"+m.ID, nil, 404, 10008)
}

func TestClosedDirectMessagesRefuseTheBot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben, other := w.AddPerson("Ana"), w.AddPerson("Ben"), w.AddBot("other")
	ana.DM()
	ana.CloseDMs(true)
	ben.CloseDMs(true)
	w.want("POST", "/users/@me/channels", object{"recipient_id": ana.ID}, 200, 0)
	w.want("POST", "/channels/"+ana.DM().ID+"/messages", text("hello"), 403, 50007)
	w.want("POST", "/users/@me/channels", object{"recipient_id": ben.ID}, 400, 50007)
	w.want("POST", "/users/@me/channels", object{"recipient_id": other.ID}, 400, 50007)
	w.want("POST", "/users/@me/channels", object{"recipient_id": "12345"}, 404, 10013)
	ana.CloseDMs(false)
	w.send(ana, text("hello"))
	if got := w.Invalid(); got != 1 {
		t.Errorf("got %d invalid requests, want the one 403", got)
	}
	if got := w.broken(); len(got) != 0 {
		t.Errorf("got %v told as broken, want nothing: people do that", got)
	}
}
