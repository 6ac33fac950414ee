package bot

import (
	"fmt"
	"slices"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// menu lists everything that a partner can type, press or fill in. Messages that were
// sent hold the names: never change one.
func (b *Bot) menu() []action {
	return []action{
		command("pair", b.pair, user("partner")),
		button("send-invite", b.sendInvite),
		button("cancel-invite", b.cancelInvite),
		button("invite-take-back", b.takeInviteBack),
		button("accept", b.accept),
		button("notes-only", b.acceptNotes),
		button("open-invite", b.openInvite),
		button("accept-facts", b.readFacts),
		button("notes-facts", b.readFactsOfNotes),
		button("back-to-invite", b.openInvite),
		button("agree", b.agree),
		button("decline", b.decline),
		button("show-name", b.showName),
		button("refuse", b.refuse),
		button("first", b.firstQuestion),

		command("rhythm", b.rhythm,
			text("days"), text("time"),
			suggested("zone"), text("cron"), whom).completing(b.completeRhythm),
		button("city", b.askCity),
		form("set-city", b.setCity),
		choice("pick-city", b.pickCity),
		button("days", b.askDays),
		form("set-days", b.setDays),
		button("take-rhythm", b.takeRhythm),
		form("set-cron", b.setCron),
		button("try-again", b.openAgain),

		command("pause", b.pause, suggested("until"), whom).completing(b.completePause),
		command("resume", b.resumeCommand, whom).completing(b.completePartner),
		form("set-until", b.setUntil),
		button("take-until", b.takeUntil),
		button("pause", b.pauseHere),
		button("pause-too", b.pauseHere),
		button("open-pause", b.openPause),
		button("tell-pause", b.tellPause),
		button("resume", b.resumeHere),

		command("breathe", b.breathe, whom).completing(b.completePartner),
		button("take-breath", b.breatheHere),
		button("breathe-minutes", b.breatheFor),
		button("breathe-hour", b.breatheFor),
		button("breathe-tonight", b.breatheFor),
		button("breathe-tomorrow", b.breatheFor),
		button("breathe-own", b.askBreath),
		form("set-breath", b.setBreath),
		button("breathe-at", b.breatheAt),
		button("cancel-breath", b.cancelBreath),
		button("send-breath", b.sendBreath),
		button("open-breath", b.openBreath),
		button("end-breath", b.endBreath),
		button("breath-back", b.breathBack),
		button("breath-longer", b.askLonger),
		button("breath-leave", b.leaveBreath),

		command("checkin", b.checkIn, whom).completing(b.completePartner),
		button("answer", b.askAnswer),
		form("word-answer", b.wordAnswer),
		button("nothing", b.nothing),
		button("later", b.later),

		command("need", b.need, text("text"), whom).completing(b.completePartner),
		form("word-need", b.wordNeed),
		button("send", b.send),
		button("edit", b.askEdit),
		button("other-words", b.askEdit),
		form("reword", b.reword),
		button("keep", b.keep),
		button("discard", b.discard),
		choice("kind", b.setKind),
		choice("want", b.setWant),
		button("it-asks", b.itAsks),
		button("it-tells", b.itTells),
		button("no-question", b.noQuestion),
		button("softer", b.askSofter),
		form("say-softer", b.saySofter),
		button("to-mine", b.toMine),
		button("withdraw", b.withdraw),
		button("take-back", b.takeBack),
		button("leave-it", b.leaveIt),
		button("resources", b.somebody),
		button("send-anyway", b.sendAnyway),
		button("say-anyway", b.sayAnyway),
		button("keep-line", b.keepLine),
		button("discard-line", b.discardLine),
		button("whom", b.assign),
		button("forget-words", b.assign),
		button("my-answer", b.myAnswer),
		button("my-answer-anyway", b.myAnswer),
		choice("which-note", b.whichNote),
		button("thank-typed", b.thankTyped),
		button("thank-typed-anyway", b.thankTyped),
		button("to-question", b.toQuestion),
		button("own-note", b.ownNote),
		button("is-note", b.ownNote),
		button("keep-typed", b.keepTyped),
		button("discard-typed", b.discardTyped),
		button("edit-typed", b.askRetype),
		form("retype", b.retype),
		button("typed-act", b.typedAct),

		button("open", b.open(b.noteArrived)),
		button("next", b.open(b.noteArrived)),
		button("back", b.open(b.noteArrived)),
		button("fold", b.fold(b.noteArrived)),
		button("say-heard", b.sayNow),
		button("say-yes", b.askWhen),
		button("say-not-now", b.askWhen),
		button("say-cannot", b.sayNow),
		button("more-answers", b.showMore),
		button("say-part", b.askWords),
		button("say-talk", b.askWords),
		button("own-words", b.askWords),
		button("when-tonight", b.sayNow),
		button("when-tomorrow", b.sayNow),
		button("when-weekend", b.sayNow),
		button("when-own", b.askWords),
		button("when-none", b.sayNow),
		form("tell", b.tellAnswer),
		button("add-line", b.askAdded),
		form("add", b.addLine),
		button("say-what-heard", b.askHeard),
		form("what-heard", b.sayHeard),
		button("say-later", b.sayAnyway),

		// The answers of earlier messages.
		button("heard", b.askLine),
		button("yes", b.askWhen),
		button("part", b.askLine),
		button("not-now", b.askWhen),
		button("talk", b.askLine),
		button("cannot", b.askLine),
		button("write-back", b.askLine),
		button("tonight", b.askLine),
		button("tomorrow", b.askLine),
		button("weekend", b.askLine),
		button("own-time", b.askLine),
		form("say", b.sayAnswer),

		button("open-answer", b.open(b.answerArrived)),
		button("open-heard", b.open(b.heardArrived)),
		button("fold-heard", b.fold(b.heardArrived)),
		button("open-reply", b.open(b.replyArrived)),
		button("fold-reply", b.fold(b.replyArrived)),
		button("that-is-it", b.thatIsIt),
		button("not-quite", b.askNotQuite),
		form("say-not-quite", b.sayNotQuite),
		button("fold-answer", b.fold(b.answerArrived)),
		button("reached-yes", b.reachedYes),
		button("reached-somewhat", b.reachedSomewhat),
		button("reached-not-yet", b.reachedNotYet),
		button("reached-no-longer", b.noLongerNeeded),
		button("thank", b.askThanks),
		form("say-thanks", b.sayThanks),
		button("open-thanks", b.open(b.thanksArrived)),
		button("fold-thanks", b.fold(b.thanksArrived)),
		button("again", b.askAgain),
		button("again-anyway", b.askAgainAnyway),
		button("again-not", b.askAgainNot),
		button("smaller", b.askSmaller),
		form("word-smaller", b.wordSmaller),
		button("lets-talk", b.letsTalk),
		button("let-go", b.letGo),
		choice("rest-which", b.restWhich),
		button("show-it", b.showIt),
		button("show-on", b.showOn),

		command("needs", b.needs, whom).completing(b.completePartner),
		choice("show-need", b.showNeed),
		button("kept", b.showKept),
		button("needs-back", b.backToNeeds),

		command("history", b.history, whom).completing(b.completePartner),
		button("newer", b.historyPage),
		button("older", b.historyPage),

		command("settings", b.settings),
		button("quiet", b.askQuiet),
		form("set-quiet", b.setQuiet),
		button("take-quiet", b.takeQuiet),
		button("language", b.askLanguage),
		choice("set-language", b.setLanguage),
		button("settings-back", b.settingsBack),
		button("settings-more", b.settingsMore),
		button("settings-rest", b.settingsRest),
		choice("set-notes", b.setNotes),
		choice("set-reminder", b.setReminder),
		choice("set-depth", b.setDepth),
		choice("set-retention", b.setRetention),
		button("shorten", b.shorten),
		button("not-shorter", b.settingsMore),
		button("keep-as-long", b.keepAsLong),
		choice("seasons", b.seasons),
		choice("season-with", b.seasonWith),
		button("season-on", b.seasonOn),
		button("season-off", b.seasonOff),
		button("season-keep", b.seasonKeep),

		command("leave", b.leave, whom).completing(b.completePartner),
		choice("leave-tells", b.leaveTells),
		button("leave", b.leaveNow),
		button("stay", b.stay),
		button("leave-ask", b.leaveHere),

		button("consent-keep", b.consentKeep),
		button("consent-change", b.consentChange),

		command("privacy", b.privacy),
		button("privacy-stored", b.privacyStored),
		button("privacy-who", b.privacyWho),
		button("privacy-ends", b.privacyEnds),
		button("export", b.askExport),
		button("export-first", b.askExport),
		button("export-now", b.exportNow),
		button("export-shared", b.exportShared),
		button("export-cancel", b.nothingChanged),
		button("delete-file", b.deleteFile),
		button("forget", b.askForget),
		choice("forget-tells", b.forgetTells),
		button("forget-now", b.forgetNow),
		button("forget-stay", b.nothingChanged),

		command("hide", b.hide),
		button("hide-mine", b.hideMine),
		button("hide-hour", b.hideHour),
		button("hide-all", b.askHideAll),
		button("hide-all-now", b.hideAllNow),
		button("hide-cancel", b.nothingChanged),

		command("help", b.help),
		button("help", b.help),
	}
}

// Commands returns the commands that Discord is to register.
func (b *Bot) Commands() []talk.CommandSpec {
	said := b.in("")
	var all []talk.CommandSpec
	for _, a := range b.list {
		if a.family != "command" {
			continue
		}
		c := talk.CommandSpec{Name: a.name, Description: said.say("command." + a.name), Options: slices.Clone(a.options)}
		for i, o := range c.Options {
			key := a.name + "." + o.Name
			if o == whom {
				key = whom.Name
			}
			c.Options[i].Description = said.say("option." + key)
		}
		all = append(all, c)
	}
	return all
}

// find returns the action of a request, and takes its custom id "name:arg:arg.notice"
// apart, or "name:arg:arg~opening.notice" of a form.
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
	if r.Kind == talk.Submit {
		var ok bool
		if id, r.opening, ok = cutOpening(id); !ok {
			return action{}, false
		}
	}
	parts := strings.Split(id, ":")
	r.action, r.args = parts[0], parts[1:]
	a, ok := b.actions["press "+parts[0]]
	return a, ok && a.by == r.Kind
}

func customID(name string, args ...any) string {
	for _, a := range args {
		name += ":" + fmt.Sprint(a)
	}
	return name
}
