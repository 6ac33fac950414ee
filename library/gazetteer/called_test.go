package gazetteer_test

import (
	"testing"

	"leanon/library/gazetteer"
)

func TestACountryIsCalledAsItsReadersCallIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, tag, want string }{
		{"berlin, germany", "de", "Berlin, Deutschland"},
		{"lima, peru", "es-419", "Lima, Perú"},
		{"lima, peru", "es-AR", "Lima, Perú"},
		{"lima, peru", "fr", "Lima, Pérou"},
		{"recife", "pt-BR", "Recife, Pernambuco, Brasil"},
		{"lima, peru", "en", "Lima, Peru"},
		{"lima, peru", "", "Lima, Peru"},
		{"singapore", "de", "Singapore"},
		{"UTC", "de", "UTC"},
	} {
		found, _ := gazetteer.Find(c.typed, gazetteer.Person{})
		if len(found) == 0 {
			t.Errorf("%s is not found", c.typed)
			continue
		}
		got := found[0].Called(c.tag)
		if got != c.want {
			t.Errorf("%s in %q: got %q, want %q", c.typed, c.tag, got, c.want)
		}
		if again, _ := gazetteer.Find(got, gazetteer.Person{}); len(again) == 0 || again[0].Zone != found[0].Zone {
			t.Errorf("%q, typed again, is %v", got, again)
		}
	}
}
