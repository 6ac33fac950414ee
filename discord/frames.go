package discord

import (
	"bytes"
	"encoding/binary"
)

// longestInspected is the longest payload, in bytes, that judge is given: only
// dispatches are longer.
const longestInspected = 4096

// frameReader cuts what a server sends into WebSocket frames (RFC 6455, 5.2), after
// the HTTP response that comes before them, and gives each to judge. out is what
// the reader of the connection is to read: an inspected frame once it is complete
// and judged, all else as it comes.
type frameReader struct {
	judge func(opcode byte, payload []byte, whole bool) error
	out   []byte

	upgraded  bool   // the HTTP response is over
	head      []byte // before that the response's last bytes, then a frame's header, up to 10 bytes
	headSize  int    // of the current frame's header
	left      uint64 // payload bytes still to come
	opcode    byte   // of the current frame; 0 where the frame is part of a message
	inspected bool   // the current frame is short enough for judge to read
	frame     []byte // header and payload of an inspected frame
}

// feed takes the next bytes. It returns the first error of judge.
func (f *frameReader) feed(b []byte) error {
	for len(b) > 0 {
		switch {
		case !f.upgraded:
			rest := f.skipUpgrade(b)
			f.out = append(f.out, b[:len(b)-len(rest)]...)
			b = rest
		case f.left == 0:
			var err error
			if b, err = f.readHeader(b); err != nil {
				return err
			}
		default:
			n := min(f.left, uint64(len(b)))
			if f.inspected {
				f.frame = append(f.frame, b[:n]...)
			} else {
				f.out = append(f.out, b[:n]...)
			}
			b, f.left = b[n:], f.left-n
			if f.left == 0 {
				if err := f.frameDone(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// flush appends an incomplete frame to out, when nothing more comes.
func (f *frameReader) flush() {
	if f.left > 0 && f.inspected {
		f.out = append(f.out, f.frame...)
	}
	if f.upgraded {
		f.out = append(f.out, f.head...)
	}
}

// skipUpgrade returns what follows the HTTP response, which ends with an empty line.
func (f *frameReader) skipUpgrade(b []byte) []byte {
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

// readHeader takes one byte of a frame's header and returns the rest of b. A
// server's frames are not masked.
func (f *frameReader) readHeader(b []byte) ([]byte, error) {
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
	f.opcode, f.left, f.headSize = f.head[0]&0x0f, size, len(f.head)
	if f.head[0]&0xf0 != 0x80 {
		f.opcode = 0 // a part of a message, or of an extension that nobody asked for
	}
	f.inspected = size <= longestInspected
	if f.inspected {
		f.frame = append(f.frame[:0], f.head...)
	} else {
		f.out = append(f.out, f.head...)
	}
	f.head = f.head[:0]
	if size == 0 {
		return b, f.frameDone()
	}
	return b, nil
}

// frameDone gives a complete frame to judge, and appends it to out unless judge
// returned an error.
func (f *frameReader) frameDone() error {
	if !f.inspected {
		return f.judge(f.opcode, nil, false)
	}
	if err := f.judge(f.opcode, f.frame[f.headSize:], true); err != nil {
		return err
	}
	f.out = append(f.out, f.frame...)
	return nil
}
