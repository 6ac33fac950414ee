package discord

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"leanon/discord/talk"
)

// Shapes that a field may have one day.
var shapes = []any{nil, true, 7.5, "odd", []any{}, []any{nil, 7, "odd", map[string]any{"x": 1}, []any{}}, map[string]any{}, map[string]any{"x": 1, "id": 2}}

// eachOdd calls f with a copy of what v is in JSON for each field of it in turn, on every
// level, and each of shapes as that field's value; and with one more field. at is the
// path of the field.
func eachOdd(t *testing.T, v string, f func(at string, raw []byte)) {
	t.Helper()
	var whole any
	if err := json.Unmarshal([]byte(v), &whole); err != nil {
		t.Fatal(err)
	}
	var walk func(at string, in any, set func(any))
	walk = func(at string, in any, set func(any)) {
		for _, odd := range shapes {
			set(odd)
			raw, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			f(at, raw)
		}
		set(in)
		switch in := in.(type) {
		case map[string]any:
			in["new"] = map[string]any{"shape": 1}
			raw, _ := json.Marshal(whole)
			f(at+"/new", raw)
			delete(in, "new")
			for _, key := range slices.Sorted(func(yield func(string) bool) {
				for k := range in {
					if !yield(k) {
						return
					}
				}
			}) {
				walk(at+"/"+key, in[key], func(v any) { in[key] = v })
			}
		case []any:
			for n := range in {
				walk(fmt.Sprintf("%s/%d", at, n), in[n], func(v any) { in[n] = v })
			}
		}
	}
	walk("", whole, func(v any) { whole = v })
}

const oddMessage = `{"id":"1","channel_id":"6","type":19,"content":"hold me","author":{"id":"42","username":"ana1","global_name":"Ana","avatar":null,"bot":false},
 "message_reference":{"type":0,"message_id":"9","channel_id":"6"},"edited_timestamp":"2026-11-22T10:00:00Z","webhook_id":"",
 "attachments":[{"id":"3"}],"sticker_items":[{"id":"4"}],"message_snapshots":[{"message":{}}],"poll":{"question":{"text":"?"}},"embeds":[{"fields":[{"name":"x"}]}],
 "components":[{"type":1,"id":2,"components":[{"type":2,"custom_id":"send.7","label":"Send"},{"type":77,"value":true,"values":[1]}]},{"type":18,"component":{"type":3,"custom_id":"k","values":["v"]}}]}`

func TestAFieldOfAnUnknownShapeSilencesNobody(t *testing.T) {
	t.Parallel()
	needed := []string{"", "/id", "/author", "/author/id", "/author/bot", "/type", "/guild_id"}
	mayDiffer := map[string]bool{"/content": true, "/webhook_id": true}
	read := 0
	eachOdd(t, oddMessage, func(at string, raw []byte) {
		if slices.Contains(needed, at) {
			return
		}
		var m message
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Errorf("%s: %v in\n%s", at, err, raw)
			return
		}
		r, ok := m.written()
		if !mayDiffer[at] && (!ok || r.Text != "hold me" || r.Person.ID != "42") {
			t.Errorf("%s: got %+v and %t, want the words of Ana from\n%s", at, r, ok, raw)
		}
		if !strings.HasPrefix(at, "/components") && !(page{messages: []message{m}}).has("7") {
			t.Errorf("%s: the mark is not found in\n%s", at, raw)
		}
		read++
	})
	if read < 300 {
		t.Errorf("tried %d shapes, want hundreds", read)
	}
}

func (p page) has(mark string) bool { return findMarked(p, mark) != "" }

func TestAnInteractionWithAFieldOfAnUnknownShapeIsHandled(t *testing.T) {
	t.Parallel()
	const who = `"id":"1","token":"t","version":1,"guild_id":"5","channel_id":"6","locale":"de","context":0,"member":{"nick":"Annie","permissions":"0","user":{"id":"42","username":"ana1","global_name":"Ana","bot":false}},"message":{"id":"9","flags":64,"embeds":[]},`
	for name, c := range map[string]struct {
		event  string
		needed []string
		right  func(r talk.Request) bool
	}{
		"a command": {
			`{"type":2,` + who + `"data":{"id":"8","name":"pair","type":1,"options":[{"name":"partner","type":6,"value":"43"}],"resolved":{"users":{"43":{"id":"43","username":"ben1","bot":false}},"members":{"43":{"nick":"Benny"}}}}}`,
			[]string{"/data/name"},
			func(r talk.Request) bool { return r.Kind == talk.Command && r.Name == "pair" },
		},
		"a press": {
			`{"type":3,` + who + `"data":{"custom_id":"send.7","component_type":2,"id":3}}`,
			[]string{"/data/custom_id", "/data/component_type"},
			func(r talk.Request) bool { return r.Kind == talk.Press && r.CustomID == "send.7" },
		},
		"a choice": {
			`{"type":3,` + who + `"data":{"custom_id":"kind","component_type":3,"values":["rest"],"resolved":{}}}`,
			[]string{"/data/custom_id"},
			func(r talk.Request) bool { return r.CustomID == "kind" },
		},
		"a form": {
			`{"type":5,` + who + `"data":{"custom_id":"answer","components":[{"type":18,"id":1,"component":{"type":4,"custom_id":"words","value":"hold me"}},{"type":10,"id":2},{"type":18,"component":{"type":22,"custom_id":"boxes","values":["a","b"],"value":true}}]}}`,
			[]string{"/data/custom_id", "/data/components", "/data/components/0", "/data/components/0/component", "/data/components/0/component/custom_id", "/data/components/0/component/value"},
			func(r talk.Request) bool { return r.Kind == talk.Submit && r.Fields["words"] == "hold me" },
		},
	} {
		needed := append(c.needed, "", "/id", "/token", "/type", "/guild_id", "/member", "/member/user", "/member/user/id", "/member/user/bot", "/data")
		eachOdd(t, c.event, func(at string, raw []byte) {
			if slices.Contains(needed, at) {
				return
			}
			var i interaction
			if err := json.Unmarshal(raw, &i); err != nil {
				t.Errorf("%s, %s: %v in\n%s", name, at, err, raw)
				return
			}
			if r, ok := i.request(); !ok || r.Person.ID != "42" || r.Guild != "5" || !c.right(r) {
				t.Errorf("%s, %s: got %+v and %t from\n%s", name, at, r, ok, raw)
			}
		})
	}
}

func TestACheckboxIsReadAsText(t *testing.T) {
	t.Parallel()
	var i interaction
	const event = `{"id":"1","type":5,"user":{"id":"42"},"data":{"custom_id":"x","components":[{"component":{"type":23,"custom_id":"box","value":true}},{"component":{"type":22,"custom_id":"boxes","values":["a","b"]}},{"component":{"type":21,"custom_id":"radio","value":null}},{"component":{"custom_id":"n","value":7}}]}}`
	if err := json.Unmarshal([]byte(event), &i); err != nil {
		t.Fatal(err)
	}
	r, _ := i.request()
	if got := fmt.Sprint(r.Fields); got != "map[box:true boxes:a n:7]" {
		t.Errorf("got %s", got)
	}
}
