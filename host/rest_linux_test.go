package host

import (
	"bufio"
	"reflect"
	"strings"
	"testing"
)

func TestOnlyWhatWasNeverWrittenToIsLeft(t *testing.T) {
	t.Parallel()
	mapped := func(from, rights, file, anonymous, swap string) string {
		return from + "000-" + from + "fff " + rights + " 00003000 fe:00 10404741       " + file +
			"\nSize:               9152 kB\nRss:                9152 kB\nPrivate_Dirty:      9152 kB\nAnonymous:             " + anonymous + " kB\nSwap:                  " + swap + " kB\nVmFlags: rd ex mr mw me \n"
	}
	const program = "/opt/a b/leanon"
	smaps := mapped("1", "r-xp", program, "0", "0") +
		mapped("2", "r--p", program, "0", "0") +
		mapped("3", "r--p", program, "4", "0") + // relocated, and protected since
		mapped("4", "r--p", program, "0", "4") +
		mapped("5", "rw-p", program, "0", "0") +
		mapped("6", "r-xs", program, "0", "0") +
		mapped("7", "r-xp", "/usr/lib/libc.so.6", "0", "0") +
		mapped("8", "r-xp", program+"2", "0", "0") +
		mapped("9", "rw-p", "", "0", "0")
	want := []mapping{{0x1000, 0x1fff}, {0x2000, 0x2fff}}
	if got := untouched(bufio.NewScanner(strings.NewReader(smaps)), program); !reflect.DeepEqual(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}
