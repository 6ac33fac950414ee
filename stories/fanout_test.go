package stories

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"
)

// The benchmarks of docs/performance.md that need the program as a process: the
// playground is Discord, in the process of the benchmark; the bot is leanon as it
// is built, and its memory and processor time are those of its own process.

const (
	fanCouples = 10_000 // in the database
	fanAsked   = 10_000 // check-ins due in the same minute
	fanTalking = 80     // couples of others who press meanwhile
	fanPresses = 20     // a second
	fanKey     = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
)

// BenchmarkFanOut has 10,000 check-ins due in one minute while others press 20
// buttons a second, with Discord's global limit and without: an evening each time.
// Without the limit one takes 3 to 4 seconds, which are some 70 presses: their p99
// takes several evenings.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct {
		name  string
		limit int
	}{{"limit=none", 0}, {"limit=50", 50}} {
		b.Run(c.name, func(b *testing.B) {
			// What stands for Discord keeps 20,000 people in memory; to collect
			// garbage among them would take the bot's processors.
			defer debug.SetGCPercent(debug.SetGCPercent(800))
			var all evenings
			for range b.N {
				all.fanOut(b, c.limit)
			}
			all.report(b, c.limit)
		})
	}
}

// evenings are what all runs of a benchmark came to.
type evenings struct {
	n              int
	took, worked   time.Duration
	requests, sent int64 // requests are those under the global limit
	others         int64 // of the requests, those that are no check-in
	peak           float64
	acks, notes    []time.Duration
}

func (e *evenings) fanOut(b *testing.B, limit int) {
	b.StopTimer()
	f := newFan(b, limit)
	defer f.discord.Close()
	at := f.arm(b)
	bot := f.start(b, limit)
	f.ready(b)
	ctx, hush := context.WithCancel(b.Context())
	var talking sync.WaitGroup
	<-time.After(time.Until(at)) // the bot's clock is the real one
	before := bot.spent(b)
	talking.Go(func() { f.talk(ctx, b) })
	b.StartTimer()
	f.await(b, "every check-in", func() bool { return f.asked.Load() >= fanAsked })
	b.StopTimer()
	e.n++
	e.took += f.last.Load().Sub(at)
	e.worked += bot.spent(b) - before
	e.requests += f.counted.Load()
	e.others += f.others.Load()
	e.sent += f.sent.Load()
	hush()
	talking.Wait()
	f.check(b)
	e.acks = append(e.acks, f.acks...)
	e.notes = append(e.notes, f.notes...)
	e.peak = max(e.peak, bot.status(b, "VmHWM:"))
	bot.stop(b)
	f.durable(b)
}

func (e *evenings) report(b *testing.B, limit int) {
	asked := float64(e.n * fanAsked)
	b.ReportMetric(asked/e.took.Seconds(), "check-ins/s")
	b.ReportMetric(e.worked.Seconds()/float64(e.sent)*1000, "cpu-s/1000")
	b.ReportMetric(float64(e.requests-e.others)/asked, "requests/check-in")
	if limit > 0 {
		b.ReportMetric(e.took.Seconds()/(float64(e.requests)/float64(limit)), "floor")
	}
	b.ReportMetric(ms(percentile(e.acks, 99)), "ms-ack-p99")
	b.ReportMetric(ms(percentile(e.acks, 100)), "ms-ack-worst")
	b.ReportMetric(ms(percentile(e.notes, 99)), "ms-note-p99")
	b.ReportMetric(float64(len(e.acks))/e.took.Seconds(), "presses/s")
	b.ReportMetric(e.peak, "MB-peak")
}

// BenchmarkIdle starts the bot on a database of 10,000 couples of whom nobody is
// due, five times.
func BenchmarkIdle(b *testing.B) {
	f := newFan(b, 0)
	defer f.discord.Close()
	f.rest(b)
	for range b.N {
		var starts []time.Duration
		var own, whole []float64
		for range 5 {
			began := time.Now()
			bot := f.start(b, 0)
			f.await(b, "READY", f.discord.Gateway().Connected)
			starts = append(starts, time.Since(began))
			f.ready(b)
			f.quiet(b)
			own = append(own, bot.status(b, "RssAnon:"))
			whole = append(whole, bot.status(b, "VmRSS:"))
			bot.stop(b)
			f.await(b, "the end", func() bool { return !f.discord.Gateway().Connected() })
		}
		slices.Sort(starts)
		slices.Sort(own)
		slices.Sort(whole)
		b.ReportMetric(ms(starts[2]), "ms-to-READY")
		b.ReportMetric(own[2], "MB-own")
		b.ReportMetric(whole[2], "MB-with-program-file")
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Clone(all)
	slices.Sort(all)
	return all[min(len(all)*p/100, len(all)-1)]
}
