package playground_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

func TestTheRealClientLivesAWholeStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) {
		if d := described(t); d != nil {
			o.Check = d.Check
		}
	})
	ana := w.AddPerson("Ana")
	ben := w.AddPerson("Ben")
	home := w.AddGuild("home", ana, ben)
	home.Nickname(ben, "Benny")
	heard := make(chan *discordgo.MessageCreate, 10)
	s := w.connect()
	s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m })
	w.answered = func(i *discordgo.InteractionCreate) { w.converse(i) }
	if _, err := s.ApplicationCommandBulkOverwrite(w.Application(), "", []*discordgo.ApplicationCommand{
		{Name: "pair", Description: "Share check-ins", Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionUser, Name: "partner", Description: "Who", Required: true}}},
		{Name: "rhythm", Description: "My rhythm", Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "zone", Description: "City", Autocomplete: true}}},
	}); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()

	r, err := ana.Command(ctx, home, "pair", map[string]string{"partner": ben.ID})
	if err != nil || r.Message == nil || !r.Message.Ephemeral || r.Message.Content != "with Benny, Ben" {
		t.Fatalf("pair: got %+v, %v", r.Message, err)
	}
	if got := ben.SeenIn(home); len(got) != 0 {
		t.Errorf("Ben sees %d messages of Ana's private answer, want none", len(got))
	}
	if _, err := ana.Command(ctx, nil, "pair", nil); err == nil {
		t.Error("a required option may be left out")
	}
	choices, err := ana.Complete(ctx, nil, "rhythm", map[string]string{"zone": "par"}, "zone")
	if err != nil || len(choices) != 1 || choices[0] != (playground.Choice{Name: "Paris", Value: "Europe/par"}) {
		t.Fatalf("complete: got %v, %v", choices, err)
	}

	dm, err := s.UserChannelCreate(ana.ID)
	if err != nil || dm.ID != ana.DM().ID {
		t.Fatalf("direct message channel: got %+v, %v, want %s", dm, err, ana.DM().ID)
	}
	if _, err := s.ChannelMessageSendComplex(dm.ID, &discordgo.MessageSend{Content: "How are you?", Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: "Answer", Style: discordgo.PrimaryButton, CustomID: "answer"},
	}}}}); err != nil {
		t.Fatal(err)
	}
	if got := (<-heard).Author.ID; got != w.Application() {
		t.Errorf("the bot's own message came from %s, want the bot", got)
	}
	r, err = ana.Press(ctx, w.last(ana), "answer")
	if err != nil || r.Form == nil || r.Form.Title != "In your words" {
		t.Fatalf("press: got %+v, %v", r, err)
	}
	if _, err := ana.Submit(ctx, *r.Form, nil); err == nil {
		t.Error("a required field may be left empty")
	}
	r, err = ana.Submit(ctx, *r.Form, map[string]string{"Words": "I missed you"})
	if err != nil || !r.Updated || r.Message.Content != "kept: I missed you" || len(r.Message.Components) != 0 {
		t.Fatalf("submit: got %+v, %v", r, err)
	}
	if _, err := ana.Press(ctx, w.last(ana), "answer"); err == nil {
		t.Error("a button that is gone can be pressed")
	}

	if _, err := ana.Write("  good night "); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got.Content != "good night" || got.Author.ID != ana.ID || got.GuildID != "" {
		t.Errorf("got %q by %s, want the trimmed words by Ana", got.Content, got.Author.ID)
	}
	if broken := w.broken(); len(broken) > 0 {
		t.Errorf("rules broken: %v", broken)
	}
}

