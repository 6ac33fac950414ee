package playground

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// walker checks a tree of components and turns it into what Discord stores: it numbers
// each component, fills in defaults and removes nulls (D:components/reference).
type walker struct {
	modal, v2 bool
	ids       map[string]bool
	total     int
	text      int
	number    int
}

// allowedAtTop returns whether a type of component may stand at the top level.
func (w *walker) allowedAtTop(kind int) bool {
	switch {
	case w.modal:
		return kind == typeRow || kind == typeText || kind == typeLabel
	case w.v2:
		return kind == typeRow || kind >= typeSection && kind <= 14 && kind != 11 || kind == typeContainer
	}
	return kind == typeRow
}

func (w *walker) top(tree []map[string]any, at string) error {
	switch {
	case w.modal && (len(tree) < 1 || len(tree) > 5):
		return invalid(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
	case !w.modal && !w.v2 && len(tree) > maxRows:
		return invalid(at, "BASE_TYPE_BAD_LENGTH", "Must be %d or fewer in length.", maxRows)
	}
	for i, c := range tree {
		here := fmt.Sprintf("%s[%d]", at, i)
		kind := number(c["type"])
		if !w.allowedAtTop(kind) {
			return invalid(here+".type", "UNION_TYPE_CHOICES", "component type %d cannot stand here", kind)
		}
		if err := w.walk(c, here); err != nil {
			return err
		}
	}
	switch {
	case w.v2 && w.total > maxComponents:
		return invalid(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "at most %d components", maxComponents)
	case w.text > maxTextDisplays:
		return invalid(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "at most %d characters", maxTextDisplays)
	}
	return nil
}

func (w *walker) walk(c map[string]any, at string) error {
	w.total++
	w.number++
	dropNulls(c)
	if number(c["id"]) == 0 {
		c["id"] = w.number
	}
	if id, sent := c["custom_id"]; sent {
		if err := w.customID(id, at+".custom_id"); err != nil {
			return err
		}
	}
	if err := w.component(c, at); err != nil {
		return err
	}
	for i, kid := range children(c) {
		if err := w.walk(kid, fmt.Sprintf("%s.components[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) customID(v any, at string) error {
	id, _ := v.(string)
	if err := length(at, id, 1, maxCustomID); err != nil {
		return err
	}
	if w.ids[id] {
		return invalid(at, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	w.ids[id] = true
	return nil
}

// component checks one component by the rules of its type.
func (w *walker) component(c map[string]any, at string) error {
	switch kind := number(c["type"]); kind {
	case typeRow:
		return w.row(c, at)
	case typeButton:
		return button(c, at)
	case typeSelect:
		return stringSelect(c, at)
	case 5, 6, 7, 8:
		if c["custom_id"] == nil {
			return invalid(at+".custom_id", "BASE_TYPE_REQUIRED", "This field is required")
		}
		fill(c, map[string]any{"min_values": 1, "max_values": 1})
		return length(at+".placeholder", str(c["placeholder"]), 0, 150)
	case typeTextInput:
		return textInput(c, at)
	case typeText:
		w.text += utf8.RuneCountInString(str(c["content"]))
		return length(at+".content", str(c["content"]), 1, maxTextDisplays)
	case typeLabel:
		return label(c, at)
	case typeSection:
		if c["accessory"] == nil || len(children(c)) < 2 || len(children(c)) > 4 {
			return invalid(at, "BASE_TYPE_REQUIRED", "a section has an accessory and 1 to 3 texts")
		}
	case 14:
		fill(c, map[string]any{"divider": true, "spacing": 1})
	case typeContainer:
		fill(c, map[string]any{"spoiler": false, "accent_color": nil})
	}
	return nil
}

// row checks an action row: up to five buttons or one select; in a modal one text input.
func (w *walker) row(c map[string]any, at string) error {
	kids := children(c)
	if len(kids) < 1 || len(kids) > maxInRow {
		return invalid(at+".components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxInRow)
	}
	for _, kid := range kids {
		kind := number(kid["type"])
		switch {
		case w.modal && (kind != typeTextInput || len(kids) > 1):
			return invalid(at+".components", "UNION_TYPE_CHOICES", "in a modal a row holds one text input")
		case !w.modal && kind != typeButton && (kind == typeTextInput || kind < typeSelect || kind > 8 || len(kids) > 1):
			return invalid(at+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "a row holds up to 5 buttons or 1 select")
		}
	}
	return nil
}

// label checks a label of a modal: it holds one input, whose words are the label's own.
func label(c map[string]any, at string) error {
	kids := children(c)
	if len(kids) != 1 || c["component"] == nil {
		return invalid(at+".component", "BASE_TYPE_REQUIRED", "This field is required")
	}
	switch kind := number(kids[0]["type"]); {
	case kind != typeSelect && kind != typeTextInput && (kind < 5 || kind > 8) && kind != 19 && (kind < 21 || kind > 23):
		return invalid(at+".component.type", "UNION_TYPE_CHOICES", "component type %d cannot stand in a label", kind)
	case kids[0]["disabled"] == true:
		return invalid(at+".component.disabled", "MODAL_COMPONENT_DISABLED", "nothing in a modal is disabled")
	}
	if err := length(at+".description", str(c["description"]), 0, 100); err != nil {
		return err
	}
	return length(at+".label", str(c["label"]), 1, 45)
}

func button(c map[string]any, at string) error {
	id, link, style := str(c["custom_id"]), str(c["url"]), number(c["style"])
	switch {
	case style < 1 || style > 6:
		return invalid(at+".style", "BASE_TYPE_CHOICES", "style is 1 to 6")
	case style == styleLink && (link == "" || id != ""):
		return invalid(at+".url", "BASE_TYPE_REQUIRED", "a link button has a url and no custom_id")
	case style < styleLink && (id == "" || link != ""):
		return invalid(at+".custom_id", "BASE_TYPE_REQUIRED", "a button has a custom_id and no url")
	case str(c["label"]) == "" && c["emoji"] == nil && style != 6:
		return invalid(at+".label", "BUTTON_COMPONENT_INVALID", "a button has a label or an emoji")
	}
	if err := length(at+".url", link, 0, 512); err != nil {
		return err
	}
	return length(at+".label", str(c["label"]), 0, 80)
}

func stringSelect(c map[string]any, at string) error {
	options, _ := c["options"].([]any)
	fill(c, map[string]any{"min_values": 1, "max_values": 1})
	low, high := number(c["min_values"]), number(c["max_values"])
	switch {
	case c["custom_id"] == nil:
		return invalid(at+".custom_id", "BASE_TYPE_REQUIRED", "This field is required")
	case len(options) < 1 || len(options) > 25:
		return invalid(at+".options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
	case low < 0 || high < 1 || low > high || high > len(options):
		return invalid(at+".max_values", "SELECT_COMPONENT_MAX_VALUES", "0 <= min_values <= max_values <= options")
	}
	if err := length(at+".placeholder", str(c["placeholder"]), 0, 150); err != nil {
		return err
	}
	seen, chosen := map[string]bool{}, 0
	for i, x := range options {
		o, _ := x.(map[string]any)
		here := fmt.Sprintf("%s.options[%d]", at, i)
		for _, err := range []error{length(here+".label", str(o["label"]), 1, 100), length(here+".value", str(o["value"]), 1, 100), length(here+".description", str(o["description"]), 0, 100)} {
			if err != nil {
				return err
			}
		}
		if seen[str(o["value"])] {
			return invalid(here+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[str(o["value"])] = true
		if o["default"] == true {
			chosen++
		}
	}
	if chosen > high {
		return invalid(at+".options", "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "more defaults than max_values")
	}
	return nil
}

func textInput(c map[string]any, at string) error {
	if style := number(c["style"]); style != 1 && style != 2 {
		return invalid(at+".style", "BASE_TYPE_CHOICES", "style is 1 or 2")
	}
	if c["custom_id"] == nil {
		return invalid(at+".custom_id", "BASE_TYPE_REQUIRED", "This field is required")
	}
	low, high := number(c["min_length"]), 4000
	if c["max_length"] != nil {
		high = number(c["max_length"])
	}
	if low < 0 || high < 1 || high > 4000 || low > high {
		return invalid(at+".max_length", "NUMBER_TYPE_MAX", "lengths are 0 to 4000")
	}
	for _, err := range []error{length(at+".label", str(c["label"]), 0, 45), length(at+".placeholder", str(c["placeholder"]), 0, 100), length(at+".value", str(c["value"]), 0, high)} {
		if err != nil {
			return err
		}
	}
	return nil
}

func children(c map[string]any) []map[string]any {
	var out []map[string]any
	list, _ := c["components"].([]any)
	for _, x := range append(append([]any(nil), list...), c["accessory"], c["component"]) {
		if kid, is := x.(map[string]any); is {
			out = append(out, kid)
		}
	}
	return out
}

func fill(c map[string]any, defaults map[string]any) {
	for k, v := range defaults {
		if _, set := c[k]; !set {
			c[k] = v
		}
	}
}

func str(v any) string { s, _ := v.(string); return s }

func number(v any) int {
	switch n := v.(type) {
	case float64:
		return int(n)
	case int:
		return n
	}
	return 0
}

func normalComponents(tree []map[string]any) json.RawMessage {
	if len(tree) == 0 {
		return nil
	}
	return marshal(tree)
}
