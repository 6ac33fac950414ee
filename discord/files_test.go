package discord

import (
	"bytes"
	"context"
	"testing"

	"leanon/discord/talk"
	"leanon/playground"
)

// parcel is a delivery with two files, one named as a person might name it.
func parcel(channel, mark string) talk.Delivery {
	d := owed(channel, mark, "your files")
	d.Message.Files = []talk.File{
		{Name: "record.json", Type: "application/json", Description: "Your “record”.", Data: []byte(`{"words":"“I missed you”"}`)},
		{Name: `a "quoted" näme.html`, Type: "text/html; charset=utf-8", Data: bytes.Repeat([]byte("<p>\r\n--boundary\r\n"), 1000)},
	}
	return d
}

func TestFilesArriveWithTheirMessageAndAnEditReplacesThem(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		channel, err := w.client.OpenDM(context.Background(), ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := parcel(channel, "1")
		id, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		got := ana.Messages()
		if len(got) != 1 || got[0].Content != "your files" || len(got[0].Components) != 1 {
			t.Fatalf("Ana sees %+v, want one message with its words and button", got)
		}
		sameFiles(t, got[0].Files, d.Message.Files)
		other := []talk.File{{Name: "week.png", Type: "image/png", Description: "Two words.", Data: []byte("\x89PNG")}}
		if err := w.client.Edit(context.Background(), channel, id, 0, talk.Message{Text: "another", Files: other}); err != nil {
			t.Fatal(err)
		}
		now, _ := ana.Look(got[0])
		sameFiles(t, now.Files, other)
		if err := w.client.Edit(context.Background(), channel, id, 0, talk.Message{Text: "gone"}); err != nil {
			t.Fatal(err)
		}
		if now, _ := ana.Look(got[0]); len(now.Files) != 0 || now.Content != "gone" {
			t.Errorf("after the edit: got %d files and %q, want none and %q", len(now.Files), now.Content, "gone")
		}
	})
}

func TestAnUnclearDeliveryWithFilesIsRepeatedWithoutDoubling(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		channel, err := w.client.OpenDM(context.Background(), ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.once("POST /messages", &playground.Fault{Drop: true, Execute: true})
		d := parcel(channel, "1")
		if _, err := w.client.Deliver(context.Background(), d); err == nil {
			t.Fatal("got no error from a lost answer, want talk.ErrUnclear")
		}
		d.MayHaveArrived = true
		if _, err := w.client.Deliver(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		got := ana.Messages()
		if len(got) != 1 {
			t.Fatalf("Ana sees %d messages, want 1", len(got))
		}
		sameFiles(t, got[0].Files, d.Message.Files)
	})
}

func sameFiles(t *testing.T, got []playground.Attachment, want []talk.File) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d files, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Description != want[i].Description {
			t.Errorf("file %d: it is said to show %q, want %q", i, got[i].Description, want[i].Description)
		}
		if got[i].Filename != want[i].Name || got[i].ContentType != want[i].Type || !bytes.Equal(got[i].Data, want[i].Data) {
			t.Errorf("file %d: got %q (%s), %d bytes, want %q (%s), %d bytes", i,
				got[i].Filename, got[i].ContentType, len(got[i].Data), want[i].Name, want[i].Type, len(want[i].Data))
		}
	}
}
