package library_test

import (
	"strings"
	"testing"
)

// A card says what comforts its author; what somebody forbids their partner is none of it.
func TestACardThatSpeaksOfThePartnerGetsAHintAndOneAboutItsAuthorNone(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct{ words, said, want string }{
		{"you seeing Mia", "", "A card is about you"},
		{"you’re late", "en", "A card is about you"},
		{"when you just don't answer", "en", "A card is about you"},
		{"u talking to your ex", "en", "A card is about you"},
		{"your friends", "en", "A card is about you"},
		{"You must text me by six", "en", "A card is about you"},
		{"wenn du Mia triffst", "de", "Eine Karte handelt von einem selbst"},
		{"deine Freunde", "de", "Eine Karte handelt von einem selbst"},
		{"quand tu vois Mia", "fr", "Une carte parle de soi"},
		{"que veas a Mia", "es", "Una tarjeta habla de quien la escribe"},
		{"quando falas com a Mia", "pt", "Um cartão fala de você"}, {"que você fale com a Mia", "pt", "Um cartão fala de você"},
		{"se vedi Mia", "it", "Un biglietto parla di te"},
		{"advice in the first five minutes", "", ""},
		{"loud voices, being rushed", "", ""},
		{"after eight, Sunday mornings", "", ""},
		{"being told that it will pass", "en", ""},
		{"thank you, no jokes", "en", ""},
		{"Ratschläge in den ersten Minuten", "", ""},
		{"du thé, du silence", "", ""},
		{"que les autres écoutent", "", ""},
		{"que haya ruido", "", ""},
		{"barulho de manhã", "", ""},
		{"che si alzi la voce", "", ""},
		{"you hit me again and I am afraid of you", "en", ""}, // serious
	} {
		got, found := l.CardHint(c.words, c.said)
		if found != (c.want != "") || !strings.Contains(got, c.want) {
			t.Errorf("%q (%s): got %q, want %q", c.words, c.said, got, c.want)
		}
	}
}
