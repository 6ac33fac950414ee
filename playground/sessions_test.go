package playground_test

import (
	"strings"
	"testing"
	"time"
)

func TestAResumeReplaysWhatWasMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	s := w.dial()
	id := s.identify(w, direct)
	w.send(ana, text("one"))
	s.expect(0, "MESSAGE_CREATE")
	seen := s.seq
	w.Gateway().Drop()
	w.send(ana, text("two"))
	w.send(ana, text("three"))
	again := w.dial()
	again.resume(w, id, seen)
	for _, want := range []string{"two", "three"} {
		if f := again.expect(0, "MESSAGE_CREATE"); !strings.Contains(string(f.D), `"`+want+`"`) {
			t.Errorf("got %s, want %s", f.D, want)
		}
	}
	again.expect(0, "RESUMED")
	w.send(ana, text("four"))
	if f := again.expect(0, "MESSAGE_CREATE"); f.Seq != seen+4 {
		t.Errorf("got sequence %d, want %d", f.Seq, seen+4)
	}
	if got := w.Gateway(); got.Identifies() != 1 || got.Resumes() != 1 || got.Connections() != 2 {
		t.Errorf("got %d identifies, %d resumes, want one each", got.Identifies(), got.Resumes())
	}
}

func TestASessionIsGoneAfterANormalCloseOrAFewMinutes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		end  func(*world, *socket)
		good bool
	}{
		{"1000", func(w *world, s *socket) { s.leave(w, 1000) }, false},
		{"1001", func(w *world, s *socket) { s.leave(w, 1001) }, false},
		{"1012", func(w *world, s *socket) { s.leave(w, 1012) }, true},
		{"4000", func(w *world, s *socket) { s.leave(w, 4000) }, true},
		{"six minutes", func(w *world, _ *socket) { w.Gateway().Drop(); w.pass(6 * time.Minute) }, false},
		{"four minutes", func(w *world, _ *socket) { w.Gateway().Drop(); w.pass(4 * time.Minute) }, true},
		{"refused", func(w *world, _ *socket) { w.Gateway().Drop(); w.Gateway().RefuseResume(true) }, false},
		{"server's 4000", func(w *world, s *socket) { w.Gateway().CloseWith(4000); s.closed() }, true},
		{"server's 4009", func(w *world, s *socket) { w.Gateway().CloseWith(4009); s.closed() }, false},
		{"op 9", func(w *world, s *socket) { w.Gateway().Invalidate(false); s.expect(9, "") }, false},
		{"op 9, resumable", func(w *world, s *socket) { w.Gateway().Invalidate(true); s.expect(9, "") }, true},
	} {
		w := newWorld(t)
		s := w.dial()
		id := s.identify(w, direct)
		c.end(w, s)
		again := w.dial()
		again.resume(w, id, 1)
		if f := again.next(); c.good && f.Name != "RESUMED" || !c.good && (f.Op != 9 || string(f.D) != "false") {
			t.Errorf("%s: got op %d %s, want it to resume: %v", c.name, f.Op, f.Name, c.good)
		}
	}
}

func TestWrongWordsOnComingBackHaveTheirCloseCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name string
		op   int
		d    any
		want int
	}{
		{"an identify that is none", 2, "hello", 4002},
		{"a shard beyond the last", 2, object{"token": w.Token(), "shard": []int{1, 1}}, 4010},
		{"a shard of none", 2, object{"token": w.Token(), "shard": []int{0, 0}}, 4010},
		{"a resume that is none", 6, "hello", 4002},
		{"a resume with a wrong token", 6, object{"token": "wrong", "session_id": "x", "seq": 1}, 4004},
	} {
		s := w.dial()
		s.expect(10, "")
		s.send(c.op, c.d)
		if got := s.closed(); got != c.want {
			t.Errorf("%s: got close code %d, want %d", c.name, got, c.want)
		}
	}
	s := w.dialVersion("8")
	if got := s.closed(); got != 4012 {
		t.Errorf("version 8: got close code %d, want 4012", got)
	}
}

func TestASecondConnectionTakesASessionOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	first := w.dial()
	id := first.identify(w, direct)
	second := w.dial()
	second.resume(w, id, 1)
	second.expect(0, "RESUMED")
	if _, _, err := first.ReadMessage(); err == nil {
		t.Error("the first connection is still spoken to")
	}
	w.send(ana, text("x"))
	second.expect(0, "MESSAGE_CREATE")

	w.Gateway().ReconnectInsteadOfReady(true)
	third := w.dial()
	third.resume(w, id, second.seq)
	third.expect(7, "")
	w.Gateway().ReconnectInsteadOfReady(false)
	w.Gateway().Unready(true)
	fourth := w.dial()
	fourth.resume(w, id, second.seq)
	w.await("the third resume", func() bool { return w.Gateway().Resumes() == 3 })
	w.send(ana, text("y"))
	second.expect(0, "MESSAGE_CREATE") // it was never taken over
	fifth := w.dial()
	fifth.resume(w, id, second.seq+1)
	if f := fifth.next(); f.Op != 9 {
		t.Errorf("a sequence that is still to come: got op %d, want 9", f.Op)
	}
}
