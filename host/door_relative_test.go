package host

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

// The bot is told a short path from where it was started, and whoever asks a long one, or
// the other way round. Both mean one door.
func TestADoorIsFoundByEveryPathToIt(t *testing.T) {
	deep := filepath.Join(dataIn(t, tooLongForASocket), "data")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(deep))
	for _, bot := range []string{"data", deep} {
		d := openDoor(bot, func(context.Context) string { return isReady }, slog.New(slog.DiscardHandler))
		for _, asker := range []string{"data", deep} {
			if answer, err := knock(t.Context(), asker); answer != isReady || err != nil {
				t.Errorf("a bot at %s, asked at %s: got %q, %v", bot, asker, answer, err)
			}
		}
		d.close()
	}
}
