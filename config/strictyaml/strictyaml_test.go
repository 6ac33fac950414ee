package strictyaml

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// meal is something to decode.
type meal struct {
	Name   string          `yaml:"name"`
	Dishes []Entry[string] `yaml:"dishes"`
}

func TestAFileIsReadAsItsEditorMeantIt(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain":              "name: lunch\ndishes: [soup]\n",
		"from Windows":       "\ufeffname: lunch\r\ndishes:\r\n- soup\r\n",
		"one document":       "# for today\n---\nname: lunch\ndishes: [soup]\n",
		"quotes of any kind": "\"name\": 'lunch'\ndishes: [\"soup\"]\n",
	} {
		got, err := Decode[meal]([]byte(text))
		if err != nil || got.Name != "lunch" || len(got.Dishes) != 1 || got.Dishes[0].Value != "soup" {
			t.Errorf("%s: got %+v, %v, want soup for lunch", name, got, err)
		}
	}
}

func TestAFaultNamesItsLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", "1: the file is empty"},
		{"\n# later\n---\n", "1: the file is empty"},
		{"name: a\n---\nname: b\n", "3: a second document starts here; there can be only one"},
		{"dishes:\n\t- soup\n", "2: a tab begins this line; indent with spaces, not tabs"},
		{"name: * * *\n", "1: a value that begins with * needs quotes around it"},
		{"name: a\ndishes: [soup", "2: this is not YAML: sequence end token ']' not found"},
		{"name: a\nname: b\n", "2: this is not YAML: mapping key \"name\" already defined at [1:1]"},
		{"name: a\ndrinks: b\n", "2: unknown field \"drinks\""},
		{"# menu\nname: caf\xe9\n", "2: this line is not UTF-8; save the file with the encoding UTF-8"},
		{"\xff\xfen\x00a\x00", "1: this line is not UTF-8; save the file with the encoding UTF-8"},
		{"n\x00a\x00m\x00e\x00:\x00 \x00a\x00\n\x00", "1: this line is not UTF-8; save the file with the encoding UTF-8"},
		{"\n\ndishes: ! soup\n# for two\n", "3: cannot be read as YAML from here on; look for a bracket or another mark too many"},
	} {
		got, err := Decode[meal]([]byte(c.text))
		if fmt.Sprint(err) != c.want {
			t.Errorf("%q\n got %v\nwant %s", c.text, err, c.want)
		}
		if got.Name != "" {
			t.Errorf("%q: got %+v beside the error, want nothing", c.text, got)
		}
	}
}

func TestAnEntryKnowsItsLines(t *testing.T) {
	t.Parallel()
	got, err := Decode[[]Entry[meal]]([]byte("# menu\n- name: lunch\n  dishes:\n  - soup\n- dishes: [a, b]\n"))
	if err != nil {
		t.Fatal(err)
	}
	lines := []int{got[0].Line, got[0].At("name"), got[0].At("dishes"), got[0].Value.Dishes[0].Line, got[1].Line, got[1].At("name"), got[1].At("dishes")}
	if want := []int{2, 2, 3, 4, 5, 5, 5}; !cmp.Equal(lines, want) {
		t.Errorf("got lines %v, want %v", lines, want)
	}
}

func TestParseShowsWhatWasTyped(t *testing.T) {
	t.Parallel()
	document, err := Parse([]byte("id: 0x1F\nid: 007\nnone:\nlist: [a, 1.50]\nyes: true\nlong: |-\n  two\n  lines\nstar: *a\nbelow:\n  id: x\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Node{
		{Scalar, 1, "id", false, "0x1F", nil},
		{Scalar, 2, "id", true, "007", nil},
		{Null, 3, "none", false, "", nil},
		{List, 4, "list", false, "", []Node{{Scalar, 4, "", false, "a", nil}, {Scalar, 4, "", false, "1.50", nil}}},
		{Other, 5, "yes", false, "", nil},
		{Scalar, 6, "long", false, "two\nlines", nil},
		{Alias, 9, "star", false, "", nil},
		{Group, 10, "below", false, "", []Node{{Scalar, 11, "id", false, "x", nil}}},
	}
	if diff := cmp.Diff(want, document.Items); diff != "" || document.Kind != Group {
		t.Errorf("kind %v (-want +got):\n%s", document.Kind, diff)
	}
}
