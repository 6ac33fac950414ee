package bot

import (
	"testing"
	"unicode/utf8"

	"leanon/library"
)

func TestEveryLanguageThatIsSpokenDescribesEveryCommandInItsLocales(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	said := 0
	judge := func(name, key, english string, in map[string]string) {
		t.Helper()
		for _, language := range b.Library.Spoken() {
			for _, locale := range language.Locales {
				want := b.Library.Words(language.Key).Say(key)
				got, has := in[locale]
				if !has {
					got = english
				}
				if got != want || got == "" || utf8.RuneCountInString(got) > library.MaxOption {
					t.Errorf("%s is %q in %s, want %q", name, got, locale, want)
				}
				said++
			}
		}
	}
	for _, c := range b.Commands() {
		judge("/"+c.Name, "command."+c.Name, c.Description, c.In)
		for _, o := range c.Options {
			key := "option." + c.Name + "." + o.Name
			if o.Name == "partner" && c.Name != "pair" {
				key = "option.partner"
			}
			judge("/"+c.Name+" "+o.Name, key, o.Description, o.In)
		}
	}
	if said < 150 {
		t.Errorf("got %d descriptions, want those of 17 commands and their options in each locale", said)
	}
}
