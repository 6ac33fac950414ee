package playground_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// ruling is one request and whether Discord takes it.
type ruling struct {
	name, method, path string
	body               any
	fine               bool
}

func row(components ...any) []any { return []any{object{"type": 1, "components": components}} }

func button(id string) object {
	return object{"type": 2, "style": 1, "label": "Answer", "custom_id": id}
}

func with(o object, key string, value any) object {
	out := object{key: value}
	for k, v := range o {
		if k != key {
			out[k] = v
		}
	}
	return out
}

func select25(n int) object {
	options := make([]any, n)
	for i := range options {
		options[i] = object{"label": "l", "value": strings.Repeat("v", i+1)}
	}
	return object{"type": 3, "custom_id": "s", "options": options}
}

// rulings returns requests that Discord takes and requests that it refuses, by its
// description, and by its documentation if that says more.
func rulings() []ruling {
	const messages, callback, commands = "/channels/900/messages", "/interactions/11/tok-en_1/callback", "/applications/7/commands"
	input := object{"type": 4, "style": 2, "custom_id": "t", "label": "Your answer", "max_length": 2000, "required": true}
	modal := func(title string, rows []any) any {
		return reply(9, object{"custom_id": "m", "title": title, "components": rows})
	}
	command := func(name, description string) any {
		return []any{object{"name": name, "description": description, "contexts": []int{0, 1}, "options": []any{object{"type": 3, "name": "when", "description": "w", "required": true, "autocomplete": true}}}}
	}
	inOthers := func(command, option object) any {
		return []any{object{"name": "ask", "description": "Ask now", "description_localizations": command, "options": []any{
			object{"type": 3, "name": "when", "description": "w", "description_localizations": option},
		}}}
	}
	message := func(components ...any) object { return object{"content": "x", "components": components} }
	var sixRows, sixInputs, sixButtons []any
	for i := range 6 {
		id := strings.Repeat("y", i+1)
		sixRows = append(sixRows, row(button(id))...)
		sixInputs = append(sixInputs, row(with(input, "custom_id", id))...)
		sixButtons = append(sixButtons, button(id))
	}
	return []ruling{
		{"discordgo's nulls", "POST", messages, object{"content": "yo", "embeds": nil, "tts": false, "components": nil, "sticker_ids": nil}, true},
		{"buttons", "POST", messages, message(row(button("a"), button("b"))...), true},
		{"link button", "POST", messages, message(row(object{"type": 2, "style": 5, "label": "x", "url": "https://example.org/x"})...), true},
		{"select", "POST", messages, message(row(select25(25))...), true},
		{"nonce", "POST", messages, object{"content": "x", "nonce": "chk-1", "enforce_nonce": true, "allowed_mentions": object{"parse": []string{}}, "flags": 4096}, true},
		{"embed", "POST", messages, object{"embeds": []any{object{"title": "t", "description": "d"}}}, true},
		{"container", "POST", messages, object{"flags": 1 << 15, "components": []any{object{"type": 17, "components": []any{object{"type": 10, "content": "hi"}, object{"type": 14}, row(button("a"))[0]}}}}, true},
		{"section", "POST", messages, object{"flags": 1 << 15, "components": []any{object{"type": 9, "components": []any{object{"type": 10, "content": "hi"}}, "accessory": button("a")}}}, true},
		{"an unknown key", "POST", messages, object{"content": "x", "contnet": "y"}, true},
		{"modal", "POST", callback, modal("T", row(input)), true},
		{"modal with a label", "POST", callback, modal("T", []any{object{"type": 18, "label": "L", "component": object{"type": 4, "style": 1, "custom_id": "t"}}}), true},
		{"deferred update", "POST", callback, object{"type": 6}, true},
		{"update", "POST", callback, reply(7, object{"content": "done", "components": []any{}}), true},
		{"suggestions", "POST", callback, reply(8, object{"choices": []any{object{"name": "Paris", "value": "Europe/Paris"}}}), true},
		{"commands", "PUT", commands, command("ask", "Ask now"), true},
		{"commands in other languages", "PUT", commands, inOthers(object{"de": strings.Repeat("ä", 100), "es-419": "e"}, object{"pt-BR": "p"}), true},
		{"commands in no other language", "PUT", commands, inOthers(nil, object{}), true},
		{"edit of the original", "PATCH", "/webhooks/7/tok-en/messages/@original", text("x"), true},
		{"follow-up", "POST", "/webhooks/7/tok-en", object{"content": "x", "flags": 64}, true},

		{"no custom_id", "POST", messages, message(row(object{"type": 2, "style": 1, "label": "x"})...), false},
		{"custom_id of 101", "POST", messages, message(row(button(strings.Repeat("c", 101)))...), false},
		{"empty custom_id", "POST", messages, message(row(button(""))...), false},
		{"label of 81", "POST", messages, message(row(with(button("a"), "label", strings.Repeat("l", 81)))...), false},
		{"style 9", "POST", messages, message(row(with(button("a"), "style", 9))...), false},
		{"neither label nor emoji", "POST", messages, message(row(object{"type": 2, "style": 1, "custom_id": "a"})...), false},
		{"six buttons in a row", "POST", messages, message(row(sixButtons...)...), false},
		{"two selects in a row", "POST", messages, message(row(select25(1), with(select25(1), "custom_id", "t"))...), false},
		{"a custom_id twice", "POST", messages, message(row(button("a"), button("a"))...), false},
		{"link button with custom_id", "POST", messages, message(row(object{"type": 2, "style": 5, "label": "x", "custom_id": "a", "url": "https://a.b"})...), false},
		{"select of 26", "POST", messages, message(row(select25(26))...), false},
		{"select of none", "POST", messages, message(row(select25(0))...), false},
		{"max_values over the options", "POST", messages, message(row(with(select25(2), "max_values", 3))...), false},
		{"placeholder of 151", "POST", messages, message(row(with(select25(2), "placeholder", strings.Repeat("p", 151)))...), false},
		{"2,001 characters", "POST", messages, text(strings.Repeat("ä", 2001)), false},
		{"nothing", "POST", messages, object{}, false},
		{"white space", "POST", messages, text(" \n "), false},
		{"nonce of 26", "POST", messages, object{"content": "x", "nonce": strings.Repeat("n", 26)}, false},
		{"six rows", "POST", messages, message(sixRows...), false},
		{"V2 and content", "POST", messages, object{"content": "x", "flags": 1 << 15, "components": []any{object{"type": 10, "content": "y"}}}, false},
		{"V2 component without the flag", "POST", messages, object{"components": []any{object{"type": 10, "content": "y"}}}, false},
		{"V2 text of 4,001", "POST", messages, object{"flags": 1 << 15, "components": []any{object{"type": 10, "content": strings.Repeat("y", 4001)}}}, false},
		{"embeds of 6,001", "POST", messages, object{"embeds": []any{object{"description": strings.Repeat("d", 4000)}, object{"description": strings.Repeat("d", 2001)}}}, false},
		{"modal title of 46", "POST", callback, modal(strings.Repeat("t", 46), row(input)), false},
		{"modal of six", "POST", callback, modal("T", sixInputs), false},
		{"modal with a button", "POST", callback, modal("T", row(button("a"))), false},
		{"modal of none", "POST", callback, modal("T", nil), false},
		{"modal label of 46", "POST", callback, modal("T", row(with(input, "label", strings.Repeat("l", 46)))), false},
		{"modal value over its max_length", "POST", callback, modal("T", row(with(with(input, "max_length", 2), "value", "abc"))), false},
		{"type 99", "POST", callback, object{"type": 99}, false},
		{"command in an unknown locale", "PUT", commands, inOthers(object{"es": "e"}, nil), false},
		{"option in an unknown locale", "PUT", commands, inOthers(nil, object{"de-DE": "d"}), false},
		{"command of 101 in German", "PUT", commands, inOthers(object{"de": strings.Repeat("ä", 101)}, nil), false},
		{"option of nothing in German", "PUT", commands, inOthers(nil, object{"de": ""}), false},
		{"command in upper case", "PUT", commands, command("Ask", "x"), false},
		{"command with a space", "PUT", commands, command("ask me", "x"), false},
		{"description of 101", "PUT", commands, command("ask", strings.Repeat("d", 101)), false},
		{"no description", "PUT", commands, command("ask", ""), false},
		{"a command twice", "PUT", commands, append(command("ask", "x").([]any), command("ask", "y").([]any)...), false},
		{"recipient is no snowflake", "POST", "/users/@me/channels", object{"recipient_id": "alice"}, false},
		{"channel is no snowflake", "POST", "/channels/abc/messages", text("x"), false},
	}
}

