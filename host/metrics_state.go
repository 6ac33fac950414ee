package host

import (
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"leanon/machine"
)

// stateGauges are the metrics of how the copy stands: since when it runs, whether it is
// ready, whether its disk is nearly full, and its backups.
func stateGauges(p *parts) []prometheus.Collector {
	began := p.env.Now()
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	return []prometheus.Collector{
		gauge("process_start_time_seconds", "When this process began, in seconds since 1970.",
			func() float64 { return float64(began.Unix()) }),
		gauge("leanon_ready", "1 while people can use the bot, as /readyz says.",
			func() float64 { return oneIf(p.notReady() == "") }),
		gauge("leanon_disk_low", "1 while the disk of the data directory has less than 100 MB of room.",
			func() float64 { return diskLow(p.cfg.Data) }),
		gauge("leanon_backup_interval_seconds", "How often the bot makes a backup by itself (backup.every); 0 if never.",
			func() float64 { return p.cfg.Backup.Every.Seconds() }),
		gauge("leanon_backup_last_timestamp_seconds", "When the bot's newest backup was made, in seconds since 1970; 0 if there is none.",
			func() float64 { return unixSeconds(p.lastBackup.Load()) }),
	}
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// diskLow is NaN where the system does not say how much room there is.
func diskLow(dir string) float64 {
	free, err := machine.FreeBytes(dir)
	if err != nil {
		return math.NaN()
	}
	return oneIf(free < lowDisk)
}

// unixSeconds returns 0 for no time.
func unixSeconds(at *time.Time) float64 {
	if at == nil || at.IsZero() {
		return 0
	}
	return float64(at.Unix())
}
