package stories

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// Whatever people write reaches the bot once, also while it is away.

func TestWhatWasWrittenWhileTheBotWasStoppedIsAnsweredOnce(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	w.sleeps()
	w.clock.set(w.clock.Now().Add(5 * time.Minute))
	ana.writes("A quiet evening at home")
	ana.writes("And your hand on mine")
	ben.writes("Some help with dinner")
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.wakes()
	ana.once("> A quiet evening at home").once("> And your hand on mine").once("That question is done.")
	ben.once("> Some help with dinner").neverSaw("evening")
	for range 2 {
		w.sleeps()
		w.wakes()
	}
	ana.once("> A quiet evening at home").once("> And your hand on mine")
	if n := ana.count("Would you") + ana.count("would see this:"); n != 2 {
		t.Errorf("Anabel sees %d previews, want 2", n)
	}
}

// The bot comes back and sends first, so that the channel's newest message is its own.
// It still hears what was written before.
func TestWhatIsOlderThanOurOwnNewestMessageIsHeard(t *testing.T) {
	inBubble(t, "2026-11-23 19:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		w.sleeps()
		w.clock.set(w.clock.Now().Add(time.Minute))
		ana.writes("I need a long walk")
		w.clock.set(readMoment(t, "2026-11-23 20:00 Europe/Paris"))
		w.discord.Fault(func(r *http.Request) *playground.Fault {
			if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/messages") {
				return playground.Broken(http.StatusServiceUnavailable)
			}
			return nil
		})
		w.start()
		ana.sees(howTo)
		w.catchesUp() // as far as it can
		ana.neverSaw("> I need a long walk")
		w.discord.Fault(nil)
		w.passes(time.Minute)
		w.catchesUp()
		ana.once("> I need a long walk").neverSaw(howTo) // it answers the question that is open now
	})
}

func TestWhatWasWrittenDuringAGatewayOutageIsAnsweredOnce(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		g := w.discord.Gateway()
		g.RefuseResume(true) // a new session, which is told nothing of what it missed
		g.Refuse(true)
		g.Drop()
		w.clock.set(w.clock.Now().Add(time.Minute))
		ana.writes("Are you hearing this")
		g.Refuse(false)
		ana.sees("> Are you hearing this")
		w.catchesUp()
		ana.once("> Are you hearing this")
	})
}

func TestAnEventDeliveredTwiceIsOneEvent(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	m := ana.writes("Only once, please")
	ana.sees("> Only once, please")
	again := talk.Request{Kind: talk.Wrote, ID: m.ID, MessageID: m.ID, Channel: ana.DM().ID, Person: talk.User{ID: ana.ID, Name: ana.name}, Text: "Only once, please"}
	for range 3 {
		if err := w.run.Client.Replay(context.Background(), again); err != nil {
			t.Fatal(err)
		}
	}
	ana.presses("Discard")
	if err := w.run.Client.Replay(context.Background(), again); err != nil {
		t.Fatal(err)
	}
	w.settle()
	ana.neverSaw("> Only once, please")
	if n := ana.count("would see this:"); n != 0 {
		t.Errorf("Anabel sees %d previews after discarding, want none", n)
	}
}

func TestEditsAndDeletionsChangeADraftAndNothingElse(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	first := ana.writes("You never call me")
	ana.sees("> You never call me")
	w.passes(time.Minute)
	ana.edits(first, "I miss your voice")
	ana.sees("> I miss your voice").neverSaw("never call")
	ana.presses("Send to Benedict")
	w.passes(time.Minute)
	ana.edits(first, "Changed after sending")
	ben.opens().reads("I miss your voice")
	ben.neverSaw("Changed")
	ana.deletes(first)
	w.settle()
	ben.sees("I miss your voice")

	second := ana.writes("Something to take back")
	ana.sees("> Something to take back")
	ana.deletes(second)
	if err := w.discord.Await(t.Context(), func() bool { return !ana.has("> Something to take back") }); err != nil {
		t.Fatal(err)
	}
	w.settle()
	ana.runs("needs").neverSaw("Something to take back")
}

