package host

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"leanon/discord"
	"leanon/scheduler"
	"leanon/store"
)

// metrics count failures, late replies and, roughly, sends. They never tell what a person
// chose, and have no label for a person or a couple. Where two people use a copy that
// one of them hosts, an exact count would tell that one what the other does: one message
// more at eight in the evening means a draft that the other did not send. Therefore sends
// are shown in whole hundreds, replies only if they were late, and owed messages only once
// they are overdue.
type metrics struct {
	registry  *prometheus.Registry
	sent      atomic.Int64
	refused   *prometheus.CounterVec
	late      prometheus.Counter
	connected prometheus.Gauge
	failed    *prometheus.CounterVec
	waited    prometheus.Counter
}

const (
	// shownSends is the step in which the number of sends is shown.
	shownSends = 100
	// lateReply is how long a reply may take before it counts as late. Discord gives
	// up after three seconds.
	lateReply = 2500 * time.Millisecond
	// overdue is how long a message may be due before the metrics show it.
	overdue = time.Minute
	// lowDisk is how little room there may be on the disk of the data before the metrics
	// say so. The free bytes themselves would tell when somebody writes.
	lowDisk = 100 << 20
)

func newMetrics(p *parts) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leanon_discord_failures_total", Help: "Answers of Discord's REST API that were no success, by status class."}, []string{"status"}),
		late: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "leanon_replies_late_total", Help: "Replies that took over 2.5 seconds; Discord gives up after 3."}),
		connected: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "leanon_gateway_connected", Help: "1 while the gateway session is up."}),
		failed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leanon_notices_failed_total", Help: "Attempts that did not arrive, by kind of error."}, []string{"kind"}),
		waited: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "leanon_notices_waited_total", Help: "Attempts that a rate limit put off."}),
	}
	sent := prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "leanon_notices_sent_total", Help: "Messages and edits that arrived, in whole hundreds."},
		func() float64 { return float64(m.sent.Load() / shownSends * shownSends) })
	ahead := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "leanon_clock_ahead_seconds", Help: "How far this machine's clock is ahead of Discord's, negative if it is behind; 0 up to five minutes."},
		func() float64 { return p.time.skew.Wrong().Seconds() })
	m.registry.MustRegister(sent, m.refused, m.late, m.connected, m.failed, m.waited, ahead, newBacklog(p.store, p.time.Now))
	m.registry.MustRegister(stateGauges(p)...)
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// wire returns what package discord reports to.
func (m *metrics) wire() discord.Meter {
	return discord.Meter{
		Request: func(_, status string) {
			if status != "2xx" {
				m.refused.WithLabelValues(status).Inc()
			}
		},
		Acked: func(took time.Duration) {
			if took > lateReply {
				m.late.Inc()
			}
		},
		Connected: func(up bool) {
			m.connected.Set(0)
			if up {
				m.connected.Set(1)
			}
		},
	}
}

// outbox returns what package scheduler reports to.
func (m *metrics) outbox() scheduler.Meter {
	return scheduler.Meter{
		Sent:   func() { m.sent.Add(1) },
		Failed: func(kind string) { m.failed.WithLabelValues(kind).Inc() },
		Waited: m.waited.Inc,
	}
}

// backlog is a prometheus.Collector that reads from the store, whenever somebody asks,
// how many messages were given up and how long the oldest has been due.
type backlog struct {
	store      *store.Store
	now        func() time.Time
	dead, late *prometheus.Desc
}

func newBacklog(st *store.Store, now func() time.Time) *backlog {
	return &backlog{
		store: st, now: now,
		dead: prometheus.NewDesc("leanon_notices_dead", "Messages that were given up.", nil, nil),
		late: prometheus.NewDesc("leanon_notices_oldest_seconds", "How long the oldest owed message has been due; 0 up to a minute.", nil, nil),
	}
}

// Describe sends the descriptions of the two gauges.
func (b *backlog) Describe(ch chan<- *prometheus.Desc) {
	ch <- b.dead
	ch <- b.late
}

// Collect reads the store and sends the two gauges.
func (b *backlog) Collect(ch chan<- prometheus.Metric) {
	now := b.now()
	state, err := b.store.Backlog(context.Background(), now)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(b.late, err)
		return
	}
	late := 0.0
	if !state.Oldest.IsZero() && now.Sub(state.Oldest) > overdue {
		late = now.Sub(state.Oldest).Seconds()
	}
	ch <- prometheus.MustNewConstMetric(b.dead, prometheus.GaugeValue, float64(state.Dead))
	ch <- prometheus.MustNewConstMetric(b.late, prometheus.GaugeValue, late)
}
