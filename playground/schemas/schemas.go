// Package schemas judges JSON values by the JSON Schemas within a document, for
// playground.LoadOpenAPI.
package schemas

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const address = "https://spec/openapi.json"

// Compile returns what validates a JSON body by the schema at a JSON pointer of the
// document ("#/components/schemas/X"). Its errors name places and rules, never a
// value. It may be used from many goroutines; each schema is compiled at its first
// use.
func Compile(document []byte) (validate func(pointer string, body []byte) error, err error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	c := &compiled{compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	if err := c.compiler.AddResource(address, doc); err != nil {
		return nil, err
	}
	return c.validate, nil
}

type compiled struct {
	compiler *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema // by pointer
}

func (c *compiled) validate(pointer string, body []byte) error {
	schema, err := c.schema(pointer)
	if err != nil {
		return fmt.Errorf("compile a schema of the description: %w", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return errors.New("50109 the body is no JSON")
	}
	err = schema.Validate(value)
	var bad *jsonschema.ValidationError
	if errors.As(err, &bad) {
		return errors.New(strings.Join(places(bad, nil), "; "))
	}
	return err
}

func (c *compiled) schema(pointer string) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.schemas[pointer]; s != nil {
		return s, nil
	}
	s, err := c.compiler.Compile(address + pointer)
	if err == nil {
		c.schemas[pointer] = s
	}
	return s, err
}

// places lists where a body fails and which keyword it fails, at most eight of
// them, without the values.
func places(e *jsonschema.ValidationError, found []string) []string {
	if len(e.Causes) == 0 && len(found) < 8 {
		return append(found, "/"+strings.Join(e.InstanceLocation, "/")+" "+strings.Join(e.ErrorKind.KeywordPath(), "/"))
	}
	for _, cause := range e.Causes {
		found = places(cause, found)
	}
	return found
}
