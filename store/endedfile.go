package store

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leanon/store/sqlite"
)

// mark stands for something that ended: a hash of the random number that it had in the
// database. Without a copy of the database in which it had not ended it means nothing.
type mark [16]byte

// markOf returns the mark of something. what names the kind of ending.
func markOf(what string, parts ...string) (m mark) {
	h := sha256.Sum256([]byte("leanon ended\x00" + what + "\x00" + strings.Join(parts, "\x00")))
	copy(m[:], h[:])
	return m
}

func (m mark) String() string { return hex.EncodeToString(m[:]) }

// memory is the content of the file of endings. The marks are in order of their bytes, so
// that it does not tell which came first.
type memory struct {
	of    [8]byte // the database that it belongs to
	state [8]byte // changes with each mark, so that a database knows whether it lives by all of them
	marks []mark
}

const memoryHead = "leanon ended 1 "

// EndedPath returns the path of the file of endings of the database at path.
func EndedPath(path string) string { return filepath.Join(filepath.Dir(path), "leanon.ended") }

// errMemoryForm says that the file of endings is not as writeMemory leaves it.
var errMemoryForm = errors.New("is not a list of endings of leanon's")

// readMemory reads the file of endings. found is false if there is none.
func readMemory(path string) (m memory, found bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, nil
	}
	if err != nil {
		return m, false, err
	}
	in := bufio.NewScanner(bytes.NewReader(text))
	if !in.Scan() {
		return m, false, errMemoryForm
	}
	head, ok := strings.CutPrefix(in.Text(), memoryHead)
	of, state, both := strings.Cut(head, " ")
	if !ok || !both || !fromHex(m.of[:], of) || !fromHex(m.state[:], state) {
		return m, false, errMemoryForm
	}
	for in.Scan() {
		var one mark
		if !fromHex(one[:], in.Text()) {
			return m, false, errMemoryForm
		}
		m.marks = append(m.marks, one)
	}
	return m, true, in.Err()
}

func fromHex(into []byte, text string) bool {
	n, err := hex.Decode(into, []byte(text[:min(len(text), 2*len(into))]))
	return err == nil && n == len(into) && len(text) == 2*len(into)
}

// with returns the memory with more marks and a new state.
func (m memory) with(more []mark) memory {
	m.marks = append(slices.Clone(m.marks), more...)
	slices.SortFunc(m.marks, func(a, b mark) int { return bytes.Compare(a[:], b[:]) })
	m.marks = slices.Compact(m.marks)
	_, _ = rand.Read(m.state[:]) // never fails (crypto/rand, Go 1.24)
	return m
}

// newMemory returns one without marks, for a database that has none yet.
func newMemory() (m memory) {
	_, _ = rand.Read(m.of[:])
	return m.with(nil)
}

// writeMemory replaces the file of endings. When it returns, the file is on the disk.
func writeMemory(path string, m memory) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%x %x\n", memoryHead, m.of, m.state)
	for _, one := range m.marks {
		fmt.Fprintln(&b, one)
	}
	return sqlite.ReplaceFile(path, []byte(b.String()))
}

// known is what the database keeps about its memory, in table meta.
func (m memory) known() []byte { return slices.Concat(m.of[:], m.state[:]) }
