package playground

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestThePageIsInTheLanguageOfItsVisitor(t *testing.T) {
	page, _, _, _ := paged(t)
	const home = "/" + pageSecret + "/"
	for name, c := range map[string]struct {
		path   string
		change func(*http.Request)
		want   string
		keeps  bool
	}{
		"no wish":                   {home, header("Accept", "*/*"), `<html lang="en">`, false},
		"that of the browser":       {home, header("Accept-Language", "es-MX,es;q=0.9,en;q=0.5"), `<html lang="es">`, false},
		"one that was chosen":       {home, header("Cookie", "lang=fr"), `<html lang="fr">`, false},
		"chosen now":                {home + "?lang=de", header("Cookie", "lang=fr"), `<html lang="de">`, true},
		"one that it does not know": {home + "?lang=ja", header("Accept-Language", "pt"), `<html lang="pt-BR">`, true},
	} {
		w := ask(page, "GET", c.path, "", c.change)
		if w.Code != 200 || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: got %d %s, want %s", name, w.Code, w.Body, c.want)
		}
		cookie := w.Header().Get("Set-Cookie")
		if (cookie != "") != c.keeps || c.keeps && !(strings.Contains(cookie, "SameSite=Strict") && strings.Contains(cookie, "HttpOnly")) {
			t.Errorf("%s: got the cookie %q, want one: %v", name, cookie, c.keeps)
		}
		if strings.Contains(w.Body.String(), "{{") || c.want != `<html lang="en">` && strings.Contains(w.Body.String(), "What is stored") {
			t.Errorf("%s: the page is not in its own words: %s", name, w.Body)
		}
	}
	if w := ask(page, "GET", "/elsewhere/", "", header("Accept-Language", "de")); !strings.HasPrefix(w.Body.String(), "Öffne die ganze Adresse") {
		t.Errorf("without the secret: got %s, want it said in German", w.Body)
	}
	if w := ask(page, "GET", home+"words/es", ""); !strings.Contains(w.Body.String(), `"dismiss-message":"Descartar mensaje"`) || !strings.Contains(w.Body.String(), `"key":"es"`) {
		t.Errorf("the words for the browser: got %s", w.Body)
	}
}

func TestTheLanguageOfThePageIsThatOfThePeoplesDiscord(t *testing.T) {
	page, ana, ben, _ := paged(t)
	var told []bool
	page.o.Speak = func(_ context.Context, touched bool) error {
		told = append(told, touched)
		if len(told) > 2 {
			return Told{Key: "error.other"}
		}
		return nil
	}
	const path = "/" + pageSecret + "/speak"
	speak := func(body, anas, bens string) {
		t.Helper()
		if w := ask(page, "POST", path, body); w.Code != 200 {
			t.Errorf("%s: got %d %s", body, w.Code, w.Body)
		}
		if ana.Speaks() != anas || ben.Speaks() != bens {
			t.Errorf("%s: Ana's Discord is in %s and Ben's in %s, want %s and %s", body, ana.Speaks(), ben.Speaks(), anas, bens)
		}
	}
	speak(`{"language":"en"}`, "en-US", "en-US")
	speak(`{"language":"es"}`, "es-419", "es-419")
	speak(`{"language":"de","person":"`+ben.ID+`"}`, "es-419", "de")
	speak(`{"language":"es"}`, "es-419", "de") // a page that is loaded anew changes nothing
	ask(page, "POST", "/"+pageSecret+"/act", `{"person":"`+ana.ID+`","do":"write","text":"hola"}`)
	speak(`{"language":"pt-BR"}`, "pt-BR", "pt-BR")
	if len(told) != 2 || told[0] || !told[1] {
		t.Errorf("the page's owner was told %v, want of two changes, the second once somebody had written", told)
	}
	if w := ask(page, "POST", path+"?lang=fr", `{"language":"fr"}`); w.Code != 409 || w.Body.String() != `{"error":"Ça n’a pas marché."}` {
		t.Errorf("a change that fails: got %d %s, want it said in French", w.Code, w.Body)
	}
	if w := ask(page, "POST", path, `{"language":"de"}`, header("Origin", "http://127.0.0.1:4001")); w.Code != 403 {
		t.Errorf("from elsewhere: got %d, want 403", w.Code)
	}
	var st state
	if err := json.Unmarshal([]byte(firstState(t, page)), &st); err != nil || st.People[1].Language != "fr" {
		t.Errorf("the page says %v, %+v", err, st.People)
	}
}

// firstState is what a new stream is sent.
func firstState(t *testing.T, page *Page) string {
	t.Helper()
	raw, err := json.Marshal(page.state(&stream{words: page.in(Spoken()), sent: map[string][]byte{}}))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
