package host

import (
	"context"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// builds makes the parts of a bot that does not run yet.
func builds(t *testing.T) (p *parts, files string) {
	t.Helper()
	cfg, env, _ := hosted(t)
	env.After = func(time.Time) <-chan time.Time { return nil }
	began := env.Now()
	env.Steady = func() time.Duration { return env.Now().Sub(began) }
	p = &parts{cfg: cfg, env: env, time: newAgreedTime(env), firstSession: make(chan struct{}), ready: make(chan struct{})}
	t.Cleanup(func() {
		if err := p.takeDown(); err != nil {
			t.Error(err)
		}
	})
	if err := p.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p, cfg.Data
}

// metric is one metric as the page and as the program have it.
type metric struct{ kind, label string }

// shown are the metrics that a bot shows once everything has happened that it counts.
func (m *metrics) shown(t *testing.T) map[string]metric {
	t.Helper()
	m.wire().Request("", "5xx")
	m.outbox().Failed("unclear")
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]metric{}
	for _, f := range families {
		one := metric{kind: strings.ToLower(f.GetType().String())}
		for _, l := range f.GetMetric()[0].GetLabel() {
			one.label += l.GetName()
		}
		all[f.GetName()] = one
	}
	return all
}

// page returns docs/metrics.md.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "metrics.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePageOfMetricsHasEveryMetricAndNoOther(t *testing.T) {
	t.Parallel()
	p, _ := builds(t)
	said := map[string]metric{}
	for _, m := range regexp.MustCompile("(?m)^\\| `((?:leanon|process)_\\w+)` \\| (\\w+) \\| `?(\\w*)`? ?\\|").FindAllStringSubmatch(page(t), -1) {
		said[m[1]] = metric{m[2], m[3]}
	}
	if got := p.metrics.shown(t); !maps.Equal(got, said) {
		t.Errorf("docs/metrics.md has\n%v\nand the program\n%v", said, got)
	}
}

// The kinds stand in the scheduler's code, each beside what it names.
func TestThePageOfMetricsHasEveryKindOfFailedSend(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("..", "scheduler", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files of the scheduler, %v", len(files), err)
	}
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Meter\.Failed\("([^"]+)"\)`).FindAllStringSubmatch(string(code), -1) {
			kinds[m[1]] = true
		}
	}
	_, table, _ := strings.Cut(page(t), "| kind | what it is | what follows by itself |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	said := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1) {
		said[m[1]] = true
	}
	if !maps.Equal(kinds, said) {
		t.Errorf("docs/metrics.md has the kinds %v, and the scheduler %v", slices.Sorted(maps.Keys(said)), slices.Sorted(maps.Keys(kinds)))
	}
}

// value is what a metric without labels shows now.
func (m *metrics) value(t *testing.T, name string) float64 {
	t.Helper()
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("there is no %s", name)
	return 0
}

func TestTheMetricsSayNothingOfADiskThatCannotBeAskedAbout(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := diskLow(dir); got != 0 && got != 1 {
		t.Errorf("a disk: got %v, want 0 or 1", got)
	}
	if got := diskLow(filepath.Join(dir, "missing")); !math.IsNaN(got) {
		t.Errorf("no disk: got %v, want NaN", got)
	}
}

func TestTheMetricsTellWhenTheNewestBackupWasMade(t *testing.T) {
	t.Parallel()
	p, dir := builds(t)
	p.cfg.Backup.Every = time.Hour
	const last = "leanon_backup_last_timestamp_seconds"
	if got := p.metrics.value(t, "leanon_backup_interval_seconds"); got != 3600 {
		t.Errorf("interval: got %v, want an hour", got)
	}
	if got := p.metrics.value(t, last); got != 0 {
		t.Errorf("before the first one: got %v, want 0", got)
	}
	made := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	if err := os.MkdirAll(filepath.Join(dir, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "backups", "leanon-20261120T030000Z.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 3, 30, 0, 0, time.UTC)
	p.env.Now = func() time.Time { return now }
	p.time = newAgreedTime(p.env)
	due := make(chan time.Time)
	asked := make(chan time.Time, 1)
	p.time.after = func(until time.Time) <-chan time.Time { asked <- until; return due }
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { ended <- p.runBackups(ctx) }()
	if got := <-asked; !got.Equal(made.Add(time.Hour)) {
		t.Errorf("the first one is planned for %v, want an hour after the one that is there", got)
	}
	if got := p.metrics.value(t, last); got != float64(made.Unix()) {
		t.Errorf("with one that is there: got %v, want %v", got, made.Unix())
	}
	due <- now
	<-asked
	if got := p.metrics.value(t, last); got != float64(now.Unix()) {
		t.Errorf("after one more: got %v, want %v", got, now.Unix())
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
