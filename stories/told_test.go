package stories

import (
	"sync"
	"testing"
)

// told compares what can be read in several lives that must look the same.
type told struct {
	mu   sync.Mutex
	want string
}

// same fails unless got is what it was in the other lives.
func (o *told) same(t *testing.T, what, got string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.want == "" {
		o.want = got
	}
	if got != o.want {
		t.Errorf("%s:\n%s", what, diffOf(o.want, got))
	}
}
