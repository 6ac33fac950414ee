package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leanon/config"
	"leanon/config/strictyaml"
)

// composed reads compose.yaml.
func composed(t *testing.T) map[string]any {
	t.Helper()
	text, err := os.ReadFile("compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all, err := strictyaml.Decode[map[string]any](text)
	if err != nil {
		t.Fatalf("compose.yaml:%v", err)
	}
	return all
}

// within returns what stands at a path of keys, nil if nothing does.
func within(node any, keys ...string) any {
	for _, key := range keys {
		under, _ := node.(map[string]any)
		node = under[key]
	}
	return node
}

// texts returns a list as its texts.
func texts(list any) (all []string) {
	items, _ := list.([]any)
	for _, item := range items {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

func TestComposeHandsOverTheSecretsThatLeanonReads(t *testing.T) {
	t.Parallel()
	all := composed(t)
	handed := texts(within(all, "services", "leanon", "secrets"))
	if !slices.Contains(handed, config.TokenVariable) {
		t.Errorf("compose.yaml hands over %q, and no token", handed)
	}
	for _, name := range handed {
		if !slices.Contains(config.SecretVariables(), name) {
			t.Errorf("compose.yaml hands over %s, which leanon does not read", name)
		}
		if got, want := within(all, "services", "leanon", "environment", name+config.FileSuffix), "/run/secrets/"+name; got != want {
			t.Errorf("%s%s: got %v, want %s", name, config.FileSuffix, got, want)
		}
		if within(all, "secrets", name, "file") != "./secrets/"+name {
			t.Errorf("the secret %s is not the file ./secrets/%[1]s", name)
		}
	}
	for _, ignored := range []string{".gitignore", ".dockerignore"} {
		text, err := os.ReadFile(ignored)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^/?secrets/?$`).Match(text) {
			t.Errorf("%s does not leave secrets/ out", ignored)
		}
	}
}

func TestEveryServiceOfComposeMayDoLittle(t *testing.T) {
	t.Parallel()
	services, _ := within(composed(t), "services").(map[string]any)
	for name, service := range services {
		if within(service, "read_only") != true {
			t.Errorf("%s may write to its root file system", name)
		}
		if got := texts(within(service, "cap_drop")); !slices.Contains(got, "ALL") {
			t.Errorf("%s drops the capabilities %q, want ALL", name, got)
		}
		if got := texts(within(service, "security_opt")); !slices.Contains(got, "no-new-privileges:true") {
			t.Errorf("%s has the security options %q, want no-new-privileges:true", name, got)
		}
		for _, not := range []string{"privileged", "cap_add", "network_mode", "pid", "ports"} {
			if within(service, not) != nil {
				t.Errorf("%s has %s", name, not)
			}
		}
	}
	if len(services) == 0 {
		t.Error("compose.yaml has no services")
	}
}

// The image, compose.yaml and leanon agree about where the data is and who says whether
// all is well.
func TestComposeAndTheImageAgree(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	image := string(text)
	data := regexp.MustCompile(`(?m)^ENV LEANON_DATA=(\S+)$`).FindStringSubmatch(image)
	if data == nil || !strings.Contains(image, "\nVOLUME "+data[1]+"\n") {
		t.Fatalf("the Dockerfile has no volume for LEANON_DATA %q", data)
	}
	leanon := within(composed(t), "services", "leanon")
	if got := texts(within(leanon, "volumes")); !slices.Contains(got, "data:"+data[1]) {
		t.Errorf("compose.yaml mounts %q, want the volume at %s", got, data[1])
	}
	health := regexp.MustCompile(`(?m)^HEALTHCHECK (.*) CMD \["(.*)"\]$`).FindStringSubmatch(image)
	if health == nil {
		t.Fatal("the Dockerfile has no HEALTHCHECK")
	}
	if got, want := strings.Join(texts(within(leanon, "healthcheck", "test")), " "), "CMD "+strings.ReplaceAll(health[2], `", "`, " "); got != want {
		t.Errorf("compose.yaml checks by %s, the image by %s", got, want)
	}
	for _, wait := range []string{"interval", "timeout", "start-period", "retries"} {
		key := strings.ReplaceAll(wait, "-", "_")
		if want := fmt.Sprintf("--%s=%v", wait, within(leanon, "healthcheck", key)); !slices.Contains(strings.Fields(health[1]), want) {
			t.Errorf("the image checks with %s, compose.yaml with %s", health[1], want)
		}
	}
	program, command, _ := strings.Cut(strings.ReplaceAll(health[2], `", "`, " "), " ")
	if !strings.Contains(image, `ENTRYPOINT ["`+program+`"]`) {
		t.Errorf("the health check runs %s, which is not the entry point", program)
	}
	if code, stdout, stderr := runs(t, command+" --help"); code != 0 {
		t.Errorf("leanon %s --help: got %d, %s%s", command, code, stdout, stderr)
	}
}