func TestEditsAndDeletionsWhileWeWereAway(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	changed, gone := ana.writes("The first thought"), ana.writes("Better left unsaid")
	ana.sees("> The first thought").sees("> Better left unsaid")
	w.passes(20 * time.Minute) // the channel was read beyond both meanwhile
	w.catchesUp()
	w.sleeps()
	w.clock.set(w.clock.Now().Add(time.Minute))
	ana.edits(changed, "The second thought")
	ana.deletes(gone)
	never := ana.writes("Written and deleted")
	ana.deletes(never)
	late := ana.writes("Written and edited")
	ana.edits(late, "Written and polished")
	w.wakes()
	ana.once("> The second thought").once("> Written and polished")
	ana.neverSaw("> The first thought").neverSaw("> Better left unsaid").neverSaw("> Written and deleted").neverSaw("> Written and edited")
}

func TestACheckInAndAMessageRaceAndBothArrive(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.clock.set(readMoment(t, "2026-11-23 20:00 Europe/Paris")) // the check-in is on its way
	ana.writes("Right at the same moment")
	ana.sees("> Right at the same moment")
	ben.sees(howTo)
	w.settle()
	w.catchesUp()
	ana.once("> Right at the same moment")
	// Her message may answer the question before it could be sent; it is not asked then.
	if n := ana.count(howTo) + ana.count("That question is done."); n > 1 {
		t.Errorf("Anabel sees %d check-ins, open or folded, want at most 1:\n%s", n, ana.all())
	}
}

func TestALostHistoryDoesNotHoldTheOthersUp(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		w.sleeps()
		w.clock.set(w.clock.Now().Add(time.Minute))
		ana.writes("From the closed channel")
		ben.writes("From the open channel")
		closed := "/channels/" + ana.DM().ID + "/messages"
		w.discord.Fault(func(r *http.Request) *playground.Fault {
			if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, closed) {
				return playground.Broken(http.StatusBadGateway)
			}
			return nil
		})
		w.wakes()
		w.passes(10 * time.Second)
		w.catchesUp()
		ben.once("> From the open channel")
		w.discord.Fault(nil)
		w.passes(time.Minute)
		w.catchesUp()
		ana.once("> From the closed channel")
	})
}

func TestStoppingInTheMiddleOfCatchingUpLosesAndDoublesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.sleeps()
	w.clock.set(w.clock.Now().Add(time.Minute))
	words := []string{"one wish of mine", "two wishes of mine", "three wishes of mine"}
	for _, text := range words {
		ana.writes(text)
	}
	w.faults(isCreate, &playground.Fault{Drop: true}) // nothing can be answered
	w.start()
	w.sleeps()
	w.discord.Fault(nil)
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.wakes()
	for _, text := range words {
		ana.once("> " + text)
	}
}

// Anabel writes while the bot is away, and again before it has read her channel. Her
// later words wait for the earlier ones, which only the channel's history has.
func TestWhatIsWrittenNowIsHeardAfterWhatWasWrittenMeanwhile(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(time.Minute)
	ben.writes("I am about")
	ben.sees("> I am about") // so that his channel is read first
	w.sleeps()
	ana.writes("A word in the morning")
	ana.writes("A word at noon")
	reading, his := make(chan struct{}), "/channels/"+ben.DM().ID+"/messages"
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, his) {
			<-reading
		}
		return nil
	})
	w.start()
	ana.writes("A word at night")
	ana.sees("> A word at night")
	close(reading)
	w.catchesUp()
	var order []string
	for _, m := range ana.fromBot() {
		if _, words, ok := strings.Cut(m.Content, "> A word "); ok {
			order = append(order, strings.Fields(words)[1])
		}
	}
	if got, want := strings.Join(order, ", "), "the, noon, night"; got != want {
		t.Errorf("drafts of %q, want %q", got, want)
	}
}