func TestDiscordItselfRefusesWhatItsDocumentationRefuses(t *testing.T) {
	t.Parallel()
	for _, r := range append(rulings(), finerRulings()...) {
		w, ana, m := asked(t)
		path := r.path
		switch {
		case strings.HasPrefix(path, "/channels/900"):
			path = "/channels/" + ana.DM().ID + "/messages"
		case strings.HasPrefix(path, "/applications"):
			path = "/applications/" + w.Application() + "/commands"
		case strings.HasSuffix(path, "/callback"):
			if r.name == "suggestions" {
				continue // answers no press
			}
			i, _ := w.press(ana, m, "a")
			path = callback(i)
		case strings.HasPrefix(path, "/webhooks"):
			continue // the same rules as a message
		}
		got, out := w.do(r.method, path, r.body)
		if (got < 300) != r.fine || !r.fine && got != 400 {
			t.Errorf("%s: got %d %v, want fine: %v", r.name, got, out, r.fine)
		}
		if told := len(w.broken()); (told == 0) != r.fine {
			t.Errorf("%s: %d told as broken, want fine: %v", r.name, told, r.fine)
		}
	}
}

func TestABodyThatIsNoJSONIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	path := "/channels/" + ana.DM().ID + "/messages"
	for kind, want := range map[string]string{"application/json": "50109", "text/plain": "50035"} {
		req, _ := http.NewRequest("POST", w.URL()+"/api/v9"+path, strings.NewReader("{oops"))
		req.Header.Set("Authorization", "Bot "+w.Token())
		req.Header.Set("User-Agent", userAgent)
		req.Header.Set("Content-Type", kind)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		body.ReadFrom(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 400 || !strings.Contains(body.String(), want) {
			t.Errorf("%s: got %d %s, want 400 with %s", kind, resp.StatusCode, body.String(), want)
		}
	}
}
