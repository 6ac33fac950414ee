package sqlite

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// firstPages returns the versions of the first page that are committed in a log. The form
// of a log and its checksums are SQLite's (https://www.sqlite.org/fileformat2.html#walformat).
func firstPages(log io.Reader) (all []version, err error) {
	in := newLogReader(log)
	size, ok := in.header()
	if !ok {
		return nil, nil
	}
	frame := make([]byte, frameHeader+size)
	var pending []version
	for {
		switch _, err := io.ReadFull(in.from, frame); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		if !in.follows(frame) {
			return all, nil // what is behind it is of an earlier round of the log
		}
		if binary.BigEndian.Uint32(frame) == 1 {
			pending = append(pending, versionOf(frame[frameHeader:]))
		}
		if commits := binary.BigEndian.Uint32(frame[4:]) != 0; commits {
			all, pending = append(all, pending...), nil
		}
	}
}

// logReader checks what it reads of a log.
type logReader struct {
	from  io.Reader
	order binary.ByteOrder // of the words that the checksum adds
	salts []byte
	sum   [2]uint32
}

func newLogReader(log io.Reader) *logReader {
	return &logReader{from: bufio.NewReaderSize(log, 1<<20)}
}

// header reads the header of a log and returns the size of its pages. ok is false for what
// SQLite does not take for a log.
func (r *logReader) header() (pageSize int, ok bool) {
	h := make([]byte, logHeader)
	if _, err := io.ReadFull(r.from, h); err != nil {
		return 0, false
	}
	switch binary.BigEndian.Uint32(h) {
	case 0x377f0682:
		r.order = binary.LittleEndian
	case 0x377f0683:
		r.order = binary.BigEndian
	default:
		return 0, false
	}
	r.add(h[:24])
	r.salts = bytes.Clone(h[16:24])
	size := binary.BigEndian.Uint32(h[8:])
	return int(size), r.sumIs(h[24:]) && size >= 512 && size <= 1<<16
}

// follows says whether a frame is the next one of the log.
func (r *logReader) follows(frame []byte) bool {
	r.add(frame[:8])
	r.add(frame[frameHeader:])
	return bytes.Equal(frame[8:16], r.salts) && r.sumIs(frame[16:frameHeader])
}

func (r *logReader) add(b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		r.sum[0] += r.order.Uint32(b) + r.sum[1]
		r.sum[1] += r.order.Uint32(b[4:]) + r.sum[0]
	}
}

func (r *logReader) sumIs(b []byte) bool {
	return binary.BigEndian.Uint32(b) == r.sum[0] && binary.BigEndian.Uint32(b[4:]) == r.sum[1]
}
