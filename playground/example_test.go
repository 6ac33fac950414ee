package playground_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

// A bot made with discordgo, unchanged but for its HTTP client, and a person who runs its
// command and presses its button.
func Example() {
	d := playground.New(playground.Options{
		Now:   time.Now,
		Broke: func(request string, err error) { fmt.Println("Discord would refuse", request, err) },
	})
	if err := d.Start(); err != nil {
		log.Fatal(err)
	}
	defer d.Close()
	ana := d.AddPerson("Ana")

	bot, err := discordgo.New("Bot " + d.Token())
	if err != nil {
		log.Fatal(err)
	}
	bot.Client = &http.Client{Transport: d.Transport()}
	bot.Identify.Intents = discordgo.IntentsDirectMessages
	bot.AddHandler(greet)
	if err := bot.Open(); err != nil {
		log.Fatal(err)
	}
	defer bot.Close()
	if _, err := bot.ApplicationCommandBulkOverwrite(d.Application(), "", []*discordgo.ApplicationCommand{{Name: "hello", Description: "Say hello"}}); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	r, err := ana.Command(ctx, nil, "hello", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Message.Content)
	if _, err := ana.Press(ctx, *r.Message, "back"); err != nil {
		log.Fatal(err)
	}
	for _, m := range ana.Messages() {
		fmt.Println("Ana sees:", m.Content, len(m.Components), "rows of buttons")
	}
	// Output:
	// Hello, Ana!
	// Ana sees: And hello to you! 0 rows of buttons
}

// greet is the whole bot.
func greet(s *discordgo.Session, i *discordgo.InteractionCreate) {
	answer := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{
		Content: "Hello, " + i.User.GlobalName + "!",
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "Hello back", Style: discordgo.PrimaryButton, CustomID: "back"},
		}}},
	}}
	if i.Type == discordgo.InteractionMessageComponent {
		answer = &discordgo.InteractionResponse{Type: discordgo.InteractionResponseUpdateMessage, Data: &discordgo.InteractionResponseData{
			Content: "And hello to you!", Components: []discordgo.MessageComponent{},
		}}
	}
	if err := s.InteractionRespond(i.Interaction, answer); err != nil {
		log.Print(err)
	}
}

// A page that shows Ana's direct messages with a bot and lets a visitor act for her.
func ExampleNewPage() {
	d := playground.New(playground.Options{Now: time.Now})
	if err := d.Start(); err != nil {
		log.Fatal(err)
	}
	defer d.Close()
	page := playground.NewPage(playground.PageOptions{
		Discord: d, Now: time.Now, Secret: "a-random-one", Title: "My bot", Bot: "My bot",
		Seats: []playground.Seat{{Person: d.AddPerson("Ana"), Zone: time.UTC}},
	})
	defer page.Close()
	server := httptest.NewServer(page)
	defer server.Close()
	for _, path := range []string{"/a-random-one/", "/"} {
		r, err := http.Get(server.URL + path)
		if err != nil {
			log.Fatal(err)
		}
		r.Body.Close()
		fmt.Println(r.StatusCode)
	}
	// Output:
	// 200
	// 403
}
