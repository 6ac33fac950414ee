package bot

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

// TestNoSentenceIsLeftInTheCode finds texts in the bot's code that a person could read:
// two words or more, or one that ends like a sentence. Errors and log lines are for the
// host; words of Discord's and the library's formats have no spaces.
func TestNoSentenceIsLeftInTheCode(t *testing.T) {
	t.Parallel()
	for _, f := range code(t) {
		forHost := map[ast.Node]bool{}
		ast.Inspect(f.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.Field:
				return n.Tag == nil
			case *ast.CallExpr:
				if isForHost(n) {
					for _, arg := range n.Args {
						forHost[arg] = true
					}
				}
			case ast.Expr:
				if forHost[n] {
					return false
				}
			}
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if s, err := strconv.Unquote(text.Value); err == nil && (sentenceLike.MatchString(s) || joinsWords.MatchString(s)) && !notWords.MatchString(s) {
					t.Errorf("%s: %q is for people: move it to library/words/en.yaml", f.at(n), s)
				}
			}
			return true
		})
	}
}

// sentenceLike matches what reads like words to a person: two words in a row, one that
// begins like a sentence, or one with a mark that ends it. notWords matches what reads
// like that and is none: the beginning of a key, a layout of a date, a cron expression, a
// media type, an error of the program, what stands between two names. joinsWords matches
// what joins words by a space.
var (
	sentenceLike = regexp.MustCompile(`\p{L}{2}[,:;.!?]? +[\p{L}%]|^\p{Lu}\p{Ll}{2}|\p{L}{2}[.!?:]$`)
	joinsWords   = regexp.MustCompile(`^[^\n>•]*[\p{L}%,;:()·]+[^\n]* |^ [^ ]|[^>•\n ] $`)
	notWords     = regexp.MustCompile(`^[a-z][a-z.-]*[.:]$|2 Jan|^%d %s|^text/|^not understood: $|^(command|press) $|^%d %d \* \* %d$|^( · |, |\. | \()$`)
)

// isForHost returns whether a call makes an error of the program, a line of the log or a
// panic, which no partner reads.
func isForHost(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "panic"
	case *ast.SelectorExpr:
		switch of := f.X.(type) {
		case *ast.Ident:
			return of.Name == "errors" || of.Name == "fmt" && f.Sel.Name == "Errorf"
		case *ast.SelectorExpr:
			return of.Sel.Name == "Log"
		}
	}
	return false
}
