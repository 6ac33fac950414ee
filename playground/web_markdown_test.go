package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long all the texts of a test may take together.
const patience = 20 * time.Second

// inNode runs a program in Node.js that imports one of the page's files as "./markdown.js".
// The program reads in as JSON and prints out as JSON.
func inNode(t *testing.T, files []string, program string, in, out any) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("the page's own files are tested where Node.js is installed")
	}
	dir := t.TempDir()
	written := map[string][]byte{"main.mjs": []byte(program), "package.json": []byte(`{"type": "module"}`)}
	for _, name := range files {
		raw, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			t.Fatal(err)
		}
		written[name] = raw
	}
	for name, raw := range written {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	given, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, filepath.Join(dir, "main.mjs"))
	cmd.Stdin = bytes.NewReader(given)
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	if err := json.Unmarshal(printed, out); err != nil {
		t.Fatal(err)
	}
}

// parsed parses texts with the page's own markdown and returns their trees in a short
// form: types with their children in brackets.
func parsed(t *testing.T, texts []string) (trees []string) {
	t.Helper()
	inNode(t, []string{"markdown.js"}, `
import { parse } from "./markdown.js";
import { readFileSync } from "node:fs";
const short = (n) => n.type === "text" ? JSON.stringify(n.text) : n.type + (n.level ?? "") + (n.ordered ? "#" + n.start : "") +
	"(" + [n.lang, n.url, n.id, n.name, n.at, n.style].filter((x) => x !== undefined && x !== "").join(" ") + (n.kids ? n.kids.map(short).join(" ") : n.text !== undefined ? JSON.stringify(n.text) : "") + ")";
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((text) => parse(text).map(short).join(" "))));
`, texts, &trees)
	return trees
}

func TestThePageReadsMarkdownAsDiscordDoes(t *testing.T) {
	t.Parallel()
	cases := []struct{ text, want string }{
		{"plain", `"plain"`},
		{"**bold** and *it* and _it_", `strong("bold") " and " em("it") " and " em("it")`},
		{"***both***", `strong(em("both"))`},
		{"__under__ ~~gone~~ ||hidden||", `underline("under") " " strike("gone") " " spoiler("hidden")`},
		{"**bold *in* it**", `strong("bold " em("in") " it")`},
		{"snake_case_name 2*3*4", `"snake_case_name 2" em("3") "4"`},
		{"2 * 3 * 4", `"2 * 3 * 4"`},
		{`\*not\* \_this\_ \\`, `"*not* _this_ \\"`},
		{"`code **x**` and ``a ` b``", "code(\"code **x**\") \" and \" code(\"a ` b\")"},
		{"```js\nlet x = 1\n```after", `codeblock(js"let x = 1") "after"`},
		{"```\n> no quote\n\n# no heading\n```", `codeblock("> no quote\n\n# no heading")`},
		{"```open", "\"```open\""},
		{"> one\n> two\nafter", `quote("one\ntwo") "after"`},
		{">>> all\nof it\n> too", `quote("all\nof it\n> too")`},
		{">none", `">none"`},
		{"a > b", `"a > b"`},
		{"# One\n## Two\n### Three\n#### four\n#five", `heading1("One") heading2("Two") heading3("Three") "#### four\n#five"`},
		{"-# small", `small("small")`},
		{"- a\n- b\n  - c\n- d", `list(item("a") item("b" list(item("c"))) item("d"))`},
		{"3. a\n4. b", `list#3(item("a") item("b"))`},
		{"-a", `"-a"`},
		{"[name](https://example.org/x) tail", `masked(https://example.org/x"name") " tail"`},
		{"https://example.org/a_b_c.", `link(https://example.org/a_b_c) "."`},
		{"<https://example.org>", `link(https://example.org)`},
		{"<t:1795460400:R> <t:1795460400> <t:1:x>", `time(1795460400 R) " " time(1795460400 f) " <t:1:x>"`},
		{"<@12> <@!34> <@&5> <#6> @everyone <:wave:123>", `mention(12) " " mention(34) " " mention(role) " " mention(channel) " " mention(everyone) " :wave:"`},
		{"</need:123456>", `mention(/need)`},

		// Markup, scripts and hidden links stay text.
		{"<script>alert(1)</script>", `"<script>alert(1)</script>"`},
		{`<img src=x onerror="alert(1)">`, `"<img src=x onerror=\"alert(1)\">"`},
		{"[x](javascript:alert(1))", `"[x](javascript:alert(1))"`},
		{"[x](data:text/html,hi)", `"[x](data:text/html,hi)"`},
		{"[x]( https://example.org)", `"[x]( " link(https://example.org) ")"`},
		{"[[x](https://a.example)](https://b.example)", `"[" masked(https://a.example"x") "](" link(https://b.example) ")"`},
		{"&lt;b&gt; &amp;", `"&lt;b&gt; &amp;"`},
		{"__proto__ constructor", `underline("proto") " constructor"`},
		{"\r\n\r", `"\n\n"`},
		{"", ``},
	}
	texts := make([]string, len(cases))
	for i, c := range cases {
		texts[i] = c.text
	}
	for i, got := range parsed(t, texts) {
		if got != cases[i].want {
			t.Errorf("%q\n got %s\nwant %s", cases[i].text, got, cases[i].want)
		}
	}
}

func TestNoTextKeepsThePagesMarkdownBusy(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, piece := range []string{"*", "**", "_", "__", "~~", "||", "`", "```", "> ", ">>> ", "- ", "  - ", "[", "[a](", "<", "\\", "# ", "* _", "**a *b ", "||**__", " \n", "https://a", "<t:1", "***a", "*a **b "} {
		texts = append(texts, strings.Repeat(piece, 4000/len(piece)), strings.Repeat(piece, 4000/len(piece)-1)+"x", strings.Repeat(piece+"\n", 4000/(len(piece)+1)))
	}
	if trees := parsed(t, texts); len(trees) != len(texts) { // in time, or Node.js was ended
		t.Errorf("got %d trees, want %d", len(trees), len(texts))
	}
}
