package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"time"

	"leanon/discord/talk"
)

// slowestUpload is the slowest upload, in bytes a second, with which files still
// arrive within a request's time.
const slowestUpload = 128 << 10

// uploadTime is how much longer than Timings.Request a request with files may take.
func uploadTime(files []talk.File) time.Duration {
	n := 0
	for _, f := range files {
		n += len(f.Data)
	}
	return time.Duration(n/slowestUpload) * time.Second
}

// encode returns a request's body and its media type; nil and "" where it has none. The
// body is JSON. With files it is a multipart body whose first part, payload_json, is
// that JSON (reference page, uploading files).
func (r request) encode() (body []byte, mediaType string, err error) {
	if r.body == nil {
		return nil, "", nil
	}
	payload, err := json.Marshal(r.body)
	if err != nil || len(r.files) == 0 {
		return payload, "application/json", err
	}
	var parts bytes.Buffer
	w := multipart.NewWriter(&parts)
	add := func(disposition, mediaType string, data []byte) {
		if err != nil {
			return
		}
		part, e := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {mediaType}})
		if err = e; err == nil {
			_, err = part.Write(data)
		}
	}
	add(`form-data; name="payload_json"`, "application/json", payload)
	for i, f := range r.files {
		add(multipart.FileContentDisposition(fmt.Sprintf("files[%d]", i), f.Name), f.Type, f.Data)
	}
	if err == nil {
		err = w.Close()
	}
	return parts.Bytes(), w.FormDataContentType(), err
}
