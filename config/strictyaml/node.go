package strictyaml

import (
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Kind is what a Node is made of.
type Kind int

// The kinds; Other is true and false, and whatever has a tag or an anchor.
const (
	Other  Kind = iota
	Null        // a key without a value
	Scalar      // one text or number
	List
	Group // a mapping
	Alias // begins with *, which makes it a reference
)

// Node is one value of a file.
type Node struct {
	Kind    Kind
	Line    int    // of its key, or of itself where it has none; counted from 1
	Key     string // in a Group, else empty
	Doubled bool   // the same key stands in the same Group above
	Text    string // of a Scalar, as it was typed
	Items   []Node // of a List or a Group
}

// Parse reads a file of one document for a reader that names its own keys, and so
// judges unknown and doubled ones itself. Every error is an *Error.
func Parse(text []byte) (document Node, err error) {
	err = guarded(text, func(text []byte) error {
		body, err := parse(text, parser.AllowDuplicateMapKey())
		if err == nil {
			document = nodeOf(body)
		}
		return err
	})
	return document, err
}

func nodeOf(of ast.Node) Node {
	n := Node{Line: lineOf(of)}
	switch of := of.(type) {
	case *ast.NullNode:
		n.Kind = Null
	case *ast.AliasNode:
		n.Kind = Alias
	case *ast.StringNode:
		n.Kind, n.Text = Scalar, of.Value
	case *ast.LiteralNode:
		n.Kind, n.Text = Scalar, of.Value.Value
	case *ast.IntegerNode, *ast.FloatNode:
		n.Kind, n.Text = Scalar, of.GetToken().Value
	case *ast.SequenceNode:
		n.Kind = List
		for _, item := range of.Values {
			n.Items = append(n.Items, nodeOf(item))
		}
	case *ast.MappingNode:
		n.Kind = Group
		seen := map[string]bool{}
		for _, entry := range of.Values {
			item := nodeOf(entry.Value)
			item.Key, item.Line = entry.Key.GetToken().Value, lineOf(entry.Key)
			item.Doubled, seen[item.Key] = seen[item.Key], true
			n.Items = append(n.Items, item)
		}
	}
	return n
}

func lineOf(node ast.Node) int {
	if mark := node.GetToken(); mark != nil && mark.Position != nil {
		return mark.Position.Line
	}
	return 1
}

// Entry is a value inside a decoded type that remembers where it stood, for checks
// that follow decoding.
type Entry[T any] struct {
	Value T
	Line  int // counted from 1
	lines map[string]int
}

// UnmarshalYAML decodes the node as strictly as the whole file.
func (e *Entry[T]) UnmarshalYAML(node ast.Node) error {
	e.Line, e.lines = lineOf(node), map[string]int{}
	if mapping, ok := node.(ast.MapNode); ok {
		for fields := mapping.MapRange(); fields.Next(); {
			e.lines[fields.Key().String()] = lineOf(fields.Key())
		}
	}
	return yaml.NodeToValue(node, &e.Value, yaml.Strict())
}

// At is the line of a key, or of the whole entry if it has no such key.
func (e *Entry[T]) At(key string) int {
	if line, ok := e.lines[key]; ok {
		return line
	}
	return e.Line
}
