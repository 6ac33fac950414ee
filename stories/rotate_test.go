package stories

import (
	"bytes"
	"database/sql"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
	"leanon/store"
)

func TestTheKeyIsChangedWhileTheBotRuns(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Written before the change")
	key, err := os.ReadFile(host.KeyPath(w.cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	old := strings.TrimSpace(string(key))
	before := wrappedKeys(t, w.cfg)
	steps, newcomers := 0, []string{"Cleopatra", "Daniel", "Evelina", "Frederick", "Georgina", "Hieronymus", "Isabella", "Jonathan", "Katharina", "Leonardo", "Marguerite", "Nathaniel", "Ophelia1", "Penelope", "Quintus9", "Rosalind", "Sebastian", "Theodora"}
	change := host.Rotation{Config: w.cfg, AtOnce: 2, Log: io.Discard, After: func(step string) { // the bot is at work between any two steps
		ana.runs("needs").choosesFirst("Choose one").reads("Written before the change")
		if steps++; step != "wrapped some" || steps < 5 { // each new couple is made by the key in use
			w.couple(newcomers[0], newcomers[1])
			newcomers = newcomers[2:]
		}
	}}
	if err := change.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if steps < 5 {
		t.Errorf("%d steps, want at least five", steps)
	}
	ana.runs("needs").choosesFirst("Choose one").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting").opens().reads("Written before the change")
	w.couple("Ursulina", "Valentin")
	w.restarts()
	ben.presses("Fold").opens().reads("Written before the change")
	w.passes(time.Hour) // housekeeping empties the log of what readers held
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	st, err := host.OpenStore(t.Context(), w.cfg, config.Secret{}, clock.New())
	if err != nil {
		t.Fatal(err)
	}
	if rotating, err := st.Rotating(t.Context()); err != nil || rotating {
		t.Errorf("rotating: got %v, %v, want it to be over", rotating, err)
	}
	st.Close()
	names := map[string]bool{} // of the master keys in front of all wrapped keys; what is in meta is none
	for _, wrapped := range wrappedKeys(t, w.cfg) {
		if len(wrapped) > 64 {
			names[string(wrapped[:8])] = true
		}
		for _, old := range before {
			if bytes.Equal(wrapped, old) {
				t.Error("a key is wrapped by the old master key")
			}
		}
	}
	if len(names) != 1 {
		t.Errorf("data keys are wrapped by %d master keys, want one", len(names))
	}
	if _, err := host.OpenStore(t.Context(), w.cfg, config.Secret{Text: old}, clock.New()); err == nil {
		t.Error("the old key opens the database")
	}
	w.start()
}

func wrappedKeys(t *testing.T, cfg config.Config) (all [][]byte) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(cfg.Data)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT wrapped_key FROM couples UNION ALL SELECT wrapped_key FROM partners UNION ALL SELECT value FROM meta WHERE name <> 'ended'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	if err := rows.Err(); err != nil || len(all) < 5 {
		t.Fatalf("wrapped keys: got %d, %v", len(all), err)
	}
	return all
}
