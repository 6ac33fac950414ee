package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

// showing is a page of the playground with a bot of its own, for what the page can show
// and leanon does not use: a deferred answer, embeds, pictures.
type showing struct {
	*screen
	discord *playground.Discord
	ana     *playground.Person
	bot     *discordgo.Session
	told    chan *discordgo.InteractionCreate
}

func shows(t *testing.T) *showing {
	t.Helper()
	needsTab(t)
	now := func() time.Time { return time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC) }
	s := &showing{discord: playground.New(playground.Options{Now: now, Steady: time.Now}), told: make(chan *discordgo.InteractionCreate, 1)}
	if err := s.discord.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.discord.Close)
	s.ana = s.discord.AddPerson("Ana")
	var err error
	if s.bot, err = discordgo.New("Bot " + s.discord.Token()); err != nil {
		t.Fatal(err)
	}
	s.bot.Client = &http.Client{Transport: s.discord.Transport()}
	s.bot.Identify.Intents = discordgo.IntentsDirectMessages
	s.bot.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { s.told <- i })
	if err := s.bot.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.bot.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.bot.ApplicationCommandBulkOverwrite(s.discord.Application(), "", []*discordgo.ApplicationCommand{{Name: "think", Description: "Think about it"}}); err != nil {
		t.Fatal(err)
	}
	p := playground.NewPage(playground.PageOptions{
		Discord: s.discord, Now: now, Secret: "for-this-test-alone", Title: "A bot", Bot: "thinker",
		Seats: []playground.Seat{{Person: s.ana, Zone: time.UTC}},
	})
	t.Cleanup(p.Close)
	server := httptest.NewServer(p)
	t.Cleanup(func() {
		p.Close()
		server.Close()
	})
	s.screen = show(t, server.URL, server.URL+"/for-this-test-alone/")
	s.until("Ana is there", `eyes.chat("Ana")`)
	// The page offers nothing for options that it was not given.
	s.until("there is no hint and no drawer", `!["#hint", "#begin-actions", "#drawer-button", "#clock-actions button", "#bot-actions button"].some((e) => eyes.visible(document.querySelector(e)))`)
	if words := read[string](s.screen, "read", `document.querySelector("#trouble-button").textContent + document.querySelector("#process").textContent`); words != "Make troubleThe bot is connected." {
		t.Errorf("the page says %q of a bot that is well", words)
	}
	return s
}

// posts a message as the bot, with pictures and their text alternatives, in order.
func (s *showing) posts(body map[string]any, pictures ...string) {
	s.t.Helper()
	form := &bytes.Buffer{}
	w := multipart.NewWriter(form)
	part := func(name, file, kind string, data []byte) {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"%s`, name, file))
		h.Set("Content-Type", kind)
		out, err := w.CreatePart(h)
		if err == nil {
			_, err = out.Write(data)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var files []any
	for i, text := range pictures {
		name := fmt.Sprintf("picture-%d.png", i)
		files = append(files, map[string]any{"id": i, "filename": name, "description": text})
		part(fmt.Sprintf("files[%d]", i), `; filename="`+name+`"`, "image/png", painted(i))
	}
	body["attachments"] = files
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	part("payload_json", "", "application/json", raw)
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", s.discord.URL()+"/api/v10/channels/"+s.ana.DM().ID+"/messages", form)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+s.discord.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	r.Header.Set("Content-Type", w.FormDataContentType())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("the message was refused: %s", answer.Status)
	}
}

// painted returns a small picture of one colour, as PNG.
func painted(i int) []byte {
	c := []color.RGBA{{200, 120, 60, 255}, {60, 120, 200, 255}}[i%2]
	p := image.NewRGBA(image.Rect(0, 0, 240, 120))
	for x := range 240 {
		for y := range 120 {
			p.SetRGBA(x, y, c)
		}
	}
	out := &bytes.Buffer{}
	if err := png.Encode(out, p); err != nil {
		panic(err) // into memory nothing can fail
	}
	return out.Bytes()
}

func TestInABrowserAnAnswerIsThoughtAboutAndThenThere(t *testing.T) {
	s := shows(t)
	s.clicks("the composer", `eyes.chat("Ana").querySelector("textarea")`)
	s.key("/think")
	s.until("it is suggested", `eyes.offered("/think")`)
	s.key("\r")
	asked := <-s.told
	if err := s.bot.InteractionRespond(asked.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}); err != nil {
		t.Fatal(err)
	}
	s.sees("Ana", "thinker is thinking")
	s.accessible("thinking")
	if s.count("Ana", "Reply") != 0 {
		t.Error("one can reply to a thought")
	}
	words := "I have thought **about it**."
	if _, err := s.bot.InteractionResponseEdit(asked.Interaction, &discordgo.WebhookEdit{Content: &words}); err != nil {
		t.Fatal(err)
	}
	s.sees("Ana", "I have thought about it.")
	if n := s.count("Ana", "is thinking"); n != 0 {
		t.Errorf("%d messages still think", n)
	}

	s.clicks("the composer", `eyes.chat("Ana").querySelector("textarea")`)
	s.key("/think")
	s.until("it is suggested", `eyes.offered("/think")`)
	s.key("\r")
	<-s.told // and no answer
	s.until("the client says that none came", `eyes.chat("Ana").querySelector(".notice")?.textContent.includes("The application did not respond")`)
}

