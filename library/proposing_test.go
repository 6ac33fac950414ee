package library_test

import "testing"

func TestAQuestionForBothGetsAHintWhereItIsHardToAnswer(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct{ question, said, hint string }{
		{"What would you like to cook together this week?", "", ""},
		{"What made you laugh today?", "", ""},
		{"Which song would you play me now?", "", ""},
		{"Where would you like to walk on Sunday?", "", ""},
		{"Who would you like to invite for dinner?", "", ""},
		{"Where do you feel most at home?", "", ""},
		{"Was möchtest du heute loswerden?", "", ""},
		{"Wo würdest du am liebsten spazieren?", "de", ""},
		{"Qu'est-ce qui te ferait plaisir ce soir ?", "", ""},
		{"¿Qué te gustaría hacer el domingo?", "", ""},
		{"O que te fez sorrir hoje?", "", ""},
		{"Che cosa ti farebbe bene stasera?", "", ""},
		{"今週は何をしたい？", "", ""},
		{"Τι θα ήθελες σήμερα;", "", ""},

		{"Tell me what you like", "", "mark"},
		{"You are lazy.", "", "mark"},
		{"", "", "mark"},
		{"Why are you so quiet?", "", "blame"},
		{"Do you always forget me?", "", "blame"},
		{"What should you have done today?", "", "blame"},
		{"Warum redest du nicht?", "", "blame"},
		{"Pourquoi tu ne parles pas ?", "", "blame"},
		{"¿Por qué no hablas?", "", "blame"},
		{"Por que você não fala?", "", "blame"},
		{"Perché non parli?", "", "blame"},
		{"Where were you today?", "", "watch"},
		{"Who were you with on Friday?", "", "watch"},
		{"Did you see her again?", "", "watch"},
		{"Will you show me your phone?", "", "watch"},
		{"Wo warst du heute?", "", "watch"},
		{"Mit wem hast du geschrieben?", "", "watch"},
		{"Tu étais où hier ?", "", "watch"},
		{"¿Dónde estabas hoy?", "", "watch"},
		{"Com quem você estava?", "", "watch"},
		{"Con chi eri ieri?", "", "watch"},
		{"On a scale from one to ten, how was I?", "", "rate"},
		{"How many points do I get today?", "", "rate"},
		{"Auf einer Skala, wie lieb war ich?", "", "rate"},
		{"Quelle note tu me donnes ?", "", "rate"},
		{"Am I enough for you?", "", "rate"},
	} {
		if got := l.ProposalHint(c.question, c.said); got != c.hint {
			t.Errorf("ProposalHint(%q, %q): got %q, want %q", c.question, c.said, got, c.hint)
		}
	}
}
