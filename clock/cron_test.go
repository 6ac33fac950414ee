package clock

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestStandardExpressionsAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ expr, same string }{
		{"0 20 * * 1,3,5", "0 20 * * MON,wed,Fri"},
		{"00 08 01 01 00", "0 8 1 jan sun"},
		{"0 0 * * 7", "0 0 * * 0"},
		{"0 0 * * 0-7", "0 0 * * 0-6"},
		{"0 0 * * 1-7/2", "0 0 * * 0,1,3,5"},
		{"0 0 * * 5-7", "0 0 * * FRI-SUN"},
		{"0 0 * * SUN-TUE", "0 0 * * 0-2"},
		{"0 0 * * 7-7", "0 0 * * SUN"},
		{"0 0 1 jan-mar *", "0 0 1 1-3 *"},
		{"*/60 */24 */31 */12 */7", "*/60 */24 */31 */12 */7"},
		{"  0\t20   *  * * ", "0 20 * * *"},
		{"0-30/10,45 8-18/5 * * *", "0,10,20,30,45 8,13,18 * * *"},
	} {
		got, err := parseSchedule(tt.expr)
		if err != nil {
			t.Errorf("%q: got %v, want no error", tt.expr, err)
			continue
		}
		want, err := parseSchedule(tt.same)
		if err != nil {
			t.Errorf("%q: got %v, want no error", tt.same, err)
			continue
		}
		if *got != *want {
			t.Errorf("%q: got %+v, want that of %q, %+v", tt.expr, *got, tt.same, *want)
		}
	}
}

func TestAStarAtTheBeginningOfAFieldIsWhatCounts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		expr                string
		eitherDay, realTime bool
	}{
		{"0 0 1 * 1", true, false},
		{"0 0 */2 * 1", false, false},
		{"0 0 1 * */2", false, false},
		{"0 0 *,1 * 1", false, false},
		{"0 0 1,* * 1", true, false},
		{"0 0 1-31 * 3", true, false},
		{"*/5 8 * * *", false, true},
		{"0 */2 * * *", false, true},
		{"0,* 8 * * *", false, false},
		{"*,0 8 * * *", false, true},
		{"0-59 0-23 * * *", false, false},
	} {
		s, err := parseSchedule(tt.expr)
		if err != nil {
			t.Errorf("%q: got %v, want no error", tt.expr, err)
			continue
		}
		if s.eitherDay != tt.eitherDay || s.realTime != tt.realTime {
			t.Errorf("%q: got either day %v, real time %v, want %v, %v", tt.expr, s.eitherDay, s.realTime, tt.eitherDay, tt.realTime)
		}
	}
}

func TestWhatIsNotStandardIsRefusedWithOneLine(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{
		"", " ", "0", "0 0 * *", "0 0 0 * * *", "0 0 * * * 2026",
		"@daily", "@every 1h", "@every -5s", "@reboot", " @daily",
		"TZ=", "TZ=UTC", "CRON_TZ=", "CRON_TZ=UTC", "TZ=UTC 0 0 * * *", "CRON_TZ=Local 0 0 * * *", "TZ= 0 0 * * *",
		"60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8",
		"-1 * * * *", "+5 * * * *", "007 * * * *", "0 0 * * 007", "99999999999999999999 * * * *", "18446744073709551616 * * * *",
		"*/0 * * * *", "*/00 * * * *", "*/-1 * * * *", "*/61 * * * *", "*/90 * * * *", "* */25 * * *", "* * * * */8", "*/ * * * *", "*/99999999999999999999 * * * *",
		"0/15 * * * *", "5/1 * * * *", "? * * * *", "0 0 ? * ?", "0 0 L * *", "0 0 15W * *", "0 0 * * 1#2",
		"1, * * * *", ",1 * * * *", "1,,2 * * * *", ", * * * *", "1- * * * *", "-1 * * * *", "1-2-3 * * * *", "1-5/2/2 * * * *", "*-5 * * * *", "** * * * *", "5-1 * * * *",
		"0 0 * * SAT-MON", "0 0 * * 5-0", "0 0 * * SUNDAY", "0 0 jan * *", "jan * * * *", "0 0 * sun *", "0 0 * * jan",
		"0 0 30 2 *", "0 0 31 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31 2 */2",
		"0 0 * * *\n", "0\n0 * * *", "0 0 * * *\x00", "0\u00a00 * * *", "٠ 0 * * *", "0 0 * * ＊", "0 0 * * \xff", "0\r0 * * *", "0\v0 * * *",
		"0 0 * * * `rm`", "0 0 * * I_love_you",
		"0" + strings.Repeat(",0", 100) + " 0 * * *", strings.Repeat("0", 300000),
	} {
		s, err := parseSchedule(expr)
		if !errors.Is(err, ErrExpression) {
			t.Errorf("%.60q: got %+v, %v, want ErrExpression", expr, s, err)
			continue
		}
		if line := err.Error(); strings.ContainsAny(line, "\n\r\t") || len(line) > 200 {
			t.Errorf("%.60q: got %q, want one line of at most 200 characters", expr, line)
		}
	}
}

func TestARefusalSaysWhatIsAllowedAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		expr, says string
		why        Why
	}{
		{"61 0 * * *", "the minute takes 0 to 59", Minute},
		{"0 banana * * *", "the hour takes 0 to 23", Hour},
		{"0 0 41 * *", "the day of the month takes 1 to 31", DayOfMonth},
		{"0 0 * banana *", "the month takes 1 to 12", Month},
		{"0 0 * * banana", "Sunday being 0 or 7", DayOfWeek},
		{"@banana", "no @ shortcut", Shortcut},
		{"TZ=banana 0 0 * * *", "time zone has a place of its own", NamesZone},
		{"0 0 banana", "exactly five fields", NotFiveFields},
		{"0 0 30 2 *", "none of its months has such a day", NoSuchDay},
		{"bänana", "English names", Characters},
	} {
		_, err := parseSchedule(tt.expr)
		var bad BadExpression
		if !errors.As(err, &bad) || bad.Why != tt.why {
			t.Errorf("%q: got %v for %q, want %q", tt.expr, err, bad.Why, tt.why)
		}
		if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "nana") {
			t.Errorf("%q: got %v, want it to say %q and to repeat nothing", tt.expr, err, tt.says)
		}
	}
}
