package stories

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"
)

// BenchmarkCatchUp comes back after an outage in which one in ten wrote: it reads the chats
// of all couples, two each, under Discord's limit, and shows the previews of what was
// written. It reports how many chats it read in a second, how long 10,000 couples take at
// that speed (-due says how many there were), and how many requests met the limit.
func BenchmarkCatchUp(b *testing.B) {
	program := builtProgram(b)
	f := newFan(b)
	defer f.discord.Close()
	f.rest(b)
	f.forgetsWhatWasRead(b)
	wrote := 0
	for i, p := range f.people {
		if i%10 == 3 {
			if _, err := p.Write(fmt.Sprint("Written during the outage ", i)); err != nil {
				b.Fatal(err)
			}
			wrote++
		}
	}
	reads := f.discord.Count(readMessages)
	answered := func() (n int) {
		for i, p := range f.people {
			for _, m := range p.Messages() {
				if i%10 == 3 && m.AuthorID != p.ID && strings.Contains(m.Content, "Written during the outage") {
					n++
				}
			}
		}
		return n
	}
	b.ResetTimer()
	began := time.Now()
	bot := f.start(b, program, "serve")
	f.await(b, "every chat", func() bool { return f.discord.Count(readMessages)-reads >= len(f.people) })
	took := time.Since(began)
	b.StopTimer()
	f.await(b, "every preview", func() bool { return answered() == wrote })
	f.quiet(b)
	perSecond := float64(len(f.people)) / took.Seconds()
	b.ReportMetric(perSecond, "chats/s")
	b.ReportMetric(20_000/perSecond, "s-for-10000-couples")
	b.ReportMetric(float64(f.discord.Invalid()), "429s")
	b.ReportMetric(0, "ns/op")
	bot.stop(b)
}

// forgetsWhatWasRead makes every chat one that is to be read.
func (f *fan) forgetsWhatWasRead(b *testing.B) {
	b.Helper()
	f.write(b, func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE partners SET last_message = '1', heard_to = '1', last_id = NULL, heard_id = NULL, last_at = 1, read_at = NULL`)
		return err
	})
}
