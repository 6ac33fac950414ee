package bot

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

func TestAReaderCallsNoTwoPartnersTheSame(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	evening := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
	couple := func(id store.ID, name string, formed time.Time) store.Couple {
		return store.Couple{ID: id, FormedAt: formed, Other: store.Member{Name: name}}
	}
	ben, benToo, benThen := couple(1, "Ben", evening), couple(2, "BEN\u200b", evening), couple(3, "Ben", evening.AddDate(0, 0, 7))
	cleo, nobody := couple(4, "Cleo *", evening), couple(5, "\u2800", evening)

	one := b.reader(store.Partner{}, []store.Couple{ben})
	if got, about := one.partner(ben), one.nameIfSeveral(ben); got != "Ben" || about != "" {
		t.Errorf("one partner: got %q, and %q where several are told apart, want Ben and nothing", got, about)
	}
	all := b.reader(store.Partner{Zone: "Europe/Paris"}, []store.Couple{ben, benToo, benThen, cleo, nobody})
	want := []string{"Ben, since 24 Nov 2026", "BEN\u200b, since 24 Nov 2026 (2)", "Ben, since 1 Dec 2026", "Cleo *", "your partner"} // it is past midnight in Paris
	if !slices.Equal(all.called, want) {
		t.Errorf("called: got %q, want %q", all.called, want)
	}
	if got, want := all.name(cleo), "\u2068Cleo \\*\u2069"; got != want {
		t.Errorf("in a text: got %q, want %q", got, want)
	}
	if got, want := all.nameIfSeveral(benToo), "\u2068BEN\u200b, since 24 Nov 2026 \\(2\\)\u2069"; got != want {
		t.Errorf("where several are told apart: got %q, want %q", got, want)
	}
	if got := all.partner(couple(6, "Dora", evening)); got != "Dora" {
		t.Errorf("of a couple that is new: got %q, want Dora", got)
	}
}
