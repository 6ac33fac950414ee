package host

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/clock"
	"leanon/config"
	"leanon/store"
)

// The key is that of the tests of package store, which wrote the frozen databases.
func TestAStartSaysOnceThatItBroughtTheDatabaseUpToDate(t *testing.T) {
	t.Parallel()
	packed, err := os.Open(filepath.Join("..", "store", "testdata", "frozen", "schema-12.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	cfg, env, _ := hosted(t)
	env.Key = config.Secret{Text: strings.Repeat("QUJD", 10) + "QUI="}
	if err := os.Mkdir(cfg.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store.Path(cfg.Data), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		start string
		says  bool
	}{{"the first", true}, {"the second", false}} {
		var log bytes.Buffer
		env.Log = slog.New(slog.NewTextHandler(&log, nil))
		p := &parts{cfg: cfg, env: env}
		if err := p.openData(t.Context(), clock.New()); err != nil {
			t.Fatal(err)
		}
		if err := p.takeDown(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(log.String(), "brought up to date; no older leanon opens it any more\" from=12 to="); got != c.says {
			t.Errorf("%s start: the log says\n%s", c.start, &log)
		}
	}
}
