package bot

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"

	"leanon/library"
)

func TestAWeeksPictureNamesNobodyAndIsSaidInWords(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	alt := "Kinds of need that were spoken about: Play, Comfort, Rest."
	files := b.weekPicture(context.Background(), b.in(""), []string{"play", "comfort", "rest"}, 7, alt)
	if len(files) != 1 || files[0].Name != "week.png" || files[0].Type != "image/png" || files[0].Description != alt {
		t.Fatalf("got %+v, want week.png with what it shows", files)
	}
	size, err := png.DecodeConfig(bytes.NewReader(files[0].Data))
	if err != nil || size.Width != 960 || size.Height != 540 {
		t.Errorf("got %v by %v and %v, want 960 by 540", size.Width, size.Height, err)
	}
	for name, kinds := range map[string][]string{"another order": {"rest", "comfort", "play"}, "some said twice": {"play", "rest", "play", "comfort", "comfort"}} {
		if other := b.weekPicture(context.Background(), b.in(""), kinds, 7, alt); !bytes.Equal(other[0].Data, files[0].Data) {
			t.Errorf("%s gives another picture: it would tell in which order, or how often", name)
		}
	}
	if long := b.weekPicture(context.Background(), b.in(""), []string{"play", "rest"}, 7, strings.Repeat("word ", 300)); len([]rune(long[0].Description)) != maxDescription {
		t.Errorf("a long description has %d characters, want %d", len([]rune(long[0].Description)), maxDescription)
	}
}

func TestUnderTwoKindsThereIsNoPicture(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	for _, kinds := range [][]string{nil, {"play"}, {"play", "play"}, {"play", "unknown-yet"}, {"play", "gone from the list"}} {
		if files := b.weekPicture(context.Background(), b.in(""), kinds, 7, "x"); files != nil {
			t.Errorf("%v: got a picture, want none", kinds)
		}
	}
}

// Each kind of the list has a shape, except for not knowing yet, and a picture can be drawn
// of all of them.
func TestAllKindsFitOnePicture(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	var all []string
	for _, k := range b.Library.Kinds() {
		if _, has := shapeOf[k.Group]; has == (k.Group == library.GroupUnsure) {
			t.Errorf("%s has a shape: %t", k.Key, has)
		}
		all = append(all, k.Key)
	}
	if files := b.weekPicture(context.Background(), b.in(""), all, 7, "x"); len(files) != 1 {
		t.Error("all kinds together have no picture")
	}
}
