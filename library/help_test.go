package library_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheExplanationHasSixShortLines(t *testing.T) {
	t.Parallel()
	got := shipped(t).HowItWorks()
	if len(got) != 6 {
		t.Fatalf("got %d lines, want 6", len(got))
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"Nothing leaves before you press Send", "/pause", "/leave", "not therapy", "not an emergency service"} {
		if !strings.Contains(all, want) {
			t.Errorf("the explanation does not say %q:\n%s", want, all)
		}
	}
}

func TestHelpFitsTheLocaleAndIsThereForEveryone(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		locale string
		third  string // the first line after the two for everyone
		holds  []string
		lacks  []string
	}{
		{"en-US", "911", []string{"1-800-799-7233", "988, call or text", "0808 2000 247", "13 11 14"}, []string{"116 016"}},
		{"en-GB", "999 or 112", []string{"0808 2000 247", "116 123", "1800 737 732", "13 11 14", "000", "111", "911"}, []string{"116 016"}},
		{"de", "112 oder 110", []string{"116 016"}, []string{"911", "999 or 112"}},
		{"fr", "112", []string{"3919"}, []string{"911", "016"}},
		{"es-ES", "112", []string{"016"}, nil},
		{"ja", "", nil, []string{"911", "112", "116 016"}},
		{"", "", nil, []string{"911", "112"}},
	} {
		t.Run(c.locale, func(t *testing.T) {
			t.Parallel()
			var contacts []string
			length := 0
			for _, r := range l.Resources(c.locale) {
				contacts = append(contacts, r.Contact)
				length += len(r.Name) + len(r.Contact) + len(r.Where) + 10
				if r.Name == "" || r.Where == "" {
					t.Errorf("got %+v, want a name and a place", r)
				}
			}
			want := []string{"call your local emergency number", "https://findahelpline.com"}
			if diff := cmp.Diff(want, contacts[:2]); diff != "" {
				t.Errorf("first two (-want +got):\n%s", diff)
			}
			if c.third == "" && len(contacts) != 2 || c.third != "" && contacts[2] != c.third {
				t.Errorf("got %q, want %q third", contacts, c.third)
			}
			for _, want := range c.holds {
				if !slices.Contains(contacts, want) {
					t.Errorf("got %q, want also %q", contacts, want)
				}
			}
			for _, other := range c.lacks {
				if slices.Contains(contacts, other) {
					t.Errorf("got %q, want no %q", contacts, other)
				}
			}
			if length > 1100 {
				t.Errorf("got about %d characters, want under 1100: it shares a message of 2,000 with the explanation", length)
			}
		})
	}
}

func TestALocaleWithoutLinesReadsThoseOfItsLanguage(t *testing.T) {
	t.Parallel()
	for _, r := range shipped(t).Resources("es-419") {
		if r.Contact == "016" {
			return
		}
	}
	t.Error("es-419 reads no line of es-ES, the nearest there is")
}
