package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"leanon/discord"
	"leanon/scheduler"
	"leanon/store"
)

// metrics count sends, failures and time: never what a person chose, not by
// person and not by couple.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	replies   prometheus.Histogram
	connected prometheus.Gauge
	sent      prometheus.Counter
	failed    *prometheus.CounterVec
	waited    prometheus.Counter
}

func newMetrics(st *store.Store, now func() time.Time) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leanon_discord_requests_total", Help: "Answers of Discord's REST API by route and status class."}, []string{"route", "status"}),
		replies: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "leanon_reply_seconds", Help: "From an interaction to Discord's receipt of the reply; Discord gives up after 3 seconds.",
			Buckets: []float64{0.05, 0.1, 0.25, 0.5, 1, 2, 3}}),
		connected: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "leanon_gateway_connected", Help: "1 while the gateway session is up."}),
		sent: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "leanon_notices_sent_total", Help: "Messages and edits that arrived."}),
		failed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leanon_notices_failed_total", Help: "Attempts that did not arrive, by kind of error."}, []string{"kind"}),
		waited: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "leanon_notices_waited_total", Help: "Attempts that a rate limit put off."}),
	}
	m.registry.MustRegister(m.requests, m.replies, m.connected, m.sent, m.failed, m.waited, newBacklog(st, now))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// wire is what the connection to Discord counts.
func (m *metrics) wire() discord.Meter {
	return discord.Meter{
		Request: func(route, status string) { m.requests.WithLabelValues(route, status).Inc() },
		Acked:   func(took time.Duration) { m.replies.Observe(took.Seconds()) },
		Connected: func(up bool) {
			m.connected.Set(0)
			if up {
				m.connected.Set(1)
			}
		},
	}
}

// outbox is what the outbox counts.
func (m *metrics) outbox() scheduler.Meter {
	return scheduler.Meter{
		Sent:   m.sent.Inc,
		Failed: func(kind string) { m.failed.WithLabelValues(kind).Inc() },
		Waited: m.waited.Inc,
	}
}

// backlog reads the outbox's state whenever somebody asks.
type backlog struct {
	store            *store.Store
	now              func() time.Time
	owed, dead, late *prometheus.Desc
}

func newBacklog(st *store.Store, now func() time.Time) *backlog {
	return &backlog{
		store: st, now: now,
		owed: prometheus.NewDesc("leanon_notices_owed", "Messages and edits that are due and not sent yet.", nil, nil),
		dead: prometheus.NewDesc("leanon_notices_dead", "Messages that were given up.", nil, nil),
		late: prometheus.NewDesc("leanon_notices_oldest_seconds", "How long the oldest owed message has been due.", nil, nil),
	}
}

// Describe names the three gauges.
func (b *backlog) Describe(ch chan<- *prometheus.Desc) {
	ch <- b.owed
	ch <- b.dead
	ch <- b.late
}

// Collect reads them.
func (b *backlog) Collect(ch chan<- prometheus.Metric) {
	now := b.now()
	state, err := b.store.Backlog(context.Background(), now)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(b.owed, err)
		return
	}
	late := 0.0
	if !state.Oldest.IsZero() {
		late = max(0, now.Sub(state.Oldest).Seconds())
	}
	ch <- prometheus.MustNewConstMetric(b.owed, prometheus.GaugeValue, float64(state.Owed))
	ch <- prometheus.MustNewConstMetric(b.dead, prometheus.GaugeValue, float64(state.Dead))
	ch <- prometheus.MustNewConstMetric(b.late, prometheus.GaugeValue, late)
}
