package gazetteer_test

import (
	"testing"

	"leanon/library/gazetteer"
)

func TestAPlaceIsCalledAsItsReadersCallIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, tag, want string }{
		{"berlin, germany", "de", "Berlin, Deutschland"},
		{"lima, peru", "es-419", "Lima, Perú"},
		{"lima, peru", "es-AR", "Lima, Perú"},
		{"lima, peru", "fr", "Lima, Pérou"},
		{"recife", "pt-BR", "Recife, Brasil"},
		{"münchen", "de", "München, Deutschland"},
		{"münchen", "es-419", "Múnich, Alemania"},
		{"munich", "en", "Munich, Bavaria, Germany"},
		{"munich", "en-GB", "Munich, Bavaria, Germany"},
		{"cdmx", "es-419", "Ciudad de México, México"},
		{"nueva york", "es-AR", "Nueva York, Estados Unidos"},
		{"nyc", "pt-BR", "Nova York, Estados Unidos"},
		{"london", "es-419", "Londres, Reino Unido"},
		{"wien", "de", "Wien, Österreich"},
		{"genf", "fr", "Genève, Suisse"},
		{"genf", "de", "Genf, Schweiz"},
		{"portland, maine", "es-419", "Portland, Maine, Estados Unidos"},
		{"león, guanajuato", "es-419", "León, México"},
		{"frankfurt oder", "fr", "Frankfurt, Brandenburg, Allemagne"},
		{"lima, peru", "en", "Lima, Peru"},
		{"lima, peru", "", "Lima, Peru"},
		{"singapore", "de", "Singapur"},
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
