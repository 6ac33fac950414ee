package stories

import (
	"context"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// BenchmarkReplicatedEvening has the evening of BenchmarkFanOut twice, without a replica and
// with one in a directory, in turns. It wants -litestream, and -due for less than 10,000
// couples. It reports for each
//   - how long the evening took as a multiple of what Discord's limit allows;
//   - the time from a press until it is acknowledged, and from Send until the note is sent;
//   - the processor time of the bot, and of Litestream.
func BenchmarkReplicatedEvening(b *testing.B) {
	replica := newReplica(b, false)
	for range b.N {
		for _, with := range []bool{false, true} {
			replicatedEvening(b, replica, with)
		}
	}
	b.ReportMetric(0, "ns/op")
}

func replicatedEvening(b *testing.B, replica *replicaOf, with bool) {
	b.Helper()
	manual, err := filepath.Abs("../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	f := newFan(b)
	defer f.discord.Close()
	at := f.arm(b)
	if with {
		replica.begins(f.data)
	}
	bot := f.start(b, builtShifted(b), manual)
	f.ready(b)
	ctx, hush := context.WithCancel(b.Context())
	var talking sync.WaitGroup
	<-time.After(time.Until(at))
	talking.Go(func() { f.talk(ctx, b) })
	f.await(b, "every check-in", func() bool { return f.asked.Load() >= int64(*fanAsked) })
	took := f.last.Load().Sub(at)
	requests := f.counted.Load()
	hush()
	talking.Wait()
	f.check(b)
	bot.stop(b)
	what := "alone"
	if with {
		what = "replicated"
		replica.catchesUp()
		replica.stops()
		b.ReportMetric(processorSeconds(replica.bot), "s-litestream")
	}
	b.ReportMetric(took.Seconds()/(float64(requests)/fanLimit), "floor-"+what)
	b.ReportMetric(ms(percentile(f.acks, 99)), "ms-ack-p99-"+what)
	b.ReportMetric(ms(percentile(f.notes, 99)), "ms-note-p99-"+what)
	b.ReportMetric(processorSeconds(bot.cmd), "s-bot-"+what)
}

// processorSeconds is the processor time of a program that has ended.
func processorSeconds(c *exec.Cmd) float64 {
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
}
