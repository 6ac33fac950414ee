package spec

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// small is a description of two paths that meet: /users/@me and /users/{user_id}.
const small = `{"openapi": "3.1.0", "paths": {
	"/users/{user_id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}}},
	"/users/@me": {
		"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}}, "4XX": {"$ref": "#/components/responses/Refusal"}}},
		"patch": {"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}}, "responses": {"204": {}}}
	}},
	"components": {
		"schemas": {"User": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 5}}}},
		"responses": {"Refusal": {"content": {"application/json": {"schema": {"type": "object", "required": ["code"], "properties": {"errors": {"type": "integer"}}}}}}}
	}}`

func parsed(t *testing.T) *Description {
	t.Helper()
	d, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestATextThatIsNoDescriptionIsRefused(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"", "[]", "{}", `{"paths":{}}`} {
		if _, err := Parse([]byte(wrong)); err == nil {
			t.Errorf("%q is taken as a description", wrong)
		}
	}
}

func TestARequestIsHeldToTheDescription(t *testing.T) {
	t.Parallel()
	d := parsed(t)
	const json = "application/json"
	for name, c := range map[string]struct {
		method, path, kind, body string
		wrong                    string // what the error says, "" for none
	}{
		"as described":              {"PATCH", "/users/@me", json, `{"name":"Ana"}`, ""},
		"with a version":            {"PATCH", "/api/v10/users/@me", json, `{"name":"Ana"}`, ""},
		"a snowflake":               {"GET", "/users/7", json, "", ""},
		"no snowflake":              {"GET", "/users/ana", json, "", "{user_id} is no snowflake"},
		"no such path":              {"GET", "/nowhere", json, "", "404"},
		"no such method":            {"DELETE", "/users/@me", json, "", "404"},
		"too long, without a word":  {"PATCH", "/users/@me", json, `{"name":"private"}`, "50035 PATCH /users/@me: /name maxLength"},
		"no body where one belongs": {"PATCH", "/users/@me", json, "", "50109"},
		"no JSON":                   {"PATCH", "/users/@me", json, "{oops", "50109"},
		"a form that is cut off":    {"PATCH", "/users/@me", "multipart/form-data; boundary=x", "--x", "multipart"},
	} {
		request := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
		request.Header.Set("Content-Type", c.kind)
		err := d.Check(request, []byte(c.body))
		switch {
		case c.wrong == "" && err != nil:
			t.Errorf("%s: got %v, want nil", name, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: got %v, want an error with %q", name, err, c.wrong)
		case err != nil && strings.Contains(err.Error(), "private"):
			t.Errorf("%s: %v says what was sent", name, err)
		}
	}
}

func TestTheJSONOfAMultipartFormIsHeldToTheDescription(t *testing.T) {
	t.Parallel()
	d := parsed(t)
	for payload, fine := range map[string]bool{`{"name":"Ana"}`: true, `{"name":7}`: false, "": false} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		file, err := form.CreateFormFile("files[0]", "a.txt")
		if err != nil {
			t.Fatal(err)
		}
		file.Write([]byte("{"))
		if payload != "" {
			form.WriteField("payload_json", payload)
		}
		form.Close()
		request := httptest.NewRequest(http.MethodPatch, "/users/@me", nil)
		request.Header.Set("Content-Type", form.FormDataContentType())
		if err := d.Check(request, body.Bytes()); (err == nil) != fine {
			t.Errorf("payload_json %q: got %v, want fine: %v", payload, err, fine)
		}
	}
}

func TestAnAnswerIsHeldToTheDescription(t *testing.T) {
	t.Parallel()
	d := parsed(t)
	for name, c := range map[string]struct {
		method, path string
		status       int
		body         string
		fine         bool
	}{
		"as described":              {"GET", "/users/@me", 200, `{"name":"Ana"}`, true},
		"nothing as described":      {"PATCH", "/users/@me", 204, "", true},
		"details as documented":     {"GET", "/users/@me", 400, `{"code":1,"errors":{"name":"BASE_TYPE_REQUIRED"}}`, true},
		"an error without its code": {"GET", "/users/@me", 400, `{}`, false},
		"no such path":              {"GET", "/nowhere", 200, "", false},
		"no such status":            {"GET", "/users/@me", 302, "", false},
		"a body where none belongs": {"PATCH", "/users/@me", 204, "{}", false},
		"a wrong body":              {"GET", "/users/@me", 200, `{"name":7}`, false},
		"no JSON":                   {"GET", "/users/@me", 200, "{", false},
	} {
		if err := d.CheckResponse(c.method, c.path, c.status, []byte(c.body)); (err == nil) != c.fine {
			t.Errorf("%s: got %v, want fine: %v", name, err, c.fine)
		}
	}
}

// makeRepository makes a repository and works within a room of it.
func makeRepository(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "repository")
	if err := os.MkdirAll(filepath.Join(root, "deep", "room"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(root, "deep", "room"))
	return root
}

func TestAMissingDescriptionIsToldWithWhereItIsLookedForAndHowToGetIt(t *testing.T) {
	root := makeRepository(t)
	_, err := find("")
	missing, is := err.(Missing)
	if want := filepath.Join(filepath.Dir(root), "shared", "discord", "openapi.json"); !is || missing.Path != want {
		t.Fatalf("got %v, want it missing at %s", err, want)
	}
	for _, part := range []string{missing.Path, ".ci/openapi", Variable, "NOT checked"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than one line", err)
	}
}

func TestTheDescriptionIsFoundBesideTheRepositoryOrWhereItIsNamed(t *testing.T) {
	root := makeRepository(t)
	path := filepath.Join(root, beside)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, named := range []string{"", path} {
		if d, err := find(named); err != nil || d == nil {
			t.Errorf("named %q: got %v, want it found", named, err)
		}
	}
	if _, err := find(filepath.Join(root, "misspelt.json")); err == nil {
		t.Error("a named file that is not there is taken")
	} else if _, is := err.(Missing); is {
		t.Errorf("a named file that is not there only skips the tests: %v", err)
	}
}
