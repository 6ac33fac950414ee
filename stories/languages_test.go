package stories

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/library"
)

// The whole loop in each language that leanon speaks: whoever reads only that one pairs,
// asks, answers, pauses, exports and leaves, and meets no English word but the names of
// commands.

// voice is what people write in a language, and where they live.
type voice struct {
	locale, zone, city, days, until, emergency string

	feels, asks, sweeps, serious, thanks, line, part, question string
}

// voices are by the part of a language's key before a hyphen.
var voices = map[string]voice{
	"de": {"de", "Europe/Berlin", "Berlin", "Montag, Mittwoch und Freitag", "bis Freitag", "TelefonSeelsorge",
		"Ich habe mich auf dem Fest allein gefühlt", "mich um acht anrufen", "Du kommst immer zu spät", "Ich habe Angst vor dir", "Danke für den Tee heute Morgen", "Ich rufe dich an", "Die erste Hälfte davon", "Welches Lied würdest du mir heute vorspielen?"},
	"fr": {"fr", "Europe/Paris", "Paris", "lundi, mercredi et vendredi", "jusqu’à vendredi", "3114",
		"Je me suis senti seul à la fête", "m’appeler à huit heures", "Tu es toujours en retard", "J’ai peur de toi", "Merci pour le thé de ce matin", "Je t’appelle", "La première moitié", "Quelle chanson me ferais-tu écouter ce soir ?"},
	"es": {"es-419", "America/Mexico_City", "Ciudad de México", "lunes, miércoles y viernes", "hasta el viernes", "Línea de la Vida",
		"Me sentí mal en la fiesta sin compañía", "llamarme a las ocho", "Siempre llegas tarde", "Te tengo miedo", "Gracias por el té de esta mañana", "Te llamo", "La primera mitad", "¿Qué canción me pondrías hoy?"},
	"pt": {"pt-BR", "America/Sao_Paulo", "São Paulo", "segunda, quarta e sexta", "até sexta", "CVV",
		"Fiquei triste na festa sem companhia", "me ligar às oito", "Você sempre chega tarde", "Tenho medo de você", "Agradeço o chá de hoje cedo", "Te ligo", "A primeira metade", "Que música você tocaria para mim hoje?"},
	"en": {"en-US", "America/New_York", "New York", "Monday, Wednesday and Friday", "until Friday", "988",
		"I felt alone at the party", "call me at eight", "You are always late", "I am afraid of you", "Thank you for the tea this morning", "I'll call", "The first half", "Which song would you play me today?"},
}

func voiceOf(language string) voice {
	base, _, _ := strings.Cut(language, "-")
	return voices[base]
}

func TestTheWholeLoopInEachLanguageMeetsNoEnglish(t *testing.T) {
	plainly(t)
	t.Parallel()
	for _, language := range []string{"en", "de", "de-formal", "fr", "fr-formal", "es", "es-AR", "pt-BR"} {
		t.Run(language, func(t *testing.T) { livesIn(t, language, language) })
	}
}

// Of two who read different languages each meets their own alone, but for what is quoted:
// the words of the other one, and the opening of their request.
func TestTwoWhoReadDifferentLanguagesEachReadTheirOwn(t *testing.T) {
	plainly(t)
	t.Parallel()
	for _, c := range [][2]string{{"es", "de"}, {"de", "es"}, {"pt-BR", "fr"}} {
		t.Run(c[0]+" and "+c[1], func(t *testing.T) { livesIn(t, c[0], c[1]) })
	}
}

// What both see in their own chat is there in the language of each.
func TestWhatTwoSeeInTheirOwnChatIsInTheLanguageOfEach(t *testing.T) {
	plainly(t)
	for name, c := range map[string]struct{ hers, his string }{"two languages": {"de", "pt-BR"}, "one": {"fr", "fr"}} {
		t.Run(name, func(t *testing.T) {
			w, ana, ben, _ := apart(t)
			ana.SetLocale(c.hers)
			ben.SetLocale(c.his)
			hers := tongue{ana, voiceOf(c.hers), library.Default().Words(c.hers)}
			his := tongue{ben, voiceOf(c.his), library.Default().Words(c.his)}
			ana.runs("pair", "partner", ben.ID)
			hers.tap("send-invite")
			ben.sees("Benedict")
			tongue{ben, his.v, hers.words}.tap("here-accept") // as its inviter reads it
			ben.sees("/privacy")                              // the facts
			his.tap("agree")
			w.settle()
			both := []string{his.say("here.agreed")}
			if c.hers != c.his {
				both = append(both, hers.say("here.agreed"))
			}
			if got, want := bare(strings.Join(shared(ana), "\n")), strings.Join(both, "\n\n"); got != want {
				t.Errorf("both see %q, want %q", got, want)
			}
			if !strings.Contains(strings.Join(ana.buttons(both[0]), "\n"), hers.say("here.link")) {
				t.Error("no button is called as her sentence calls it")
			}
		})
	}
}

