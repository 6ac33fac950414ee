package host

import "testing"

func TestCheckSaysWhenTheWeeklyNoteComes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ weekly, zone, mark, words string }{
		"as shipped":            {"0 18 * * 0", "", "ok", "it comes on the clock of each partner who has named their city"},
		"in the zone of a host": {"0 18 * * 0", "Europe/Paris", "ok", "it comes next at "},
		"off":                   {"", "", "ok", "none comes by itself, because check_in.weekly is empty; /week shows it"},
		"several times a day":   {"0 8,18 * * 0", "", "warn", "check_in.weekly names several times a day; one a day comes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, env, _ := hosted(t)
			_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, hostSaid, "LEANON_CHECK_IN_WEEKLY="+c.weekly, "LEANON_CHECK_IN_ZONE="+c.zone)
			wantLine(t, lines, "weekly note", c.mark, c.words)
		})
	}
}
