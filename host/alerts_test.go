package host

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

func TestTheAlertRulesAskForMetricsThatExistAndStandOnThePage(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile(filepath.Join("..", "release", "alerts.yml"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := builds(t)
	there := p.metrics.shown(t)
	for _, m := range regexp.MustCompile(`(?m)^        expr: (.*)$`).FindAllStringSubmatch(string(rules), -1) {
		for _, name := range regexp.MustCompile(`\b(?:leanon|process)_\w+`).FindAllString(m[1], -1) {
			if _, ok := there[name]; !ok {
				t.Errorf("%q asks for %s, which is not there", m[1], name)
			}
		}
	}
	var alerts, said []string
	for _, m := range regexp.MustCompile(`(?m)^      - alert: (\w+)$`).FindAllStringSubmatch(string(rules), -1) {
		alerts = append(alerts, m[1])
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `(Leanon\\w+)` \\|").FindAllStringSubmatch(page(t), -1) {
		said = append(said, m[1])
	}
	if len(alerts) == 0 || !slices.Equal(alerts, said) {
		t.Errorf("release/alerts.yml has the alerts %v, and docs/metrics.md %v", alerts, said)
	}
}

func TestPrometheusTakesTheAlertRules(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("promtool"); err != nil && os.Getenv("PROMTOOL") == "" {
		t.Skip("there is no promtool: the alert rules are not tried here")
	}
	if said, err := exec.Command(filepath.Join("..", "release", "alerts-check")).CombinedOutput(); err != nil {
		t.Errorf("release/alerts-check: %v\n%s", err, said)
	}
}
