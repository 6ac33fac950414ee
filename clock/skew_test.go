package clock

import (
	"testing"
	"time"
)

// machine is a machine's clocks, and Discord's, which passes with them.
type machine struct {
	at    time.Time
	ahead time.Duration
	slept time.Duration // the steady clock stands still in sleep
	Skew
}

func newMachine() *machine { return &machine{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

func (m *machine) reading() Reading {
	return Reading{Machine: m.at.Add(m.ahead), Steady: m.at.Sub(time.Unix(0, 0)) - m.slept}
}

func (m *machine) compares() { m.Compare(m.reading(), m.reading(), m.at) }

func TestAClockIsInDoubtUntilItIsComparedAndWheneverItWasSet(t *testing.T) {
	t.Parallel()
	m := newMachine()
	doubtful := func(why string, want bool) {
		t.Helper()
		if got := m.Doubtful(m.reading()); got != want {
			t.Errorf("%s: in doubt is %v, want %v", why, got, want)
		}
	}
	doubtful("at first", true)
	m.compares()
	doubtful("compared", false)
	m.at = m.at.Add(1000 * time.Hour)
	doubtful("after six weeks", false)
	for _, ahead := range []time.Duration{2 * time.Minute, -2 * time.Minute, time.Hour, -time.Hour, 400 * 24 * time.Hour, -400 * 24 * time.Hour} {
		m.ahead = ahead
		doubtful("set", true)
		m.compares()
		doubtful("compared again", false)
	}
	m.slept += time.Hour
	doubtful("after a sleep", true)
}

func TestAClockIsWrongBeyondFiveMinutes(t *testing.T) {
	t.Parallel()
	for ahead, want := range map[time.Duration]time.Duration{
		0: 0, 5 * time.Minute: 0, -5 * time.Minute: 0, 6 * time.Minute: 6 * time.Minute, -6 * time.Minute: -6 * time.Minute,
		-400 * 24 * time.Hour: -400 * 24 * time.Hour,
	} {
		m := newMachine()
		m.ahead = ahead
		m.compares()
		if got := m.Wrong(); got != want {
			t.Errorf("a clock that is %v ahead is wrong by %v, want %v", ahead, got, want)
		}
	}
}

func TestTheTimeIsTheSameWhateverTheClockIsSetTo(t *testing.T) {
	t.Parallel()
	m := newMachine()
	m.compares()
	for _, ahead := range []time.Duration{time.Hour, -400 * 24 * time.Hour, 0, 400 * 24 * time.Hour, 0} {
		m.at = m.at.Add(time.Hour)
		m.ahead = ahead
		if got := m.At(m.reading()); !got.Equal(m.at) {
			t.Errorf("set %v ahead: it is %v, want %v", ahead, got, m.at)
		}
		m.compares()
		m.at = m.at.Add(time.Hour)
		if got := m.At(m.reading()); !got.Equal(m.at) {
			t.Errorf("%v ahead and compared: it is %v, want %v", ahead, got, m.at)
		}
	}
}

func TestAnAnswerThatTookLongSaysNothingAboutTheClock(t *testing.T) {
	t.Parallel()
	m := newMachine()
	m.compares()
	left, date := m.reading(), m.at
	m.at = m.at.Add(time.Hour) // the machine slept while the answer was on its way
	m.slept += time.Hour
	m.Compare(left, m.reading(), date)
	if m.Wrong() != 0 || !m.Doubtful(m.reading()) {
		t.Errorf("wrong by %v, in doubt %v; want only a doubt", m.Wrong(), m.Doubtful(m.reading()))
	}
}

func TestWhereNobodySaysTheTimeTheMachinesCountsAsRight(t *testing.T) {
	t.Parallel()
	m := newMachine()
	m.ahead = time.Hour
	m.Compare(m.reading(), m.reading(), time.Time{})
	if m.Wrong() != 0 || m.Doubtful(m.reading()) {
		t.Errorf("wrong by %v, in doubt %v; want neither", m.Wrong(), m.Doubtful(m.reading()))
	}
}

func TestAMomentThatHasPassedShowsAClockThatIsBehindAndRaisesDoubtOtherwise(t *testing.T) {
	t.Parallel()
	m := newMachine()
	m.compares()
	m.Passed(m.reading(), m.at.Add(-time.Hour))
	if m.Doubtful(m.reading()) {
		t.Error("an old moment raises doubt right after a comparison")
	}
	m.at = m.at.Add(2 * time.Minute)
	m.Passed(m.reading(), m.at.Add(-time.Hour))
	if m.Wrong() != 0 || !m.Doubtful(m.reading()) {
		t.Errorf("an old moment: wrong by %v, in doubt %v; want only a doubt", m.Wrong(), m.Doubtful(m.reading()))
	}
	m.ahead = -time.Hour
	m.Passed(m.reading(), m.at)
	if m.Wrong() != -time.Hour || m.Doubtful(m.reading()) {
		t.Errorf("a moment to come: wrong by %v, in doubt %v; want an hour behind", m.Wrong(), m.Doubtful(m.reading()))
	}
	m.ahead = 0
	m.Passed(m.reading(), m.at)
	if m.Wrong() != 0 && !m.Doubtful(m.reading()) {
		t.Errorf("set right: wrong by %v and not in doubt", m.Wrong())
	}
}
