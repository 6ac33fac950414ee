package bot

import (
	"fmt"
	"strings"
	"testing"

	"leanon/discord/talk"
	"leanon/store"
)

// say is what somebody reads under a key in a language.
func (g *stage) say(language, key string, places ...any) string {
	return bare(g.bot.in(language).say(key, places...))
}

// newest remembers the newest message that each person was sent.
func (g *stage) newest() map[string]*talk.Message {
	all := map[string]*talk.Message{}
	g.sent = func(n store.Notice, m talk.Message) { all[n.Person] = &m }
	return all
}

func (g *stage) says(what, text string, wants ...string) {
	g.Helper()
	for _, want := range wants {
		if !strings.Contains(bare(text), want) {
			g.Errorf("%s: got %q, want %q in it", what, bare(text), want)
		}
	}
}

// TestPartnersReadTheirOwnLanguages lets Anabel read Brazilian Portuguese and Benedict
// German: of what they read of one another only the quoted words and the opening of the
// request are the writer's.
func TestPartnersReadTheirOwnLanguages(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.locales[anabel], g.locales[benedict] = "pt-BR", "de"
	sent := g.newest()
	g.command(anabel, "pair", "partner", benedict)
	g.uses(anabel, "send-invite")
	g.says("the invitation to somebody who never acted", sent[benedict].Text, strings.SplitN(g.say("pt-BR", "invite.text", "name", "Anabel", "day", "\x1a"), "\x1a", 2)[0])
	facts := g.uses(benedict, "accept-facts")
	g.says("the facts", facts.Message.Text, strings.SplitN(g.say("de", "invite.facts", "name", "Anabel"), "\n", 2)[0])
	agreed := g.uses(benedict, "agree")
	g.says("what Benedict reads once he agreed", agreed.Message.Text, g.say("de", "invite.agreed"))

	form := g.command(anabel, "need").Form
	if got, want := form.Fields[1].Label, g.say("pt-BR", "field.request"); got != want {
		t.Errorf("the field of the request: got %q, want %q", got, want)
	}
	preview := g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: form.CustomID, Fields: map[string]string{"words": "Saudade.", "ask": "me ligar", "kind": "play", "want": "listen"}})
	asked := g.say("pt-BR", "request.asked", "request", "me ligar")
	g.says("the preview", preview.Message.Text, g.say("pt-BR", "preview.head", "name", "Benedict"), asked, g.say("pt-BR", "preview.is.want.listen", "name", "Benedict"))
	g.uses(anabel, "send")
	if got, want := labels(*sent[benedict]), g.say("de", "button.open"); !strings.HasPrefix(got, want) {
		t.Errorf("the button of the note that waits: got %q, want %q", got, want)
	}
	note := g.uses(benedict, "open")
	g.says("the note", note.Message.Text, "Saudade.", asked, g.say("de", "note.is.want.listen", "name", "Anabel"), g.say("de", "note.foot", "name", "Anabel"))
	g.uses(benedict, "say-yes")
	g.uses(benedict, "when-tonight")
	g.says("the answer", sent[anabel].Text, strings.SplitN(g.say("pt-BR", "answer.yes-time", "name", "Benedict", "time", "\x1a"), "\x1a", 2)[0])
	shown := g.uses(anabel, "show-it")
	g.says("what it is about", shown.Message.Text, asked)
	if help := g.command(benedict, "help").Message.Text; !strings.Contains(help, g.say("de", "help.commands")) {
		t.Errorf("help: got %q, want it in German", help)
	}
}

// TestARestartKeepsTheLanguageThatSomebodyReads composes what comes unasked from the
// language of the last act, and what was pressed in that of the press.
func TestARestartKeepsTheLanguageThatSomebodyReads(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/leanon.db"
	g := newStageOn(t, path)
	g.pairs(anabel, benedict)
	g.locales[benedict] = "pt-BR"
	g.command(benedict, "settings")
	g.command(anabel, "need", "text", "I missed you")
	g.store.Close()
	again := newStageOn(t, path)
	again.now, again.acts, again.offers = g.now, g.acts, g.offers
	sent := again.newest()
	again.uses(anabel, "send")
	if got, want := labels(*sent[benedict]), again.say("pt-BR", "button.open"); !strings.HasPrefix(got, want) {
		t.Errorf("after a restart: got the button %q, want %q", got, want)
	}
	again.locales[benedict] = "en-GB"
	note := again.uses(benedict, "open")
	again.says("after their Discord changed", note.Message.Text, again.say("en", "note.foot", "name", "Anabel"))
}