func TestInABrowserEmbedsAndPicturesShow(t *testing.T) {
	s := shows(t)
	const hostile = `"><img src=x onerror="window.owned=1">`
	s.posts(map[string]any{"content": "Two pictures and a file's picture in an embed", "embeds": []any{map[string]any{
		"title": "Your week", "url": "https://example.org/week", "description": "It was **good**, ||mostly||. Seen <t:1795460400:R>.", "color": 0x2f9e44,
		"author": map[string]any{"name": "The album"}, "footer": map[string]any{"text": "kept for 90 days"}, "timestamp": "2026-11-23T18:30:00.000Z",
		"fields": []any{
			map[string]any{"name": "Walks", "value": "three", "inline": true}, map[string]any{"name": "Films", "value": "`one`", "inline": true},
			map[string]any{"name": "Said", "value": "> thank you " + hostile},
		},
		"image": map[string]any{"url": "attachment://picture-1.png"},
	}, map[string]any{"description": "One from elsewhere", "thumbnail": map[string]any{"url": "https://example.org/far.png"}}}},
		"The two of you on a bench, "+hostile, "A map of your walks")
	s.sees("Ana", "Two pictures")
	s.until("both pictures are loaded", `[...document.querySelectorAll(".message img")].filter((i) => i.complete && i.naturalWidth === 240).length === 2`)
	got := read[map[string]any](s.screen, "read the message", `({
		alts: [...document.querySelectorAll(".message img")].map((i) => i.alt).join("|"),
		inEmbed: document.querySelector(".embed img").alt,
		title: document.querySelector(".embed-title a").href,
		strong: document.querySelector(".embed strong").textContent,
		time: document.querySelector(".embed time").textContent,
		fields: [...document.querySelectorAll(".embed dt")].map((d) => d.textContent).join("|"),
		side: new Set([...document.querySelectorAll(".embed .inline")].map((d) => d.getBoundingClientRect().top)).size,
		footer: document.querySelector(".embed > .small").textContent,
		colour: getComputedStyle(document.querySelector(".embed")).borderInlineStartColor,
		far: document.querySelectorAll(".embed")[1].textContent,
		owned: "owned" in window,
	})`)
	for key, want := range map[string]any{
		"alts":    "A map of your walks|The two of you on a bench, " + hostile,
		"inEmbed": "A map of your walks", "title": "https://example.org/week", "strong": "good", "time": "an hour ago",
		"fields": "Walks|Films|Said", "side": 1.0, "footer": "kept for 90 days · 23 November 2026 at 18:30",
		"colour": "rgb(47, 158, 68)", "far": "One from elsewhereA picture from elsewhere: https://example.org/far.png", "owned": false,
	} {
		if got[key] != want {
			t.Errorf("%s: got %v, want %v", key, got[key], want)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		s.scheme(scheme)
		s.accessible(scheme + ", embeds")
	}
	s.clicks("the spoiler", `document.querySelector(".spoiler")`)
	s.until("it shows", `document.querySelector(".spoiler-shown")?.textContent === "mostly"`)
	s.size(390, 844)
	s.until("everything fits", `document.documentElement.scrollWidth <= 390 && [...document.querySelectorAll("img, .embed")].every((el) => el.getBoundingClientRect().right <= 390)`)
	s.sees("Ana", "Two pictures")
}
