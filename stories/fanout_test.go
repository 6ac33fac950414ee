package stories

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"
)

// The benchmarks of docs/performance.md that need the program as a process: the
// playground is Discord, in the process of the benchmark, and the bot has memory of
// its own.

// fanAsked is how many check-ins are due in the same minute. The database has as
// many couples. A try takes a few hundred, and more than 2*fanTalking.
var fanAsked = flag.Int("due", 10_000, "how many check-ins are due in one minute in BenchmarkFanOut, and how many couples there are")

const (
	fanLimit   = 50 // requests a second, Discord's and the shipped config.yaml's
	fanTalking = 80 // couples of others who press meanwhile
	fanPresses = 20 // a second
	fanKey     = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
)

// BenchmarkFanOut has 10,000 check-ins due in one minute, under Discord's global
// limit, while others press 20 buttons a second. An evening takes 200 seconds. It
// reports
//   - how long the evening took as a multiple of the floor, which is all its requests
//     under the limit at 50 a second: at most 1.02;
//   - how many requests met the limit (429): none;
//   - the time from a press until it is acknowledged: p99 under 35 ms;
//   - the time from Send until the note is sent to the partner: p99 under 500 ms;
//   - the memory of the bot's own an hour of its clock later: under 12 MB.
func BenchmarkFanOut(b *testing.B) {
	// What stands for Discord keeps 20,000 people in memory; to collect garbage among
	// them would take the bot's processors.
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	var all evenings
	for range b.N {
		all.fanOut(b)
	}
	all.report(b)
}

// evenings are what all runs of a benchmark came to.
type evenings struct {
	took        time.Duration
	requests    int64 // under the global limit
	refused     int   // with 429, 401 or 403
	acks, notes []time.Duration
	atRest      []float64 // MB
}

func (e *evenings) fanOut(b *testing.B) {
	b.StopTimer()
	shifted := builtShifted(b)
	manual, err := filepath.Abs("../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	f := newFan(b)
	defer f.discord.Close()
	at := f.arm(b)
	bot := f.start(b, shifted, manual)
	f.ready(b)
	ctx, hush := context.WithCancel(b.Context())
	var talking sync.WaitGroup
	<-time.After(time.Until(at)) // the bot's clock is the real one until the evening is over
	talking.Go(func() { f.talk(ctx, b) })
	b.StartTimer()
	f.await(b, "every check-in", func() bool { return f.asked.Load() >= int64(*fanAsked) })
	b.StopTimer()
	e.took += f.last.Load().Sub(at)
	e.requests += f.counted.Load()
	hush()
	talking.Wait()
	f.check(b)
	e.refused += f.discord.Invalid()
	e.acks = append(e.acks, f.acks...)
	e.notes = append(e.notes, f.notes...)
	e.atRest = append(e.atRest, f.anHourLater(b, bot))
	bot.stop(b)
	f.durable(b)
}

// anHourLater moves Discord's clock and the bot's on by an hour and returns its own memory, in MB,
// after five minutes of the machine's: by then its housekeeping is done, and Go,
// which collects every two minutes, has given back what the evening took. It still
// reads the channels of those who were asked then, ten a second.
func (f *fan) anHourLater(b *testing.B, bot *botProcess) float64 {
	b.Helper()
	f.ahead.Add(int64(time.Hour))
	if _, err := fmt.Fprintln(bot.in, time.Hour); err != nil { // as the shifted program reads it
		b.Fatal(err)
	}
	<-time.After(5 * time.Minute)
	return bot.ownMemory(b)
}

func (e *evenings) report(b *testing.B) {
	b.ReportMetric(e.took.Seconds()/(float64(e.requests)/fanLimit), "floor")
	b.ReportMetric(float64(e.refused), "429s")
	b.ReportMetric(ms(percentile(e.acks, 99)), "ms-ack-p99")
	b.ReportMetric(ms(percentile(e.notes, 99)), "ms-note-p99")
	b.ReportMetric(slices.Max(e.atRest), "MB-an-hour-later")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStart starts leanon, as it is built, on a database of 10,000 couples of
// whom nobody is due. It reports the median time to READY of five starts: under
// 50 ms.
func BenchmarkStart(b *testing.B) {
	program := builtProgram(b)
	f := newFan(b)
	defer f.discord.Close()
	f.rest(b)
	for range b.N {
		var starts []time.Duration
		for range 5 {
			began := time.Now()
			bot := f.start(b, program, "serve")
			f.await(b, "READY", f.discord.Gateway().Connected)
			starts = append(starts, time.Since(began))
			f.ready(b)
			bot.stop(b)
			f.await(b, "the end", func() bool { return !f.discord.Gateway().Connected() })
		}
		slices.Sort(starts)
		b.ReportMetric(ms(starts[2]), "ms-to-READY")
		b.ReportMetric(0, "ns/op")
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
