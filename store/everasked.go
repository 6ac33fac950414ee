package store

import (
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"sync"
	"time"
)

// What a couple was never asked comes first. So the whole record of what they were ever
// asked is read whenever a question is chosen, however old they are. It is one short value
// for each couple, which costs less to read than the rows of two months, and grows only
// with the library.

// A record holds, of each question that a couple was ever asked, its number and the minute
// at which it was last chosen.
type record []byte

// entrySize is the length of one entry of a record: four bytes of number, four of minutes
// since 1970.
const entrySize = 8

// numberOf is the number of a question in records. It depends on the key alone, so that
// nothing has to hand numbers out.
func numberOf(question string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(question))
	return h.Sum32()
}

// with returns the record after a question was chosen. It may write in place.
func (r record) with(question string, at time.Time) record {
	number, minute := numberOf(question), uint32(at.Unix()/60)
	for entry := range slices.Chunk(r, entrySize) {
		if binary.BigEndian.Uint32(entry) == number {
			binary.BigEndian.PutUint32(entry[4:], max(minute, binary.BigEndian.Uint32(entry[4:])))
			return r
		}
	}
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(r, number), minute)
}

// last returns when each question was last chosen for a couple.
func (k questionFacts) last(couple ID) map[string]time.Time {
	r := k.records[couple]
	asked := make(map[string]time.Time, len(r)/entrySize)
	for entry := range slices.Chunk(r, entrySize) {
		number := binary.BigEndian.Uint32(entry)
		question, known := k.keys[number]
		if !known {
			question = k.unwritten[number] // chosen in this transaction
		}
		if question != "" {
			asked[question] = time.Unix(60*int64(binary.BigEndian.Uint32(entry[4:])), 0).UTC()
		}
	}
	return asked
}

// loadRecords reads for the couples of these members what they were ever asked, and when
// they were formed.
func (t *tx) loadRecords(all []*dueMember, k *questionFacts) error {
	k.records, k.formed = map[ID]record{}, map[ID]time.Time{}
	var couples []ID
	for _, o := range all {
		if _, seen := k.records[o.couple]; !seen {
			k.records[o.couple] = nil
			couples = append(couples, o.couple)
		}
	}
	if len(couples) == 0 {
		return nil
	}
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		var at time.Time
		var written sql.NullString
		var rows []byte
		if err := r.Scan(&id, stamp{&at}, &written, &rows); err != nil {
			return err
		}
		k.formed[id] = at
		if !written.Valid {
			return k.takeRows(id, rows)
		}
		var err error
		k.records[id], err = base64.RawStdEncoding.DecodeString(written.String)
		return err
	}, everAskedQuery, list(couples))
	if err == nil {
		err = t.loadKeys(k)
	}
	if err != nil {
		return fmt.Errorf("read what a couple was ever asked: %w", err)
	}
	return nil
}

const everAskedQuery = `SELECT c.id, c.formed_at, e.record, CASE WHEN e.record IS NULL THEN
		(SELECT json_group_array(json_array(q.question, q.at)) FROM questions_asked q WHERE q.couple_id = c.id) END
	FROM jsonb_each(?1) j CROSS JOIN couples c LEFT JOIN ever_asked e ON e.couple_id = c.id WHERE c.id = j.value`

// takeRows makes the record of a couple that has none, from the rows of questions_asked.
func (k *questionFacts) takeRows(couple ID, rows []byte) error {
	var all [][2]any
	if err := json.Unmarshal(rows, &all); err != nil {
		return err
	}
	for _, row := range all {
		question, _ := row[0].(string)
		at, _ := row[1].(float64)
		k.records[couple] = k.records[couple].with(question, time.Unix(int64(at), 0))
		k.unwritten[numberOf(question)] = question
	}
	return nil
}

// knownQuestions are the keys of the numbers of records that were needed since the start.
type knownQuestions struct {
	sync.Mutex
	keys map[uint32]string // never changed, only replaced
}

// loadKeys reads which questions the numbers mean, unless that is known. A number means
// the same key for ever, so it does no harm to know one whose row was rolled back.
func (t *tx) loadKeys(k *questionFacts) error {
	known := t.s.questions
	known.Lock()
	defer known.Unlock()
	k.keys = known.keys
	if !k.unknown() {
		return nil
	}
	read := maps.Clone(k.unwritten)
	err := t.ForEach(func(r *sql.Rows) error {
		var number uint32
		var question string
		err := r.Scan(&number, &question)
		read[number] = question
		return err
	}, `SELECT number, question FROM question_keys`)
	if err == nil {
		k.keys, known.keys = read, read
	}
	return err
}

// unknown reports whether a record has a number whose question is not known.
func (k *questionFacts) unknown() bool {
	for _, r := range k.records {
		for entry := range slices.Chunk(r, entrySize) {
			if _, known := k.keys[binary.BigEndian.Uint32(entry)]; !known {
				return true
			}
		}
	}
	return false
}

// saveRecords writes the records of these couples, and the keys of what they were asked.
func (t *tx) saveRecords(couples []ID, k questionFacts) error {
	keys := newRows(len(k.unwritten))
	for number, question := range k.unwritten {
		keys.add(number, question)
	}
	err := t.Exec(`INSERT INTO question_keys (number, question) SELECT value ->> 0, value ->> 1 FROM jsonb_each(?1) WHERE true
		ON CONFLICT DO NOTHING`, keys.text())
	for _, couple := range couples {
		if err == nil {
			err = t.Exec(`INSERT INTO ever_asked (couple_id, record) VALUES (?1, ?2)
				ON CONFLICT DO UPDATE SET record = excluded.record`, couple, base64.RawStdEncoding.EncodeToString(k.records[couple]))
		}
	}
	if err != nil {
		return fmt.Errorf("write what a couple was ever asked: %w", err)
	}
	return nil
}