// converse answers an interaction as a small bot does.
func (w *world) converse(i *discordgo.InteractionCreate) {
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		o := i.ApplicationCommandData()
		id := o.Options[0].Value.(string)
		w.answer(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
			Content: "with " + o.Resolved.Members[id].Nick + ", " + o.Resolved.Users[id].GlobalName, Flags: discordgo.MessageFlagsEphemeral,
		})
	case discordgo.InteractionApplicationCommandAutocomplete:
		typed := i.ApplicationCommandData().Options[0]
		if !typed.Focused {
			w.t.Error("the option being typed is not focused")
		}
		w.answer(i, discordgo.InteractionApplicationCommandAutocompleteResult, &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "Paris", Value: "Europe/" + typed.StringValue()}}})
	case discordgo.InteractionMessageComponent:
		w.answer(i, discordgo.InteractionResponseModal, &discordgo.InteractionResponseData{CustomID: "words", Title: "In your words", Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.TextInput{CustomID: "text", Label: "Words", Style: discordgo.TextInputParagraph, Required: true, MaxLength: 1500},
		}}}})
	case discordgo.InteractionModalSubmit:
		said := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput).Value
		w.answer(i, discordgo.InteractionResponseUpdateMessage, &discordgo.InteractionResponseData{Content: "kept: " + said, Components: []discordgo.MessageComponent{}})
	}
}

func TestFilesTravelWithMessagesAndCanBeFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	s := w.session(0)
	sent, err := s.ChannelMessageSendComplex(ana.DM().ID, &discordgo.MessageSend{Content: "your week", Files: []*discordgo.File{{Name: "week.txt", ContentType: "text/plain", Reader: strings.NewReader("seven days")}}})
	if err != nil || len(sent.Attachments) != 1 {
		t.Fatalf("send: got %+v, %v", sent, err)
	}
	got := w.last(ana).Files
	if len(got) != 1 || !bytes.Equal(got[0].Data, []byte("seven days")) || got[0].Filename != "week.txt" {
		t.Fatalf("got %+v, want week.txt with its bytes", got)
	}
	if data := fetch(t, got[0].URL); data != "seven days" {
		t.Errorf("got %q at the file's address, want its bytes", data)
	}
	if err := s.ChannelMessageDelete(ana.DM().ID, sent.ID); err != nil {
		t.Fatal(err)
	}
	if left := ana.Messages(); len(left) != 0 {
		t.Errorf("got %d messages after the deletion, want none", len(left))
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAFileIsKeptOrDroppedByAnEdit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	s := w.session(0)
	file := func(name string) *discordgo.File { return &discordgo.File{Name: name, Reader: strings.NewReader(name)} }
	sent, err := s.ChannelMessageSendComplex(ana.DM().ID, &discordgo.MessageSend{Content: "two", Files: []*discordgo.File{file("a b.txt"), file("b.txt")}})
	if err != nil {
		t.Fatal(err)
	}
	names := func() (out []string) {
		for _, f := range w.last(ana).Files {
			out = append(out, f.Filename)
		}
		return out
	}
	for _, c := range []struct {
		edit *discordgo.MessageEdit
		want []string
	}{
		{&discordgo.MessageEdit{Files: []*discordgo.File{file("c.txt")}}, []string{"a b.txt", "b.txt", "c.txt"}},
		{&discordgo.MessageEdit{Attachments: &[]*discordgo.MessageAttachment{sent.Attachments[1]}}, []string{"b.txt"}},
		{&discordgo.MessageEdit{Attachments: &[]*discordgo.MessageAttachment{}}, nil},
	} {
		c.edit.Channel, c.edit.ID = sent.ChannelID, sent.ID
		if _, err := s.ChannelMessageEditComplex(c.edit); err != nil {
			t.Fatal(err)
		}
		if got := names(); !slices.Equal(got, c.want) {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}

func TestADeferredReplyIsFilledThroughItsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	w.connect()
	w.send(ana, object{"content": "q", "components": buttons("a")})
	i, done := w.press(ana, w.last(ana), "a")
	w.answer(i, discordgo.InteractionResponseDeferredChannelMessageWithSource, &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral})
	if o := <-done; o.err != nil || !o.Deferred || !o.Message.Loading || !o.Message.Ephemeral {
		t.Fatalf("got %+v, %v, want an ephemeral message that is loading", o.Response, o.err)
	}
	words := "there you are"
	if _, err := w.bot.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &words}); err != nil {
		t.Fatal(err)
	}
	got := w.last(ana)
	if got.Loading || got.Content != words || !got.Ephemeral {
		t.Errorf("got %+v, want the filled message", got)
	}
	follow, err := w.bot.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "and this", Flags: discordgo.MessageFlagsEphemeral})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.bot.FollowupMessageDelete(i.Interaction, follow.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.last(ana).Content; got != words {
		t.Errorf("got %q last, want the follow-up gone", got)
	}
}
