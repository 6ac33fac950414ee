// Package host runs one copy of leanon on one machine: it reads the data directory
// and its key, puts the parts together, runs them, and takes them down again.
//
// Read serve.go first: it shows what is built, what runs and what is taken down,
// from top to bottom. process.go has the command `serve`, check.go and check_*.go
// have `check`, backup.go has `backup`, backups.go those that the bot makes by itself,
// restore.go has `restore`, rotate.go has `rotate-key`, health.go has `health`, version.go
// says which leanon this is, started.go how messages call it, data.go guards the data
// directory, and http.go, metrics.go, manager.go and door.go tell a host's own tools how
// the program fares.
//
// What never goes in: anything that a couple reads, SQL, and Discord's protocol.
// Errors that leave this package are single sentences that say what to do; no log
// line and no metric holds what a person wrote or chose.
package host
