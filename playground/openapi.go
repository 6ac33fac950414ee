package playground

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
)

// OpenAPI judges requests and responses by Discord's published OpenAPI 3.1
// description (github.com/discord/discord-api-spec, MIT) and by the rules of its
// documentation that the description leaves out. It may be used from many
// goroutines.
type OpenAPI struct {
	routes   map[int][]specRoute // by number of path segments
	validate func(pointer string, body []byte) error
}

type specRoute struct {
	template string
	segments []string
	holes    int
	item     map[string]any
}

// LoadOpenAPI reads the description, the openapi.json of that repository. compile
// makes the judge of a JSON value by a JSON Schema within it, such as
// schemas.Compile: the library behind that is for tests, and who only runs a
// Discord shall not have to carry it.
func LoadOpenAPI(spec []byte, compile func(spec []byte) (validate func(pointer string, body []byte) error, err error)) (*OpenAPI, error) {
	var root struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(spec, &root); err != nil {
		return nil, fmt.Errorf("read the OpenAPI description: %w", err)
	}
	paths := root.Paths
	if len(paths) == 0 {
		return nil, errors.New("read the OpenAPI description: it has no paths")
	}
	validate, err := compile(spec)
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI description: %w", err)
	}
	o := &OpenAPI{routes: map[int][]specRoute{}, validate: validate}
	for template, item := range paths {
		r := specRoute{template: template, segments: strings.Split(template, "/"), item: item}
		r.holes = strings.Count(template, "{")
		o.routes[len(r.segments)] = append(o.routes[len(r.segments)], r)
	}
	for _, routes := range o.routes { // literal segments (@me, @original) win over holes
		sort.Slice(routes, func(i, j int) bool { return routes[i].holes < routes[j].holes })
	}
	return o, nil
}

// operation finds what the description says about a method and a path, given
// with or without /api/vN before it.
func (o *OpenAPI) operation(method, path string) (specRoute, map[string]any, error) {
	path = "/" + strings.TrimPrefix(path, version.FindString(path))
	path = "/" + strings.TrimLeft(path, "/")
	segments := strings.Split(path, "/")
	for _, r := range o.routes[len(segments)] {
		if op, has := r.item[strings.ToLower(method)].(map[string]any); has && r.matches(segments) {
			return r, op, nil
		}
	}
	return specRoute{}, nil, fmt.Errorf("404: the description has no such operation for %s", method)
}

func (r specRoute) matches(segments []string) bool {
	for i, s := range r.segments {
		if !strings.HasPrefix(s, "{") && s != segments[i] {
			return false
		}
	}
	return true
}

// Check returns nil, or why Discord would refuse the request; body is all of
// its body. The error names places and rules, never what was sent.
func (o *OpenAPI) Check(r *http.Request, body []byte) error {
	path := r.URL.EscapedPath()
	route, op, err := o.operation(r.Method, path)
	if err != nil {
		return err
	}
	segments := strings.Split(path, "/")
	segments = segments[len(segments)-len(route.segments)+1:]
	for i, s := range route.segments[1:] {
		if strings.HasSuffix(s, "_id}") && idNumber(segments[i]) == 0 {
			return fmt.Errorf("50035 %s %s: %s is no snowflake", r.Method, route.template, s)
		}
	}
	content, _ := op["requestBody"].(map[string]any)
	kinds, _ := content["content"].(map[string]any)
	if kinds["application/json"] == nil {
		return nil
	}
	c := &call{Request: r, route: r.Method + " " + route.template, body: body}
	if err := c.unpack(); err != nil {
		return err
	}
	if len(c.body) == 0 && content["required"] != true {
		return nil
	}
	pointer := "#/paths/" + escape(route.template) + "/" + strings.ToLower(r.Method) + "/requestBody/content/application~1json/schema"
	if err := o.validate(pointer, c.body); err != nil {
		return fmt.Errorf("50035 %s: %w", c.route, err)
	}
	if err := c.documented(); err != nil {
		return fmt.Errorf("%s: %w", c.route, err)
	}
	return nil
}

// CheckResponse returns nil, or what of an answer the description does not
// allow for a method, path and status.
func (o *OpenAPI) CheckResponse(method, path string, status int, body []byte) error {
	route, op, err := o.operation(method, path)
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
		return fmt.Errorf("%s %s: status %d is not described", method, route.template, status)
	}
	pointer := "#/paths/" + escape(route.template) + "/" + strings.ToLower(method) + "/responses/" + key
	if ref, _ := response["$ref"].(string); ref != "" {
		pointer = ref
	} else if response["content"] == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: status %d has no body", method, route.template, status)
		}
		return nil
	}
	if status/100 == 4 {
		body = withoutDetails(body)
	}
	if err := o.validate(pointer+"/content/application~1json/schema", body); err != nil {
		return fmt.Errorf("%s %s, status %d: %w", method, route.template, status, err)
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
	return marshal(fields)
}

func escape(s string) string {
	return url.PathEscape(strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1"))
}

// documented checks the rules that only the documentation states: 2,000
// characters, no empty message, unique custom ids, what stands in a row, what
// IS_COMPONENTS_V2 excludes, the size of a modal, names of commands.
func (c *call) documented() error {
	method, template, _ := strings.Cut(c.route, " ")
	switch {
	case strings.HasSuffix(template, "/callback"):
		return c.documentedCallback()
	case strings.HasSuffix(template, "/messages") && method == http.MethodPost, template == "/webhooks/{webhook_id}/{webhook_token}" && method == http.MethodPost:
		return c.documentedMessage(c.body, false)
	case strings.Contains(template, "/messages/") && method == http.MethodPatch:
		return c.documentedMessage(c.body, true)
	case strings.HasSuffix(template, "/commands") && method == http.MethodPut:
		var list []Command
		if err := c.read(&list); err != nil {
			return err
		}
		for i, cmd := range list {
			cmd.Type = max(cmd.Type, 1)
			list[i] = cmd
			if err := cmd.validate(list[:i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *call) documentedMessage(raw json.RawMessage, edit bool) error {
	p, err := c.message(raw, "")
	if err != nil {
		return err
	}
	return p.validate(p.flags(), edit || p.says())
}

func (c *call) documentedCallback() error {
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := c.read(&body); err != nil {
		return err
	}
	switch body.Type {
	case replyMessage, replyUpdate:
		return c.documentedMessage(body.Data, body.Type == replyUpdate)
	case replyModal:
		_, err := readModal(body.Data)
		return err
	}
	return nil
}
