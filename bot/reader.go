package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"leanon/store"
)

// reader is the person who reads a message: their settings, their couples, and what
// each of their partners is called.
type reader struct {
	speaker
	me      store.Partner
	couples []store.Couple // oldest first
	called  []string       // the partner in each of couples; no two names look the same
}

// reader makes a reader and names their partners. If several names look the same, the
// day on which the couple formed follows each of them, on the calendar of the reader,
// and a number if that is the same too.
func (b *Bot) reader(me store.Partner, couples []store.Couple) reader {
	to, bearers := b.to(me), map[string]int{}
	for _, c := range couples {
		bearers[bareName(to.plainName(c.Other.Name))]++
	}
	taken := map[string]bool{}
	called := make([]string, 0, len(couples))
	for _, c := range couples {
		name := to.plainName(c.Other.Name)
		if bearers[bareName(name)] > 1 {
			name = to.say("name.since", "name", clip(name, 32), "date", to.shortDate(c.FormedAt.In(b.location(me.Zone))))
		}
		full := name
		for n := 2; taken[bareName(full)]; n++ {
			full = to.say("name.twin", "name", name, "n", n)
		}
		taken[bareName(full)] = true
		called = append(called, full)
	}
	return reader{to, me, couples, called}
}

// readerOf reads a person and their couples, for suggestions, before which nobody
// calls Meet.
func (b *Bot) readerOf(ctx context.Context, r request) (rd reader, err error) {
	err = b.Store.View(ctx, r.Person.ID, func(v store.View) error {
		rd, err = b.readerIn(v, r.Locale)
		return err
	})
	return rd, err
}

// readerWhoParts reads the couples of a person of whom something was changed by hand, as
// far as they can be read.
func (b *Bot) readerWhoParts(ctx context.Context, r request) (reader, error) {
	couples, err := b.Store.CouplesToLeave(ctx, r.Person.ID)
	return b.reader(store.Partner{Person: r.Person.ID, Locale: r.Locale}, couples), err
}

// readerIn reads the person of a view and their couples. locale is that of their Discord
// in this act, "" for what comes unasked.
func (b *Bot) readerIn(v store.View, locale string) (reader, error) {
	me, err := v.Partner()
	if err != nil {
		return reader{}, err
	}
	me.Locale = cmp.Or(locale, me.Locale)
	couples, err := v.Couples()
	if err != nil {
		return reader{}, err
	}
	return b.reader(me, couples), nil
}

// partner returns what the reader's partner in a couple is called, for labels and
// lists. name returns the same for the text of a message.
func (rd reader) partner(c store.Couple) string {
	i := slices.IndexFunc(rd.couples, func(of store.Couple) bool { return of.ID == c.ID })
	if i < 0 { // the couple began or ended after the reader was read
		return rd.plainName(c.Other.Name)
	}
	return rd.called[i]
}

func (rd reader) name(c store.Couple) string { return inText(rd.partner(c)) }

// nameIfSeveral is name for a reader in several couples. It is "" for anybody else,
// who knows whom a message is about.
func (rd reader) nameIfSeveral(c store.Couple) string {
	if len(rd.couples) < 2 {
		return ""
	}
	return rd.name(c)
}

// bareName returns what an eye compares of a name: lower case, without what is
// invisible.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if r != ' ' && !store.Visible(string(r)) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// list joins names for a sentence.
func (s speaker) list(called []string) string {
	names := make([]string, 0, len(called))
	for _, name := range called {
		names = append(names, inText(name))
	}
	return s.joined(names)
}

// joined joins texts for a sentence: one, two, or more. It is "" for none.
func (s speaker) joined(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	all, last := texts[0], len(texts)-1
	for i, text := range texts[1:] {
		switch {
		case i+1 < last:
			all = s.say("list.more", "list", all, "next", text)
		case s.base() == "es" && beginsWithI(text):
			all = s.say("list.last.before-i", "list", all, "next", text)
		default:
			all = s.say("list.last", "list", all, "next", text)
		}
	}
	return all
}

// beginsWithI reports whether a text begins with the sound before which Spanish says "e" and
// not "y": i, or hi unless it begins a diphthong (CLDR's lists, as ICU reads them).
func beginsWithI(text string) bool {
	text = strings.ToLower(strings.TrimLeft(text, "\u2068\\*_"))
	rest, silent := strings.CutPrefix(text, "h")
	rest, i := strings.CutPrefix(rest, "i")
	if !i {
		rest, i = strings.CutPrefix(rest, "í")
	}
	return i && !(silent && (strings.HasPrefix(rest, "a") || strings.HasPrefix(rest, "e")))
}