// TestAnErrorIsSaidInTheLanguageOfTheAct holds also where nothing could be read.
func TestAnErrorIsSaidInTheLanguageOfTheAct(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	reply := g.asks(daniel, talk.Request{Kind: talk.Press, CustomID: "none-of-ours", Locale: "pt-BR"})
	g.says("a button that nobody knows", reply.Message.Text, g.say("pt-BR", "error.button"))
	reads := "de"
	if _, err := g.store.Set(t.Context(), anabel, store.Settings{Reads: &reads}); err != nil {
		t.Fatal(err)
	}
	reply = g.asks(anabel, talk.Request{Kind: talk.Press, CustomID: "open:zzz", Locale: "pt-BR"})
	g.says("an error of somebody who chose to read German", reply.Message.Text, g.say("de", "error.button"))
	g.says("what stands where nothing can be shown", reply.Instead, g.say("de", "error.not-shown"))
}

// TestALanguageThatIsNotSpokenIsReadInEnglish holds for a Discord in another language, and
// for a chosen one that the library does not have any more.
func TestALanguageThatIsNotSpokenIsReadInEnglish(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	for _, tt := range []struct {
		me   store.Partner
		want string
	}{
		{store.Partner{}, "en"}, {store.Partner{Locale: "ja"}, "en"}, {store.Partner{Locale: "es-ES"}, "es"}, {store.Partner{Locale: "en-GB"}, "en"},
		{store.Partner{Reads: "de-formal", Locale: "fr"}, "de-formal"}, {store.Partner{Reads: "en", Locale: "fr"}, "en"}, {store.Partner{Reads: "tlh", Locale: "fr"}, "fr"},
	} {
		if got := b.to(tt.me).language(); got != tt.want {
			t.Errorf("reads %q, locale %q: got %q, want %q", tt.me.Reads, tt.me.Locale, got, tt.want)
		}
	}
	for _, tt := range []struct {
		me   store.Partner
		want string
	}{
		{store.Partner{}, "en"}, {store.Partner{Locale: "de"}, "de"}, {store.Partner{Locale: "de", Language: "pt"}, "pt-BR"}, {store.Partner{Locale: "de", Language: "it"}, "de"},
		{store.Partner{Reads: "es-AR", Language: "es"}, "es-AR"}, {store.Partner{Reads: "en", Language: "es"}, "es"}, {store.Partner{Reads: "fr-formal"}, "fr-formal"},
	} {
		if got := b.opening(tt.me); got != tt.want {
			t.Errorf("a request of %+v opens in %q, want %q", tt.me, got, tt.want)
		}
	}
}

// TestTheLanguageToReadIsChosenAndAnswersAtOnce changes it in the middle of an open note:
// what was sent before is said anew in the new language when it is pressed.
func TestTheLanguageToReadIsChosenAndAnswersAtOnce(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	sent := g.newest()
	g.locales[anabel], g.locales[benedict] = "en-US", "en-US"
	g.command(anabel, "need", "text", "I missed you")
	g.uses(anabel, "send")
	g.says("the note that waits", labels(*sent[benedict]), g.say("en", "button.open"))
	chooses := func(value string) string {
		g.Helper()
		g.command(benedict, "settings")
		g.uses(benedict, "settings-more")
		g.uses(benedict, "language")
		return g.uses(benedict, "set-reads", value).Message.Text
	}
	g.says("the settings once German was chosen", chooses("de"), g.say("de", "settings.reads", "language", "Deutsch"), g.say("de", "settings.foot"))
	g.says("the note of before, opened", g.uses(benedict, "open").Message.Text, g.say("de", "note.foot", "name", "Anabel"), "I missed you")
	g.says("the settings once formal German was chosen", chooses("de-formal"), g.say("de-formal", "settings.foot"))
	g.says("French, which he writes", g.uses(benedict, "set-language", "fr").Message.Text, g.say("de-formal", "settings.language", "language", "Français"))
	g.says("that of his Discord again", chooses(anyLanguage), g.say("en", "settings.reads-discord", "language", "English"))
	g.says("a forged one", chooses("tlh"), g.say("en", "error.button"))
	p, err := g.store.Partner(t.Context(), benedict)
	if err != nil || p.Reads != "" || p.Language != "fr" {
		t.Errorf("kept: got %q and %q, %v; want what was chosen", p.Reads, p.Language, err)
	}
	if form := g.command(benedict, "need").Form; form.Title != g.say("en", "form.word-need") || form.Fields[1].Label != g.say("fr", "field.request") {
		t.Errorf("the form of somebody who reads English and writes French: got %q with %q", form.Title, form.Fields[1].Label)
	}
}

