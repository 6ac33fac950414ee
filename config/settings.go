package config

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/config/strictyaml"
)

// environPrefix begins the name of every variable that overrides a setting.
const environPrefix = "LEANON_"

// settings fills a Config from files and from the environment, and remembers where the
// value of every setting came from, so that a complaint can point there. It walks the
// nodes of a file instead of decoding into the struct, because a decoder's errors speak
// of Go types and may quote a value, and because the line of a decoded value is lost.
type settings struct {
	keys   []string                 // dotted names, in the order of Config
	value  map[string]reflect.Value // by dotted name
	origin map[string]string        // by dotted name: "config.yaml:12" or "LEANON_DATA"
}

func newSettings(c *Config) *settings {
	s := &settings{value: map[string]reflect.Value{}, origin: map[string]string{}}
	s.index("", reflect.ValueOf(c).Elem())
	return s
}

func (s *settings) index(prefix string, v reflect.Value) {
	for i := range v.NumField() {
		key := prefix + v.Type().Field(i).Tag.Get("yaml")
		if v.Field(i).Kind() == reflect.Struct {
			s.index(key+".", v.Field(i))
			continue
		}
		s.keys = append(s.keys, key)
		s.value[key] = v.Field(i)
	}
}

// environName returns the name of the variable that overrides a setting.
func environName(key string) string {
	return environPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// readFile sets what the text of a file says and leaves the rest as it is.
func (s *settings) readFile(name string, text []byte) error {
	document, err := strictyaml.Parse(text)
	var fault *strictyaml.Error
	switch {
	case errors.Is(err, strictyaml.ErrEmpty):
		return nil // a file may be all comments
	case errors.Is(err, strictyaml.ErrSecond) && errors.As(err, &fault):
		return fmt.Errorf("%s:%d: one file holds one configuration; remove the --- above", name, fault.Line)
	case err != nil:
		return fmt.Errorf("%s:%w", name, err)
	}
	if document.Kind != strictyaml.Group {
		return fmt.Errorf("%s:%d: a setting is a name, a colon and a value, such as data: ./data", name, document.Line)
	}
	return s.readGroup(name, "", document)
}

// readGroup sets the settings of one group; prefix is its name with a dot, "" for the
// whole file.
func (s *settings) readGroup(file, prefix string, group strictyaml.Node) error {
	for _, node := range group.Items {
		at := fmt.Sprintf("%s:%d", file, node.Line)
		key := prefix + node.Key
		_, known := s.value[key]
		children := s.children(key)
		var err error
		switch {
		case !known && len(children) == 0:
			err = s.unknown(at, prefix, node.Key)
		case node.Doubled:
			err = fmt.Errorf("%s: %s stands here a second time", at, key)
		case node.Kind == strictyaml.Null: // a name without a value keeps its default
		case known:
			err = s.readValue(at, key, node)
		case node.Kind == strictyaml.Group:
			err = s.readGroup(file, key+".", node)
		default:
			err = fmt.Errorf("%s: %s is a group; its settings (%s) go below it, indented", at, key, strings.Join(children, ", "))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unknown returns the error about a name that is no setting. It does not repeat a name
// that may be a secret.
func (s *settings) unknown(at, prefix, name string) error {
	switch {
	case isSecretName(name):
		return fmt.Errorf("%s: secrets are not read from a file: take this one out and set DISCORD_TOKEN or LEANON_KEY in the environment", at)
	case !isPlainName(name):
		return fmt.Errorf("%s: there is no setting of this name", at)
	}
	return fmt.Errorf("%s: there is no setting %s; %s", at, prefix+name, s.whatThereIs(prefix))
}

// readValue sets one setting; at is its file and line.
func (s *settings) readValue(at, key string, node strictyaml.Node) error {
	wrong := fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
	list, isList := s.value[key].Addr().Interface().(*[]string)
	switch {
	case node.Kind == strictyaml.Alias:
		return fmt.Errorf("%s: %s begins with * and so needs quotes around it", at, key)
	case !isList && node.Kind == strictyaml.Scalar:
		return s.set(at, key, node.Text)
	case !isList || node.Kind != strictyaml.List:
		return wrong
	}
	s.origin[key] = at
	*list = []string{}
	for _, item := range node.Items {
		if item.Kind != strictyaml.Scalar {
			return wrong
		}
		*list = append(*list, item.Text)
	}
	return nil
}

// readEnviron sets what the LEANON_ variables say. One that names no setting is refused,
// as an unknown key is, except those that Kubernetes and Docker set by themselves beside
// a service called leanon.
func (s *settings) readEnviron(environ []string) error {
	keys := map[string]string{}
	for _, key := range s.keys {
		keys[environName(key)] = key
	}
	for _, variable := range environ {
		name, text, _ := strings.Cut(variable, "=")
		key, known := keys[name]
		switch {
		case !strings.HasPrefix(name, environPrefix), isSecretVariable(name):
		case !known && (strings.HasPrefix(name, "LEANON_SERVICE_") || strings.HasPrefix(name, "LEANON_PORT")):
		case !known:
			return fmt.Errorf("%s: there is no such setting; the names are those of config.yaml, such as LEANON_CHECK_IN_ZONE", name)
		default:
			if err := s.set(name, key, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *settings) set(at, key, text string) error {
	s.origin[key] = at
	text = strings.TrimSpace(text)
	var err error
	switch v := s.value[key].Addr().Interface().(type) {
	case *string:
		*v = text
	case *int:
		*v, err = strconv.Atoi(text)
	case *time.Duration:
		*v, err = parseLength(text)
	case *[]string:
		*v = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	case encoding.TextUnmarshaler:
		err = v.UnmarshalText([]byte(text))
	}
	if err != nil {
		return fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
	}
	return nil
}

// parseLength reads a length of time as time.ParseDuration does, such as "90m", and whole
// days of 24 hours in front of it or alone, such as "90d" or "1d12h".
func parseLength(text string) (time.Duration, error) {
	const most = math.MaxInt64 / uint64(24*time.Hour)
	number, rest, hasDays := strings.Cut(text, "d")
	if !hasDays {
		return time.ParseDuration(text)
	}
	days, err := strconv.ParseUint(number, 10, 64)
	if err != nil || days > most {
		return 0, errors.New("not a number of days")
	}
	length := time.Duration(days) * 24 * time.Hour
	if rest == "" {
		return length, nil
	}
	more, err := time.ParseDuration(rest)
	if err != nil || rest[0] == '-' || rest[0] == '+' || length+more < length {
		return 0, errors.New("not a length of time behind the days")
	}
	return length + more, nil
}

// shape returns what a setting of this type must look like, to follow its name.
func shape(v reflect.Value) string {
	switch v.Interface().(type) {
	case int:
		return "must be a whole number"
	case time.Duration:
		return "must be a length of time such as 90m, 24h or 7d"
	case Retention:
		return "must be a length of time such as 90d, or keep"
	case []string:
		return "must be a list such as [a, b]"
	}
	return "must be text, in quotes if need be"
}

// children returns the names directly under a group; none if key is no group.
func (s *settings) children(key string) []string {
	prefix := ""
	if key != "" {
		prefix = key + "."
	}
	var names []string
	for _, k := range s.keys {
		if rest, ok := strings.CutPrefix(k, prefix); ok {
			name, _, _ := strings.Cut(rest, ".")
			names = append(names, name)
		}
	}
	return slices.Compact(names)
}

func (s *settings) whatThereIs(prefix string) string {
	group := strings.TrimSuffix(prefix, ".")
	names := strings.Join(s.children(group), ", ")
	if group == "" {
		return "there are " + names
	}
	return fmt.Sprintf("%s has %s", group, names)
}

// isSecretName reports whether somebody may have put a secret under this name.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"token", "key", "secret", "password"}, func(word string) bool {
		return strings.HasSuffix(name, word)
	})
}

// isPlainName reports whether a name is safe to repeat. What is too odd or too long may
// be a secret pasted in the wrong place: tokens and keys have over 40 characters.
func isPlainName(name string) bool {
	return len(name) <= 40 && regexp.MustCompile(`^[A-Za-z0-9_.-]+$`).MatchString(name)
}

// OneLine joins the lines of a message with single spaces, so that it stays one line of
// a terminal or a log.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
