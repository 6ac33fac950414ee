// Package spec checks a bot's requests, and a Discord's answers, against Discord's
// published OpenAPI 3.1 description (github.com/discord/discord-api-spec, MIT). It
// is for tests: a program that is held to the description while it is tested need
// not carry it.
//
// Find reads the description where a machine has it, and Description.Check is then
// what playground.Options.Check wants. Read this file first; find.go says where the
// description lies, schemas.go holds the JSON Schema library behind it.
//
// What only Discord's documentation states is no matter of this package: the
// playground itself refuses that. Neither package imports the other.
package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// Description is Discord's published description. All its methods may be called
// from any goroutine.
type Description struct {
	routes  map[int][]route // by number of path segments
	schemas *schemas
}

// route is one path of the description.
type route struct {
	template string // "/channels/{channel_id}"
	segments []string
	holes    int            // how many segments stand for a value
	item     map[string]any // what the description says of it, by method
}

// Parse reads the text of a description, the openapi.json of that repository.
func Parse(text []byte) (*Description, error) {
	var root struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("read the OpenAPI description: %w", err)
	}
	if len(root.Paths) == 0 {
		return nil, errors.New("read the OpenAPI description: it has no paths")
	}
	schemas, err := readSchemas(text)
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI description: %w", err)
	}
	d := &Description{routes: map[int][]route{}, schemas: schemas}
	for template, item := range root.Paths {
		r := route{template: template, segments: strings.Split(template, "/"), item: item}
		r.holes = strings.Count(template, "{")
		d.routes[len(r.segments)] = append(d.routes[len(r.segments)], r)
	}
	for _, routes := range d.routes { // a literal segment (@me, @original) wins over a hole
		sort.Slice(routes, func(i, j int) bool { return routes[i].holes < routes[j].holes })
	}
	return d, nil
}

// version is what may stand before a path of the description.
var version = regexp.MustCompile(`^/api(/v\d+)?/`)

// operation finds what the description says about a method and a path, given
// with or without /api/vN before it.
func (d *Description) operation(method, path string) (route, map[string]any, error) {
	path = "/" + strings.TrimPrefix(path, version.FindString(path))
	path = "/" + strings.TrimLeft(path, "/")
	segments := strings.Split(path, "/")
	for _, r := range d.routes[len(segments)] {
		if op, has := r.item[strings.ToLower(method)].(map[string]any); has && r.matches(segments) {
			return r, op, nil
		}
	}
	return route{}, nil, fmt.Errorf("404: the description has no such operation for %s", method)
}

func (r route) matches(segments []string) bool {
	for i, s := range r.segments {
		if !strings.HasPrefix(s, "{") && s != segments[i] {
			return false
		}
	}
	return true
}

// Check returns nil, or why Discord would refuse the request; body is all of
// its body. The error names places and rules, never what was sent.
func (d *Description) Check(r *http.Request, body []byte) error {
	path := r.URL.EscapedPath()
	at, op, err := d.operation(r.Method, path)
	if err != nil {
		return err
	}
	segments := strings.Split(path, "/")
	segments = segments[len(segments)-len(at.segments)+1:]
	for i, s := range at.segments[1:] {
		if strings.HasSuffix(s, "_id}") && !isSnowflake(segments[i]) {
			return fmt.Errorf("50035 %s %s: %s is no snowflake", r.Method, at.template, s)
		}
	}
	content, _ := op["requestBody"].(map[string]any)
	kinds, _ := content["content"].(map[string]any)
	if kinds["application/json"] == nil {
		return nil
	}
	sent, err := jsonOf(r.Header.Get("Content-Type"), body)
	if err != nil {
		return fmt.Errorf("50035 %s %s: %w", r.Method, at.template, err)
	}
	if len(sent) == 0 && content["required"] != true {
		return nil
	}
	pointer := "#/paths/" + escape(at.template) + "/" + strings.ToLower(r.Method) + "/requestBody/content/application~1json/schema"
	if err := d.schemas.validate(pointer, sent); err != nil {
		return fmt.Errorf("50035 %s %s: %w", r.Method, at.template, err)
	}
	return nil
}

// jsonOf returns the JSON of a request's body: of a multipart form the field
// payload_json, or an empty object where the form has none.
func jsonOf(contentType string, body []byte) ([]byte, error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind != "multipart/form-data" {
		return body, nil
	}
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return []byte("{}"), nil
		}
		if err != nil {
			return nil, errors.New("the multipart form cannot be read")
		}
		if part.FormName() == "payload_json" {
			return io.ReadAll(part)
		}
	}
}

// isSnowflake tells whether a path's segment may be one of Discord's ids.
func isSnowflake(segment string) bool {
	id, err := strconv.ParseUint(segment, 10, 64)
	return err == nil && id != 0
}

// CheckResponse returns nil, or what of an answer the description does not
// allow for a method, path and status.
func (d *Description) CheckResponse(method, path string, status int, body []byte) error {
	at, op, err := d.operation(method, path)
	if err != nil {
		return err
	}
	responses, _ := op["responses"].(map[string]any)
	key := fmt.Sprint(status)
	if responses[key] == nil {
		key = fmt.Sprintf("%dXX", status/100)
	}
	response, _ := responses[key].(map[string]any)
	if response == nil {
		return fmt.Errorf("%s %s: status %d is not described", method, at.template, status)
	}
	pointer := "#/paths/" + escape(at.template) + "/" + strings.ToLower(method) + "/responses/" + key
	if ref, _ := response["$ref"].(string); ref != "" {
		pointer = ref
	} else if response["content"] == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: status %d has no body", method, at.template, status)
		}
		return nil
	}
	if status/100 == 4 {
		body = withoutDetails(body)
	}
	if err := d.schemas.validate(pointer+"/content/application~1json/schema", body); err != nil {
		return fmt.Errorf("%s %s, status %d: %w", method, at.template, status, err)
	}
	return nil
}

// withoutDetails leaves the details out of an error: the description gives their
// codes as integers, the documentation and Discord as words such as
// BASE_TYPE_REQUIRED (D:reference#error-messages).
func withoutDetails(body []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return body
	}
	delete(fields, "errors")
	left, err := json.Marshal(fields)
	if err != nil {
		return body
	}
	return left
}

func escape(s string) string {
	return url.PathEscape(strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1"))
}