// TestTwoCouplesInOneEveningReadTheirOwn lets Anabel have a partner who reads German, and
// another who reads French.
func TestTwoCouplesInOneEveningReadTheirOwn(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.pairs(anabel, cleopatra)
	g.locales[anabel], g.locales[benedict], g.locales[cleopatra] = "es-419", "de", "fr"
	for _, person := range []string{benedict, cleopatra} {
		g.command(person, "settings") // they act, so that their locale is known
	}
	sent := g.newest()
	for person, language := range map[string]string{benedict: "de", cleopatra: "fr"} {
		g.command(anabel, "need", "text", "Te extraño", "partner", g.names[person])
		g.uses(anabel, "send")
		g.says("what waits", labels(*sent[person]), g.say(language, "button.open"))
		g.says("the note", g.uses(person, "open").Message.Text, "Te extraño", g.say(language, "note.foot", "name", "Anabel"))
		g.uses(person, "say-heard")
		g.says("the answer", sent[anabel].Text, g.say("es", "answer.heard", "name", g.names[person]))
	}
}

// TestAConsentHoldsInTheLanguageInWhichItWasRead lets Benedict read the facts in German and
// press Agree after his Discord has become French: he agreed to the German text.
func TestAConsentHoldsInTheLanguageInWhichItWasRead(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.locales[anabel], g.locales[benedict] = "es-ES", "de"
	g.command(anabel, "pair", "partner", benedict)
	g.uses(anabel, "send-invite")
	g.uses(benedict, "accept-facts")
	g.locales[benedict] = "fr"
	g.says("the answer", g.uses(benedict, "agree").Message.Text, g.say("fr", "invite.agreed"))
	for person, language := range map[string]string{anabel: "es", benedict: "de"} {
		rec, err := g.store.Record(t.Context(), person)
		if err != nil {
			t.Fatal(err)
		}
		if got := rec.Couples[0].Consents; len(got) != 1 || got[0].Language != language || got[0].Text != 1 || got[0].Version != ConsentVersion {
			t.Errorf("%s: got %+v, want the facts in %q", g.names[person], got, language)
		}
	}
	if err := g.store.AskAgainIfFactsChanged(t.Context(), ConsentVersion, g.bot.FactsTexts(), g.now); err != nil {
		t.Fatal(err)
	}
	if n := g.column(`SELECT count(*) FROM notices WHERE kind = 'consent' AND due_at <= ` + fmt.Sprint(g.now.Unix())); n[0] != "0" {
		t.Errorf("%s are asked again, want nobody: no text has changed", n[0])
	}
}

// TestAButtonUnderFactsSaysWhichTheyAre reads the ends of ids, of before and now.
func TestAButtonUnderFactsSaysWhichTheyAre(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for _, tt := range []struct {
		args []string
		want store.FactsRead
		hold bool
	}{
		{nil, store.FactsRead{Version: ConsentVersion, Language: "en", Text: 1}, true},
		{[]string{"1"}, store.FactsRead{Version: 1, Language: "en", Text: 1}, ConsentVersion == 1},
		{[]string{"1", "de-formal", "1"}, store.FactsRead{Version: 1, Language: "de-formal", Text: 1}, true},
		{[]string{"1", "de", "7"}, store.FactsRead{Version: 1, Language: "de", Text: 7}, false},
		{[]string{"0", "de", "1"}, store.FactsRead{Version: 0, Language: "de", Text: 1}, false},
		{[]string{"1", "tlh", "1"}, store.FactsRead{Version: 1, Language: "en", Text: 1}, false},
		{[]string{"x", "de", "y"}, store.FactsRead{Language: "de"}, false},
	} {
		if read, hold := b.factsRead(request{args: tt.args}, 0); read != tt.want || hold != tt.hold {
			t.Errorf("%q: got %+v, %v; want %+v, %v", tt.args, read, hold, tt.want, tt.hold)
		}
	}
}

// TestSuggestionsAreInTheLanguageThatWasChosen holds while somebody types, before anybody
// calls Meet.
func TestSuggestionsAreInTheLanguageThatWasChosen(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	reads := "de"
	if _, err := g.store.Set(t.Context(), anabel, store.Settings{Reads: &reads}); err != nil {
		t.Fatal(err)
	}
	reply := g.asks(anabel, talk.Request{Kind: talk.Complete, Name: "pause", Focused: "until", Options: map[string]string{"until": "24.12."}, Locale: "en-US"})
	if len(reply.Choices) != 1 || reply.Choices[0].Name != g.say("de", "date.full", "weekday", "Donnerstag", "n", 24, "month", "Dezember", "year", "2026") {
		t.Errorf("got %+v, want the day in German", reply.Choices)
	}
}
