package demo

import "slices"

// step is a place in the loop, known by a message in somebody's chat, and the hint that is
// shown there. In a hint, {me} is whose chat it is and {other} the other one; the name of a
// button stands for its label.
type step struct {
	says    []string // sentences of library/words, one of which the message says; nil for any
	buttons []string // names of the menu, each of which the message offers: "a", or "a|b"
	hint    string   // a key of words
	theirs  string   // the button of the hint that stands in the other one's chat, or ""
}

// steps are all of them, the first that fits first.
func steps() []step { return slices.Concat(sent(), weekly(), begin(), write(), answer(), after()) }

// sent is where somebody has sent something. Such a message changes while the other one
// gets theirs, so it counts as old as it is.
func sent() []step {
	return []step{
		{nil, []string{"invite-take-back"}, "hint.open-invite", ""},
		{[]string{"sent.waits", "sent.waits.nameless"}, []string{"withdraw"}, "hint.sent", ""},
	}
}

// weekly is where somebody has the note of a week.
func weekly() []step {
	return []step{
		{nil, []string{"week-open"}, "hint.week-waits", ""},
		{nil, []string{"week-fold"}, "hint.week", ""},
	}
}

// begin is where two people become a couple, and part.
func begin() []step {
	return []step{
		{[]string{"leave.ended", "leave.ended.nameless", "leave.ended.one", "leave.done", "forget.done"}, nil, "hint.parted", ""},
		{nil, []string{"send-invite"}, "hint.inviting", ""},
		{nil, []string{"agree"}, "hint.agreeing", ""},
		{nil, []string{"accept-facts", "decline"}, "hint.invited", ""},
		{[]string{"invite.declined", "here.declined"}, nil, "hint.declined", "invite-take-back"},
		{[]string{"pair.taken-back", "here.taken-back"}, nil, "hint.unpaired", ""},
		{nil, []string{"consent-change"}, "hint.consent", ""},
		{nil, []string{"first"}, "hint.couple", ""},
	}
}

// write is where somebody puts something into words.
func write() []step {
	anyway := "send-anyway|say-anyway|my-answer-anyway|thank-typed-anyway|again-anyway"
	return []step{
		{nil, []string{"resources", anyway}, "hint.serious", ""},
		{nil, []string{"my-answer"}, "hint.whose-words", ""},
		{nil, []string{"thank-typed"}, "hint.thanks-or-note", ""},
		{nil, []string{"is-note"}, "hint.named-button", ""},
		{[]string{"preview.head"}, []string{"send", "softer"}, "hint.draft-softer", ""},
		{[]string{"preview.head"}, []string{"send", "it-asks"}, "hint.draft-tells", ""},
		{[]string{"preview.head"}, []string{"send"}, "hint.draft", ""},
		{nil, []string{"answer", "nothing"}, "hint.question", ""},
	}
}

// answer is where a note is read and answered.
func answer() []step {
	waiting := []string{"waits.note", "waits.notes", "waits.nameless.note", "waits.nameless.notes"}
	show := []string{"show-it"}
	yes := []string{"answer.yes", "answer.yes-time", "answer.yes-words", "answer.part", "answer.part-words"}
	no := []string{"answer.not-now", "answer.not-now-time", "answer.not-now-words", "answer.cannot"}
	return []step{
		{nil, []string{"take-back", "leave-it"}, "hint.take-back", ""},
		{[]string{"reminder", "reminder.nameless"}, nil, "hint.reminder", ""},
		{waiting, []string{"open"}, "hint.note-waits", ""},
		{nil, []string{"say-part", "back"}, "hint.more-answers", ""},
		{nil, []string{"when-tonight", "when-none"}, "hint.when", ""},
		{[]string{"own.heard"}, []string{"say-what-heard"}, "hint.heard-by-me", ""},
		{nil, []string{"say-heard", "write-back"}, "hint.tells", ""},
		{nil, []string{"say-heard", "more-answers"}, "hint.answers", ""},

		{nil, []string{"open-answer|open-heard|open-reply"}, "hint.answer-waits", ""},
		{nil, []string{"that-is-it"}, "hint.was-heard", ""},
		{[]string{"heard.you-that-is-it", "heard.you-not-quite"}, nil, "hint.other-reads", ""},
		{[]string{"heard.that-is-it", "heard.not-quite"}, nil, "hint.me-reads", ""},
		{[]string{"answer.you-wrote"}, []string{"fold-answer"}, "hint.told", ""},
		{[]string{"answer.talk", "answer.talk-words", "talk.wish"}, nil, "hint.talk", ""},
		{[]string{"answer.heard"}, show, "hint.heard-by-other", "say-what-heard"},
		{yes, show, "hint.line-may-follow", "add-line"},
		{no, show, "hint.line-may-follow", "add-line"},
		{[]string{"answer.you-asked"}, []string{"fold-answer"}, "hint.whole-answer", ""},
	}
}

// after is what follows an answer, or two weeks without one.
func after() []step {
	return []step{
		{nil, []string{"reached-somewhat"}, "hint.understood", ""},
		{[]string{"rest.one", "rest.one-several", "rest.more", "rest.more-several"}, nil, "hint.resting", ""},
		{nil, []string{"again", "smaller"}, "hint.again", ""},
		{nil, []string{"smaller", "let-go"}, "hint.not-again", ""},
		{nil, []string{"thank"}, "hint.thank", ""},
		{nil, []string{"open-thanks"}, "hint.thanks-wait", ""},
		{[]string{"after.thanks-head", "after.thanked", "after.closed", "after.let-go"}, nil, "hint.whole-loop", ""},
		{[]string{"withdraw.done", "withdraw.taken-back", "withdraw.taken-back-nameless"}, nil, "hint.go-on", ""},
		{[]string{"draft.kept", "draft.discarded", "draft.discarded.typed", "typed.discarded"}, nil, "hint.go-on", ""},
	}
}
