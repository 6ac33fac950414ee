package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

// rowsOf counts the notices of a kind.
func (w *world) rowsOf(k store.Kind) (n int) {
	w.Helper()
	w.must(raw(w.T, w.path).QueryRow(`SELECT count(*) FROM notices WHERE kind = ?1`, k).Scan(&n))
	return n
}

func (w *world) wantRows(what string, k store.Kind, want int) {
	w.Helper()
	w.must(w.Purge(w.Context(), w.now))
	if got := w.rowsOf(k); got != want {
		w.Errorf("%s: got %d rows of kind %s, want %d", what, got, k, want)
	}
}

func TestAnExportLeavesNoRowOnceAllOfItHasArrived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.must(w.AskExport(t.Context(), ana, store.Everything, 2, w.now))
	w.wantRows("before it was sent", store.KindExport, 2)
	n, err := w.attempt(ana)
	w.must(err)
	w.must(w.Delivered(t.Context(), n, "dm-ana", "1", w.now))
	w.wantRows("after its first part", store.KindExport, 2)
	if parts, err := w.ExportParts(t.Context(), n); err != nil || parts != 2 {
		t.Errorf("its second part is one of %d, %v, want 2", parts, err)
	}
	w.wantSent(ana + " export")
	w.wantRows("after both", store.KindExport, 0)
	w.must(w.FileGone(t.Context(), n.ID, ana)) // its button works all the same
	w.must(w.AskExport(t.Context(), ana, store.Everything, 1, w.now))
	w.wantSent(ana + " export")
}

func TestAPreviewLeavesNoRowOnceItsDraftIsDiscarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "words", Owe: true}, w.now)
	w.must(err)
	w.wantSent(ana + " preview")
	w.wantRows("of a draft", store.KindPreview, 1)
	_, err = w.Discard(t.Context(), e.Need.ID, ana, "", w.now)
	w.must(err)
	w.wantRows("while its edit is owed", store.KindPreview, 1)
	w.wantSent(ana + " preview edit")
	w.wantRows("of a draft that was discarded", store.KindPreview, 0)

	e, err = w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "words", Owe: true}, w.now)
	w.must(err)
	w.wantSent(ana + " preview")
	_, err = w.Send(t.Context(), e.Need.ID, ana, "", w.now)
	w.must(err)
	w.sent()
	w.wantRows("of a note that was sent: it changes with it", store.KindPreview, 1)
	w.now = w.now.Add(90 * 24 * time.Hour)
	w.sent()
	w.wantRows("of a note that is gone", store.KindPreview, 0)
}
