package bot

import (
	"context"
	"fmt"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// action is one line of the menu: a name that never changes, its words, its handler.
type action struct {
	family   string    // "command" or "press": buttons, selects and forms share the names in custom ids
	by       talk.Kind // what a person does with it, so that a forged press of a form's id is refused
	name     string
	words    string // a command's description, a button's label, a select's placeholder, a form's title
	handle   handler
	options  []talk.OptionSpec
	complete handler
}

type handler func(context.Context, request) (talk.Reply, error)

func (a action) key() string { return a.family + " " + a.name }

func command(name, words string, h handler, options ...talk.OptionSpec) action {
	return action{family: "command", by: talk.Command, name: name, words: words, handle: h, options: options}
}

func button(name, label string, h handler) action {
	return action{family: "press", by: talk.Press, name: name, words: label, handle: h}
}

func choice(name, placeholder string, h handler) action {
	return action{family: "press", by: talk.Choose, name: name, words: placeholder, handle: h}
}

func form(name, title string, h handler) action {
	return action{family: "press", by: talk.Submit, name: name, words: title, handle: h}
}

// completing gives a command a handler that suggests values while a person types.
func (a action) completing(h handler) action {
	a.complete = h
	return a
}

func user(name, words string) talk.OptionSpec {
	return talk.OptionSpec{Name: name, Description: words, User: true, Required: true}
}

func text(name, words string) talk.OptionSpec {
	return talk.OptionSpec{Name: name, Description: words}
}

func suggested(name, words string) talk.OptionSpec {
	return talk.OptionSpec{Name: name, Description: words, Complete: true}
}

// whom is the option that names the partner, for people in several couples.
var whom = suggested("partner", "Whom it is about, if you are in more than one couple")

// menu lists everything that a partner can type, press or fill in. Messages that were
// sent hold the names: never change one.
func (b *Bot) menu() []action {
	return []action{
		command("pair", "Share check-ins with your partner", b.pair, user("partner", "The person you are with")),
		button("send-invite", "Send invitation", b.sendInvite),
		button("cancel-invite", "Cancel", b.cancelInvite),
		button("accept", "Accept", b.accept),
		button("notes-only", "Notes only", b.acceptNotes),
		button("decline", "Decline", b.decline),
		button("refuse", "No more invitations from %s", b.refuse),
		button("first", "First question now", b.firstQuestion),

		command("rhythm", "See or change when your questions come", b.rhythm,
			text("days", "Mon, Wed, Fri; weekdays; daily; none"), text("time", "20:00, or 8 pm"),
			suggested("zone", "Your city, or your time zone"), text("cron", "A 5-field cron expression instead of days and time"), whom).completing(b.completeRhythm),
		button("city", "Set my city", b.askCity),
		form("set-city", "Where are you?", b.setCity),
		choice("pick-city", "Which one?", b.pickCity),
		button("days", "My days", b.askDays),
		form("set-days", "Your days", b.setDays),

		command("pause", "Stop check-ins and hold notes for you", b.pause, suggested("until", "tomorrow, 3 days, 2026-12-24; empty: until you resume"), whom).completing(b.completePause),
		command("resume", "Go on after a pause", b.resumeCommand, whom).completing(b.completePartner),
		button("pause", "Pause", b.pauseHere),
		button("pause-too", "Pause mine too", b.pauseHere),
		button("tell-pause", "Tell %s", b.tellPause),
		button("resume", "Resume", b.resumeHere),

		command("checkin", "The open question again, or today's early", b.checkIn, whom).completing(b.completePartner),
		button("answer", "Answer", b.askAnswer),
		form("word-answer", "In your own words", b.wordAnswer),
		button("nothing", "Nothing today", b.nothing),
		button("later", "Later", b.later),

		command("need", "Put a need into words", b.need, text("text", "Your words, to skip the form"), whom).completing(b.completePartner),
		form("word-need", "In your own words", b.wordNeed),
		button("send", "Send to %s", b.send),
		button("edit", "Edit", b.askEdit),
		form("reword", "In your own words", b.reword),
		button("keep", "Keep private", b.keep),
		button("discard", "Discard", b.discard),
		choice("kind", "Kind of need", b.setKind),
		choice("want", "What I want from you", b.setWant),
		button("withdraw", "Withdraw", b.withdraw),
		button("resources", "Resources", b.help),
		button("send-anyway", "Send anyway", b.sendAnyway),
		button("say-anyway", "Send anyway", b.sayAnyway),
		button("keep-line", "Keep private", b.keepLine),
		button("whom", "For %s", b.assign),
		button("forget-words", "For nobody", b.assign),

		button("open", "Open", b.open(b.noteArrived)),
		button("next", "Next note", b.open(b.noteArrived)),
		button("back", "Back", b.open(b.noteArrived)),
		button("fold", "Fold", b.fold(b.noteArrived)),
		button("heard", "I hear you", b.askLine),
		button("yes", "Yes, and when", b.askWhen),
		button("part", "Part of it", b.askLine),
		button("not-now", "Not now", b.askWhen),
		button("talk", "Let's talk", b.askLine),
		button("cannot", "I can't, and I hear you", b.askLine),
		button("write-back", "Write back", b.askLine),
		button("tonight", "Tonight", b.askLine),
		button("tomorrow", "Tomorrow", b.askLine),
		button("weekend", "This weekend", b.askLine),
		button("own-time", "Own words", b.askLine),
		form("say", "Send to %s", b.sayAnswer),

		button("open-answer", "Open", b.open(b.answerArrived)),
		button("fold-answer", "Fold", b.fold(b.answerArrived)),
		button("reached-yes", "Yes", b.reachedYes),
		button("reached-somewhat", "Somewhat", b.reachedSomewhat),
		button("reached-not-yet", "Not yet", b.reachedNotYet),
		button("reached-no-longer", "No longer needed", b.noLongerNeeded),
		button("thank", "Say thank you", b.askThanks),
		form("say-thanks", "Thank %s", b.sayThanks),
		button("open-thanks", "Open", b.open(b.thanksArrived)),
		button("fold-thanks", "Fold", b.fold(b.thanksArrived)),
		button("again", "Ask again", b.askAgain),
		button("again-anyway", "Send anyway", b.askAgainAnyway),
		button("again-not", "Leave it at what was sent", b.askAgainNot),
		button("smaller", "Ask smaller", b.askSmaller),
		form("word-smaller", "A smaller ask", b.wordSmaller),
		button("lets-talk", "Let's talk", b.letsTalk),
		button("let-go", "Let it go", b.letGo),

		command("needs", "Open needs, from you and for you", b.needs, whom).completing(b.completePartner),
		choice("show-need", "Choose one", b.showNeed),
		button("kept", "What I kept", b.showKept),

		command("history", "What you two shared, newest first", b.history, whom).completing(b.completePartner),
		button("newer", "Newer", b.historyPage),
		button("older", "Older", b.historyPage),

		command("settings", "Quiet hours, notes, reminder, retention, language", b.settings),
		button("quiet", "Quiet hours", b.askQuiet),
		form("set-quiet", "Your quiet hours", b.setQuiet),
		button("language", "Language", b.askLanguage),
		choice("set-language", "The language I write in", b.setLanguage),
		button("settings-back", "Back", b.settingsBack),
		choice("set-notes", "How notes arrive", b.setNotes),
		choice("set-reminder", "One reminder", b.setReminder),
		choice("set-depth", "Depth of questions", b.setDepth),
		choice("set-retention", "How long it is kept", b.setRetention),

		command("leave", "End it with your partner", b.leave, whom).completing(b.completePartner),
		choice("leave-tells", "What your partner reads", b.leaveTells),
		button("leave", "Leave", b.leaveNow),
		button("stay", "Stay", b.stay),
		button("leave-ask", "Leave", b.leaveHere),

		button("consent-keep", "Keep", b.consentKeep),
		button("consent-change", "Change", b.consentChange),

		command("privacy", "What is stored about you, and who could read it", b.privacy),
		button("export", "Export my data", b.askExport),
		button("export-first", "Export first", b.askExport),
		button("export-now", "Send me the file", b.exportNow),
		button("export-cancel", "Cancel", b.nothingChanged),
		button("delete-file", "Delete this file", b.deleteFile),
		button("forget", "Forget me", b.askForget),
		choice("forget-tells", "What your partner reads", b.forgetTells),
		button("forget-now", "Forget everything", b.forgetNow),
		button("forget-stay", "Stay", b.nothingChanged),

		command("help", "How it works, and where to find help", b.help),
		button("help", "Help", b.help),
	}
}

// Commands returns the commands that Discord is to register.
func (b *Bot) Commands() []talk.CommandSpec {
	var all []talk.CommandSpec
	for _, a := range b.list {
		if a.family == "command" {
			all = append(all, talk.CommandSpec{Name: a.name, Description: a.words, Options: a.options})
		}
	}
	return all
}

// find returns the action of a request, and takes its custom id "name:arg:arg.notice"
// apart.
func (b *Bot) find(r *request) (action, bool) {
	if r.Kind == talk.Command || r.Kind == talk.Complete {
		a, ok := b.actions["command "+r.Name]
		return a, ok && (r.Kind == talk.Command || a.complete != nil)
	}
	id, mark, marked := strings.Cut(r.CustomID, ".")
	if marked {
		n, err := store.ParseID(mark)
		if err != nil {
			return action{}, false
		}
		r.notice = n
	}
	parts := strings.Split(id, ":")
	r.action, r.args = parts[0], parts[1:]
	a, ok := b.actions["press "+parts[0]]
	return a, ok && a.by == r.Kind
}

// words returns the words of a button, select or form, with a name in place of %s.
func (b *Bot) words(name string, of ...any) string {
	a, ok := b.actions["press "+name]
	if !ok {
		panic("bot: no action is called " + name)
	}
	if strings.Contains(a.words, "%s") {
		return fmt.Sprintf(a.words, of...)
	}
	return a.words
}

// press makes a button of the menu. Its arguments are ids, or words that never change.
func (b *Bot) press(name string, style talk.Style, args ...any) talk.Button {
	return talk.Button{CustomID: customID(name, args...), Label: b.words(name), Style: style}
}

// pressFor makes a button that names somebody by a name ready to be shown.
func (b *Bot) pressFor(name string, style talk.Style, called string, args ...any) talk.Button {
	return talk.Button{CustomID: customID(name, args...), Label: clip(b.words(name, called), 80), Style: style}
}

func customID(name string, args ...any) string {
	for _, a := range args {
		name += ":" + fmt.Sprint(a)
	}
	return name
}

// mark adds the id of a notice to the end of every custom id in a message, so that the
// message can be recognised in the history of its channel.
func mark(m *talk.Message, n store.ID) {
	for i := range m.Rows {
		for j := range m.Rows[i].Buttons {
			m.Rows[i].Buttons[j].CustomID = withMark(m.Rows[i].Buttons[j].CustomID, n)
		}
		if s := m.Rows[i].Select; s != nil {
			s.CustomID = withMark(s.CustomID, n)
		}
	}
}

func withMark(customID string, n store.ID) string { return customID + "." + n.String() }

// row makes a row of buttons.
func row(buttons ...talk.Button) talk.Row { return talk.Row{Buttons: buttons} }

// private is a reply that only the person sees.
func private(text string, rows ...talk.Row) talk.Reply {
	return talk.Reply{Message: &talk.Message{Text: text, Rows: rows, Private: true}}
}

// update is a reply that replaces the message that was pressed.
func update(m talk.Message) talk.Reply { return talk.Reply{Message: &m, Update: true} }

// replace is update with words and buttons.
func replace(text string, rows ...talk.Row) talk.Reply {
	return update(talk.Message{Text: text, Rows: rows})
}
