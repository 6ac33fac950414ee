package stories

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"os"
	"sync"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
	"leanon/store"
)

// A world begins as a start leaves it that was cut short once the tables were made: with its
// key and without proof of it. To make the tables anew by every migration there ever was, for
// each of some fifteen hundred worlds, takes as long as a story, and under the race detector
// longer. The tests of the rooms store and host make them anew, as the torture does.

// tables is a database with all its tables and nothing in them.
var tables = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "leanon-tables-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cfg, err := shipped()
	if err != nil {
		return nil, err
	}
	cfg.Data = dir
	path := store.Path(dir)
	s, err := host.OpenStore(context.Background(), cfg, config.Secret{}, clock.New())
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec("DELETE FROM meta; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// makesTables puts tables and a key into a data directory that is yet to be made.
func makesTables(dir, key string) error {
	raw, err := tables()
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails (crypto/rand, Go 1.24)
	if err := os.WriteFile(key, []byte(base64.StdEncoding.EncodeToString(random)+"\n"), 0o600); err != nil {
		return err
	}
	return os.WriteFile(store.Path(dir), raw, 0o600)
}
