package stories

// The bot carries six notes a day from one person to another. So the torture has days: whoever
// has sent as many as a day takes waits for the next, which comes with an outage.

// dayTakes is how many notes and thank-yous a person sends in a day: two less than the bot
// carries, because two that were begun on one day may be sent on the next.
const dayTakes = 4

// takes counts notes or thank-yous that a person is about to send; false if the day takes
// no more.
func (s *soul) takes(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if today := s.o.day.Load(); s.day != today {
		s.day, s.sent = today, 0
	}
	if s.sent+n > dayTakes {
		return false
	}
	s.sent += n
	return true
}

// waits is takes, and waits for the next day if it has to; false if nobody writes any more.
func (s *soul) waits(n int) bool {
	if s.takes(n) {
		return true
	}
	s.o.spent.Add(1)
	defer s.o.spent.Add(-1)
	for s.o.going() {
		today := s.o.day.Load()
		if s.takes(n) {
			return true
		}
		s.o.await(func() bool { return s.o.day.Load() != today || !s.o.going() })
	}
	return false
}

// lasts moves the clock on, for a day where most people wait for one.
func (o *ordeal) lasts() {
	if 2*o.spent.Load() < int64(len(o.souls)) {
		o.clock.moves(beyond)
	} else {
		o.clock.moves(aDay)
		o.day.Add(1)
	}
	o.setsClock(o.off)
}
