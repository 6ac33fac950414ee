package playground_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

func TestTheTransportNeedsADiscordThatIsThere(t *testing.T) {
	t.Parallel()
	d := playground.New(playground.Options{Now: time.Now})
	client := &http.Client{Transport: d.Transport()}
	if _, err := client.Post("https://discord.com/api/v10/gateway", "application/json", strings.NewReader("{}")); err == nil {
		t.Error("got an answer before Start")
	}
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	asking, err := http.NewRequest("GET", "https://discord.com/api/v10/gateway", nil)
	if err != nil {
		t.Fatal(err)
	}
	asking.Header.Set("User-Agent", userAgent)
	r, err := client.Do(asking)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 200 {
		t.Errorf("got %d, want the playground's own answer", r.StatusCode)
	}
}
