package playground_test

import (
	"fmt"
	"strings"
)

// repeated returns n values, each made from its index.
func repeated(n int, one func(int) any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = one(i)
	}
	return all
}

// finerRulings returns more of what Discord takes and refuses: for each limit that rulings
// leaves out, one request at the limit and one beyond it.
func finerRulings() []ruling {
	const messages, callback, commands = "/channels/900/messages", "/interactions/11/tok-en_1/callback", "/applications/7/commands"
	long := func(n int) string { return strings.Repeat("l", n) }
	var all []ruling
	rule := func(name, method, path string, body any, fine bool) {
		all = append(all, ruling{name, method, path, body, fine})
	}

	display := func(n int) any { return object{"type": 10, "content": long(n)} }
	v2 := func(components ...any) object { return object{"flags": 1 << 15, "components": components} }
	rule("40 components", "POST", messages, v2(repeated(40, func(int) any { return display(1) })...), true)
	rule("41 components", "POST", messages, v2(repeated(41, func(int) any { return display(1) })...), false)
	rule("4,000 characters in text displays", "POST", messages, v2(display(2000), display(2000)), true)
	rule("4,001 characters in text displays", "POST", messages, v2(display(2000), display(2001)), false)
	rule("a section without an accessory", "POST", messages, v2(object{"type": 9, "components": []any{display(1)}}), false)
	rule("a section of four texts", "POST", messages, v2(object{"type": 9, "components": repeated(4, func(int) any { return display(1) }), "accessory": button("a")}), false)

	in := func(c object) object { return object{"content": "x", "components": row(c)} }
	link := func(n int) object {
		return object{"type": 2, "style": 5, "label": "x", "url": "https://e.org/" + long(n-len("https://e.org/"))}
	}
	rule("a link of 512", "POST", messages, in(link(512)), true)
	rule("a link of 513", "POST", messages, in(link(513)), false)
	users := object{"type": 5, "custom_id": "u", "placeholder": long(150)}
	rule("a user select", "POST", messages, in(users), true)
	rule("a user select without custom_id", "POST", messages, in(object{"type": 5}), false)
	rule("a user select's placeholder of 151", "POST", messages, in(with(users, "placeholder", long(151))), false)
	option := func(i int) any { return object{"label": "l", "value": fmt.Sprint(i), "default": true} }
	choose := object{"type": 3, "custom_id": "s", "options": repeated(3, option), "max_values": 3}
	rule("three chosen of three", "POST", messages, in(choose), true)
	rule("three chosen of two", "POST", messages, in(with(choose, "max_values", 2)), false)
	rule("a select without custom_id", "POST", messages, in(object{"type": 3, "options": repeated(3, option), "max_values": 3}), false)
	rule("an option's value twice", "POST", messages, in(with(choose, "options", repeated(2, func(int) any { return object{"label": "l", "value": "v"} }))), false)
	rule("an option's label of 101", "POST", messages, in(with(choose, "options", repeated(3, func(i int) any { return with(option(i).(object), "label", long(101)) }))), false)
	rule("an option's description of 101", "POST", messages, in(with(choose, "options", repeated(3, func(i int) any { return with(option(i).(object), "description", long(101)) }))), false)

	embeds := func(e ...any) object { return object{"embeds": e} }
	rule("ten embeds", "POST", messages, embeds(repeated(10, func(int) any { return object{"title": "t"} })...), true)
	rule("eleven embeds", "POST", messages, embeds(repeated(11, func(int) any { return object{"title": "t"} })...), false)
	field := func(int) any { return object{"name": "n", "value": "v"} }
	rule("25 fields", "POST", messages, embeds(object{"fields": repeated(25, field)}), true)
	rule("26 fields", "POST", messages, embeds(object{"fields": repeated(26, field)}), false)
	for name, e := range map[string]object{
		"title of 257": {"title": long(257)}, "description of 4,097": {"description": long(4097)}, "footer of 2,049": {"footer": object{"text": long(2049)}},
		"author of 257": {"author": object{"name": long(257)}}, "field's name of 257": {"fields": []any{object{"name": long(257), "value": "v"}}},
		"field's value of 1,025": {"fields": []any{object{"name": "n", "value": long(1025)}}},
	} {
		rule("an embed's "+name, "POST", messages, embeds(e), false)
	}

	mentions := func(o object) object { return object{"content": "x", "allowed_mentions": o} }
	ids := func(n int) []any { return repeated(n, func(i int) any { return fmt.Sprint(1000 + i) }) }
	rule("100 users to mention", "POST", messages, mentions(object{"users": ids(100)}), true)
	rule("101 users to mention", "POST", messages, mentions(object{"users": ids(101)}), false)
	rule("parse anybody", "POST", messages, mentions(object{"parse": []string{"anybody"}}), false)
	rule("roles both ways", "POST", messages, mentions(object{"parse": []string{"roles"}, "roles": ids(1)}), false)

	input := object{"type": 4, "style": 2, "custom_id": "t", "label": "L"}
	form := func(id string, top ...any) object {
		return reply(9, object{"custom_id": id, "title": "T", "components": top})
	}
	label := func(o object) object {
		return with(with(o, "type", 18), "component", object{"type": 4, "style": 1, "custom_id": "t"})
	}
	rule("a form's custom_id of 100", "POST", callback, form(long(100), row(input)...), true)
	rule("a form's custom_id of 101", "POST", callback, form(long(101), row(input)...), false)
	rule("a form's label of 45, its description of 100", "POST", callback, form("m", label(object{"label": long(45), "description": long(100)})), true)
	rule("a label's description of 101", "POST", callback, form("m", label(object{"label": "L", "description": long(101)})), false)
	rule("a label of 46", "POST", callback, form("m", label(object{"label": long(46)})), false)
	kind := object{"type": 3, "custom_id": "s", "required": false, "min_values": 0, "options": repeated(2, func(i int) any { return object{"label": "l", "value": fmt.Sprint(i)} })}
	holding := func(inner any) object { return object{"type": 18, "label": "L", "component": inner} }
	rule("a form with a text, an input and a select", "POST", callback, form("m", display(100), label(object{"label": "L"}), holding(kind)), true)
	rule("a form's select that is off", "POST", callback, form("m", holding(with(kind, "disabled", true))), false)
	rule("a button in a label", "POST", callback, form("m", holding(button("b"))), false)
	rule("a label that holds nothing", "POST", callback, form("m", object{"type": 18, "label": "L"}), false)
	rule("a select in a form's row", "POST", callback, form("m", row(kind)...), false)
	rule("an input without custom_id", "POST", callback, form("m", row(object{"type": 4, "style": 2, "label": "L"})...), false)
	for name, change := range map[string]object{
		"style 3": {"style": 3}, "max_length 4,001": {"max_length": 4001}, "min_length over max_length": {"min_length": 3, "max_length": 2},
		"placeholder of 101": {"placeholder": long(101)},
	} {
		wrong := input
		for k, v := range change {
			wrong = with(wrong, k, v)
		}
		rule("an input's "+name, "POST", callback, form("m", row(wrong)...), false)
	}

	command := func(options ...any) any { return []any{object{"name": "ask", "description": "d", "options": options}} }
	take := func(i int) object { return object{"type": 3, "name": fmt.Sprint("o", i), "description": "d"} }
	rule("25 options", "PUT", commands, command(repeated(25, func(i int) any { return take(i) })...), true)
	rule("26 options", "PUT", commands, command(repeated(26, func(i int) any { return take(i) })...), false)
	rule("an option in upper case", "PUT", commands, command(with(take(0), "name", "When")), false)
	rule("an option twice", "PUT", commands, command(take(0), take(0)), false)
	rule("a required option after another", "PUT", commands, command(take(0), with(take(1), "required", true)), false)
	rule("an option of type 12", "PUT", commands, command(with(take(0), "type", 12)), false)
	rule("an option's description of 101", "PUT", commands, command(with(take(0), "description", long(101))), false)
	choices := func(n int) object {
		return with(take(0), "choices", repeated(n, func(i int) any { return object{"name": fmt.Sprint("n", i), "value": fmt.Sprint(i)} }))
	}
	rule("25 choices", "PUT", commands, command(choices(25)), true)
	rule("26 choices", "PUT", commands, command(choices(26)), false)
	rule("choices and autocomplete", "PUT", commands, command(with(choices(1), "autocomplete", true)), false)
	wordy := func(n int) []any {
		return repeated(n, func(i int) any {
			return with(take(i), "choices", repeated(5, func(k int) any { return object{"name": long(90) + fmt.Sprint(k), "value": fmt.Sprint(k)} }))
		})
	}
	rule("a command of 7,900 characters", "PUT", commands, command(wordy(17)...), true)
	rule("a command of 8,300 characters", "PUT", commands, command(wordy(18)...), false)
	return all
}
