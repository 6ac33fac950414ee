package bot

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/scheduler"
	"leanon/store"
)

func dump(m *talk.Message) string {
	if m == nil {
		return "<no message>"
	}
	s := m.Text
	for _, r := range m.Rows {
		for _, x := range r.Buttons {
			s += fmt.Sprintf("\n   [%s]{%s}", x.Label, x.CustomID)
		}
		if r.Select != nil {
			s += fmt.Sprintf("\n   <%s>{%s} %v", r.Select.Placeholder, r.Select.CustomID, r.Select.Options)
		}
	}
	return s
}

func TestTmpFlow(t *testing.T) {
	lib, err := library.Default()
	if err != nil {
		t.Fatal(err)
	}
	ck := scheduler.NewClock()
	now := time.Date(2026, 11, 23, 19, 59, 0, 0, time.UTC)
	var key store.Key
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"), key, store.Clock{
		Next: ck.Next, Gap: ck.Gap,
		In: func(z string, at time.Time) (time.Time, error) { l, err := ck.Zone(z); if err != nil { return at, err }; return at.In(l), nil },
		QuietEnd: func(q, z string, at time.Time) (time.Time, bool) { l, err := ck.Zone(z); if err != nil { return at, false }; return scheduler.QuietEnd(q, l, at) },
	}, store.Defaults{Cron: "0 20 * * 1,3,5", Quiet: "22:00-08:00", MinInterval: time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	b := New(Options{Store: st, Library: lib, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Zone: ck.Zone, Expression: func(e string) error { _, err := ck.Gap(e); return err }, MinInterval: time.Hour, Retention: 90 * 24 * time.Hour})
	b.Log = slog.New(slog.NewTextHandler(testWriter{t}, nil))
	ana, ben := talk.User{ID: "1", Name: "Ana"}, talk.User{ID: "2", Name: "Ben_x"}
	do := func(in talk.Request) talk.Reply {
		r := b.Handle(context.Background(), in)
		t.Logf("---- %s %s%s %v%v by %s (update %v)\n%s %+v %v", "", in.Name, in.CustomID, in.Options, in.Values, in.Person.Name, r.Update, dump(r.Message), r.Form, r.Choices)
		return r
	}
	cmd := func(u talk.User, name string, o map[string]string) talk.Reply {
		return do(talk.Request{Kind: talk.Command, Person: u, Name: name, Options: o, Users: map[string]talk.User{"1": ana, "2": ben}, Guild: "9", Locale: "en-GB"})
	}
	press := func(u talk.User, id string) talk.Reply {
		return do(talk.Request{Kind: talk.Press, Person: u, CustomID: id, MessageID: "77", Channel: "c" + u.ID})
	}
	find := func(m *talk.Message, label string) string {
		for _, r := range m.Rows {
			for _, x := range r.Buttons {
				if strings.HasPrefix(x.Label, label) {
					return x.CustomID
				}
			}
		}
		t.Fatalf("no %s", label)
		return ""
	}
	deliver := func() map[string]*talk.Message {
		out := map[string]*talk.Message{}
		owed, err := st.Due(context.Background(), now, 100)
		if err != nil { t.Fatal(err) }
		for _, o := range owed {
			n, err := st.Attempt(context.Background(), o.ID, now)
			if err != nil { continue }
			m, err := b.Compose(context.Background(), n)
			if err != nil { t.Fatal(err) }
			t.Logf("==== to %s: %s", n.Person, dump(&m))
			st.Delivered(context.Background(), n, "c"+n.Person, n.ID.String(), now)
			out[n.Person+string(n.Kind)] = &m
		}
		return out
	}
	cmd(ana, "help", nil)
	cmd(ana, "privacy", nil)
	cmd(ana, "rhythm", nil)
	cmd(ana, "pair", map[string]string{"partner": "1"})
	m := cmd(ana, "pair", map[string]string{"partner": "2"})
	press(ana, find(m.Message, "Send"))
	d := deliver()
	press(ben, find(d["2invite"], "Accept"))
	press(ben, find(d["2invite"], "Decline"))
	d = deliver()
	press(ben, find(d["2welcome"], "Set my city"))
	do(talk.Request{Kind: talk.Submit, Person: ana, CustomID: "set-city." + "abc", Fields: map[string]string{"city": "london"}})
	f := press(ben, find(d["2welcome"], "Set my city"))
	do(talk.Request{Kind: talk.Submit, Person: ben, CustomID: f.Form.CustomID, MessageID: "5", Fields: map[string]string{"city": f.Form.Fields[0].Value}})
	do(talk.Request{Kind: talk.Submit, Person: ben, CustomID: f.Form.CustomID, MessageID: "5", Fields: map[string]string{"city": "san"}})
	press(ben, find(d["2welcome"], "My days"))
	press(ben, find(d["2welcome"], "First"))
	press(ben, find(d["2welcome"], "First"))
	deliver()
	cmd(ana, "rhythm", map[string]string{"time": "11pm"})
	cmd(ana, "rhythm", map[string]string{"cron": "*/30 * * * *"})
	cmd(ana, "rhythm", map[string]string{"cron": "foo"})
	cmd(ana, "rhythm", map[string]string{"cron": "0 20 */2 * *", "zone": "Europe/Paris"})
	cmd(ana, "rhythm", map[string]string{"time": "7:00"})
	cmd(ana, "rhythm", map[string]string{"days": "none"})
	cmd(ana, "rhythm", map[string]string{"days": "daily"})
	p := cmd(ana, "pause", map[string]string{"until": "3 days"})
	press(ana, find(p.Message, "Tell"))
	d = deliver()
	cmd(ana, "rhythm", nil)
	press(ana, find(p.Message, "Resume"))
	press(ana, find(p.Message, "Tell"))
	cmd(ana, "settings", nil)
	do(talk.Request{Kind: talk.Choose, Person: ana, CustomID: "set-depth", Values: []string{"3"}, MessageID: "1", Fleeting: true})
	do(talk.Request{Kind: talk.Choose, Person: ana, CustomID: "set-retention", Values: []string{"0"}, MessageID: "1", Fleeting: true})
	do(talk.Request{Kind: talk.Submit, Person: ana, CustomID: "set-quiet", Fields: map[string]string{"quiet": "10pm to 7am"}, MessageID: "1", Fleeting: true})
	cmd(ana, "privacy", nil)
	l := cmd(ana, "leave", nil)
	l = do(talk.Request{Kind: talk.Choose, Person: ana, CustomID: l.Message.Rows[0].Select.CustomID, Values: []string{"nothing"}, MessageID: "1", Fleeting: true})
	l = press(ana, find(l.Message, "Leave"))
	press(ana, find(l.Message, "No more"))
	press(ana, "refuse:333")
	cmd(ben, "needs", nil)
	cmd(ben, "needs", nil)
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) { w.t.Log(string(p)); return len(p), nil }
