package spec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// address is what the document is called while its schemas refer to each other.
const address = "https://spec/openapi.json"

// schemas are the JSON Schemas within a document. Each is compiled at its first
// use. They may be used from many goroutines.
type schemas struct {
	compiler *jsonschema.Compiler

	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema // by pointer
}

func readSchemas(document []byte) (*schemas, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	s := &schemas{compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	if err := s.compiler.AddResource(address, doc); err != nil {
		return nil, err
	}
	return s, nil
}

// validate checks a JSON body against the schema at a JSON pointer of the document,
// such as "#/components/schemas/X". Its error names places and rules, never a value.
func (s *schemas) validate(pointer string, body []byte) error {
	schema, err := s.schema(pointer)
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

func (s *schemas) schema(pointer string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if schema := s.compiled[pointer]; schema != nil {
		return schema, nil
	}
	schema, err := s.compiler.Compile(address + pointer)
	if err != nil {
		return nil, err
	}
	s.compiled[pointer] = schema
	return schema, nil
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
