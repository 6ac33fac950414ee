package discord

import (
	"bytes"
	"encoding/binary"
)

// longestKept bounds the frames whose payload is looked at: all but dispatches
// are far shorter.
const longestKept = 4096

// frames cuts what a server sends into WebSocket frames (RFC 6455, 5.2), after
// the HTTP answer that comes before them. heard gathers what is to be passed on: a
// frame whose payload is looked at once it is complete, all else as it comes.
type frames struct {
	take  func(opcode byte, payload []byte, whole bool) (instead []byte, err error)
	heard []byte

	upgraded bool
	head     []byte // of the HTTP answer, its last bytes; then of a frame, up to 10 bytes
	size     int    // of the frame's header
	left     uint64 // payload bytes still to come
	opcode   byte
	whole    bool
	frame    []byte // header and payload of a frame that is looked at
}

// feed takes the next bytes; it returns the first error of take.
func (f *frames) feed(b []byte) error {
	for len(b) > 0 {
		switch {
		case !f.upgraded:
			rest := f.upgrade(b)
			f.heard = append(f.heard, b[:len(b)-len(rest)]...)
			b = rest
		case f.left == 0:
			var err error
			if b, err = f.header(b); err != nil {
				return err
			}
		default:
			n := min(f.left, uint64(len(b)))
			if f.whole {
				f.frame = append(f.frame, b[:n]...)
			} else {
				f.heard = append(f.heard, b[:n]...)
			}
			b, f.left = b[n:], f.left-n
			if f.left == 0 {
				if err := f.done(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// flush passes on the beginning of a frame that does not go on.
func (f *frames) flush() {
	if f.left > 0 && f.whole {
		f.heard = append(f.heard, f.frame...)
	}
	if f.upgraded {
		f.heard = append(f.heard, f.head...)
	}
}

// upgrade skips the HTTP answer, which ends with an empty line.
func (f *frames) upgrade(b []byte) []byte {
	end := []byte("\r\n\r\n")
	seen := len(f.head)
	all := append(f.head, b...)
	if i := bytes.Index(all, end); i >= 0 {
		f.upgraded, f.head = true, nil
		return b[i+len(end)-seen:]
	}
	f.head = bytes.Clone(all[max(0, len(all)-len(end)+1):])
	return nil
}

// header reads a frame's header byte by byte. A server masks nothing.
func (f *frames) header(b []byte) ([]byte, error) {
	f.head = append(f.head, b[0])
	b = b[1:]
	if len(f.head) < 2 {
		return b, nil
	}
	size := uint64(f.head[1] & 0x7f)
	switch more := f.head[2:]; {
	case size == 126 && len(more) < 2, size == 127 && len(more) < 8:
		return b, nil
	case size == 126:
		size = uint64(binary.BigEndian.Uint16(more))
	case size == 127:
		size = binary.BigEndian.Uint64(more)
	}
	f.opcode, f.left, f.size = f.head[0]&0x0f, size, len(f.head)
	if f.head[0]&0xf0 != 0x80 {
		f.opcode = 0 // a part of a message, or of an extension that nobody asked for
	}
	f.whole = size <= longestKept
	if f.whole {
		f.frame = append(f.frame[:0], f.head...)
	} else {
		f.heard = append(f.heard, f.head...)
	}
	f.head = f.head[:0]
	if size == 0 {
		return b, f.done()
	}
	return b, nil
}

// done judges a frame that is complete. What is heard instead of a frame is a text
// frame of its own.
func (f *frames) done() error {
	if !f.whole {
		_, err := f.take(f.opcode, nil, false)
		return err
	}
	instead, err := f.take(f.opcode, f.frame[f.size:], true)
	switch {
	case err != nil:
		return err
	case instead == nil:
		f.heard = append(f.heard, f.frame...)
	default:
		f.heard = append(f.heard, 0x81, byte(len(instead))) // final, text; shorter than 126 bytes
		f.heard = append(f.heard, instead...)
	}
	return nil
}