// Whoever reads one language and writes another is helped to say it in the one they write.
func TestWhatIsSaidSofterIsInTheLanguageOfItsWriter(t *testing.T) {
	plainly(t)
	w := newWorld(t, "2026-11-24 12:00 Europe/Berlin", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("Language").chooses("The language I write in", "Deutsch")
	german := tongue{ana, voiceOf("de"), library.Default().Words("de")}
	ana.writes("Nie rufst du an")
	ana.sees("would see this:").presses("Say it softer")
	ana.fills(german.say("field.happened"), "um acht kam kein Anruf", german.say("field.felt"), "Sehnsucht", german.say("field.love"), "zehn ruhige Minuten")
	want := german.say("softer.joined", "happened", "um acht kam kein Anruf", "felt", "Sehnsucht", "love", "zehn ruhige Minuten")
	ana.sees(want).presses("Send to Benedict")
	ben.presses("Open note").reads(want)
}

// livesIn is the whole loop between two who read these languages.
func livesIn(t *testing.T, hers, his string) {
	t.Helper()
	w := newWorld(t, "2026-11-23 12:00 "+voiceOf(hers).zone, weekly, hostedAbroad)
	ana, ben := w.speaking("Anabel", hers), w.speaking("Benedict", his)
	ana.reading()
	ben.reading()
	pairsIn(ana, ben)
	if hers != his {
		ana.never, ben.never = his, hers
	}
	settlesIn(ana, ben)
	asksIn(w, ana, ben)
	answersIn(w, ana, ben)
	restsIn(w, ana, ben)
	leavesIn(w, ana, ben)
}

// hostedAbroad says of the host nothing that is English.
func hostedAbroad(c *config.Config) {
	c.Host = config.Host{Name: "Hosta", Contact: "hosta@example.net", Where: "Zürich"}
}

// reading chooses a language that no locale of Discord's stands for.
func (t tongue) reading() {
	t.w.t.Helper()
	language := t.words.Language()
	if len(language.Locales) > 0 {
		return
	}
	t.runs("settings")
	tongue{t.person, t.v, library.Default().Words(language.Over)}.tap("settings-more").tap("language").picks("set-reads", language.Name)
}

func pairsIn(ana, ben tongue) {
	ana.w.t.Helper()
	ana.runs("pair", "partner", ben.ID)
	ana.tap("send-invite")
	ben.runs("help").runs("privacy")
	// To somebody who never acted, an invitation speaks the language of whoever invites.
	tongue{ben.person, ben.v, ana.words}.tap("accept-facts")
	ben.tap("back-to-invite").tap("accept-facts").tap("agree").told("invite.agreed")
	ana.runs("pair", "partner", ben.ID)
}

// settlesIn looks at every page of the settings, the help and /privacy.
func settlesIn(ana, ben tongue) {
	ana.w.t.Helper()
	for _, p := range []tongue{ana, ben} {
		p.suggestsNoEnglish("pause", "until", "", "3")
	}
	ana.runs("rhythm", "days", ana.v.days, "time", "20:00", "zone", ana.v.city)
	ben.runs("rhythm", "days", "???").runs("rhythm", "zone", "Sprngfld")
	ana.runs("help").reads(ana.v.emergency)
	ana.runs("settings")
	ana.tap("quiet")
	ana.writesIn("settings.quiet-field", "22-8")
	ana.runs("settings")
	ana.picks("set-notes", ana.say("settings.pick-full")).picks("set-notes", ana.say("settings.pick-discreet")).tap("settings-more")
	ana.picks("set-reminder", ana.say("settings.pick-reminder-on")).picks("set-depth", ana.say("settings.pick-depth-2")).tap("language").tap("settings-back").tap("settings-more")
	ana.tap("settings-rest").picks("set-plain", ana.say("settings.pick-plain.on"))
	ana.picks("seasons", ana.say("season.distance")).tap("season-on").tap("season-off")
	ana.runs("privacy")
	ana.tap("privacy-who").tap("privacy-ends").tap("privacy-stored")
}

// asksIn lets one be asked, and be asked first about serious words.
func asksIn(w *world, ana, ben tongue) {
	w.t.Helper()
	w.at("20:00")
	ana.tap("answer").writesIn("field.words", ana.v.feels, "field.kind", ana.words.KindLabel("comfort"))
	ana.tap("no-question").tap("keep")
	ben.tap("nothing")
	ana.runs("need", "text", ana.v.sweeps)
	ana.tap("softer").writesIn("field.happened", ana.v.line, "field.felt", ana.v.part, "field.love", ana.v.asks).tap("to-mine").tap("discard")
	ana.runs("need", "text", ana.v.serious)
	ana.tap("send", "name", "Benedict").tap("resources")
	ana.runs("needs")
	ana.picks("show-need", ana.labelled(ana.say("select.show-need"))[0]).tap("discard")
	ana.runs("need", "thanks", ana.v.thanks)
	ana.tap("send", "name", "Benedict")
	ben.tap("open").tap("say-heard")
}

// answersIn lets a note that asks get each answer that there is, and what follows.
func answersIn(w *world, ana, ben tongue) {
	w.t.Helper()
	for i, answer := range []func(){
		func() { ben.tap("say-yes").tap("when-tomorrow").tap("add-line").writesIn("field.added", ben.v.line) },
		func() { ben.tap("say-not-now").tap("when-own").writesIn("field.when", ben.v.until) },
		func() { ben.tap("say-cannot") },
		func() { ben.tap("say-heard").tap("say-what-heard").writesIn("field.heard", ben.v.feels) },
		func() { ben.tap("more-answers").tap("say-part").writesIn("field.part", ben.v.part) },
		func() { ben.tap("more-answers").tap("own-words").writesIn("field.own-words", ben.v.line) },
		func() { ben.tap("more-answers").tap("say-talk").writesIn() },
	} {
		ana.runs("need")
		ana.writesIn("field.words", ana.v.feels, "field.request", ana.v.asks, "field.kind", ana.words.KindLabel("play"), "field.want Benedict", ana.words.WantLabel("listen"))
		ana.tap("send", "name", "Benedict")
		ben.tap("open").tap("fold").tap("open").reads("> " + ana.say("request.asked", "request", ana.v.asks))
		answer()
		if i == 3 {
			ana.tap("open-heard").tap("not-quite").writesIn("field.line", ana.v.part)
			ben.tap("open-reply")
		}
		if i == 0 {
			ana.tap("open-answer").tap("fold-answer")
			w.passes(24 * time.Hour)
		}
		w.passes(24 * time.Hour)
		switch i {
		case 0:
			ana.tap("reached-yes").tap("thank").writesIn("after.thanks-field", ana.v.thanks)
			ben.tap("open-thanks").tap("fold-thanks")
		case 2, 6:
			ana.tap("reached-not-yet").tap("let-go")
		case 3:
			ana.tap("reached-somewhat")
		case 4:
			ana.tap("reached-not-yet").tap("smaller").writesIn("field.words", ana.v.feels, "field.request", ana.v.asks).tap("discard")
		}
	}
	for _, p := range []tongue{ana, ben} {
		p.runs("needs").runs("history").runs("checkin").runs("week")
	}
}

// restsIn pauses, takes a breath, writes a card and asks a question of one's own.
func restsIn(w *world, ana, ben tongue) {
	w.t.Helper()
	ana.runs("pause", "until", ana.v.until)
	ana.tap("tell-pause", "name", "Benedict").runs("resume").runs("pause", "until", "???").runs("resume")
	ana.runs("breathe")
	ana.tap("breathe-tonight").tap("send-breath")
	w.passes(24 * time.Hour)
	ana.tap("breath-back", "name", "Benedict")
	ana.runs("card")
	ana.tap("card-write").writesIn("field.card.comforts", ana.v.thanks, "field.card.does-not-help", ana.v.line, "field.card.good-times", ana.v.until).tap("card-show", "name", "Benedict")
	ana.runs("need", "text", ana.v.feels)
	ana.tap("send", "name", "Benedict")
	ben.tap("open").tap("say-heard")
	ana.runs("question")
	ana.tap("add-question").writesIn("field.question", ana.v.question).tap("propose", "name", "Benedict")
	ben.tap("open-proposal").tap("use-it").runs("question")
	w.until(w.clock.Now().AddDate(0, 0, 7))
	ana.tap("week-open")
	if files := ana.shown.Message.Files; len(files) > 0 && files[0].Filename == "week.png" && files[0].Description == "" {
		w.t.Error("the picture has no words")
	}
	ana.tap("week-wrote").runs("week")
	ana.tap("week-thanks").writesIn("week.thanks-field", ana.v.thanks).tap("discard")
	ben.tap("week-off")
	ana.writes(ana.v.thanks)
	w.catchesUp()
	ana.runs("hide")
	ana.tap("hide-cancel")
}

// leavesIn exports, leaves and reads the receipt.
func leavesIn(w *world, ana, ben tongue) {
	w.t.Helper()
	ana.runs("privacy")
	ana.tap("export").tap("export-now")
	w.settle()
	_, page, record := ana.exported()
	if text, _ := json.Marshal(record); !strings.Contains(page, ana.v.feels) || !strings.Contains(string(text), ana.v.thanks) {
		w.t.Errorf("the files lack what was written:\n%s", page)
	}
	ana.tap("delete-file").runs("leave")
	ana.picks("leave-tells", ana.say("leave.nothing")).picks("leave-tells", ana.say("leave.line")).tap("leave")
	w.settle()
	for _, p := range []tongue{ana, ben} {
		p.runs("needs").runs("history").runs("settings").runs("privacy").runs("help")
	}
}
