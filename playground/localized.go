package playground

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// A text of a command may have others beside it, by the locales of those who read them
// (D:interactions/application-commands#localization).

// locales are those that Discord knows (S:AvailableLocalesEnum).
var locales = []string{
	"ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
	"it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
}

// localizations checks the texts of one field in other languages.
func localizations(path string, in map[string]string, most int) error {
	for locale, text := range in {
		if !slices.Contains(locales, locale) {
			return invalid(path, "BASE_TYPE_CHOICES", "Value must be one of the available locales.")
		}
		if err := length(path+"."+locale, text, 1, most); err != nil {
			return err
		}
	}
	return nil
}

// inLocale returns a text as somebody with that locale reads it: their own, that of the
// locale beside theirs, or the default (the same page, "Locale fallback").
func inLocale(locale, text string, in map[string]string) string {
	beside := map[string]string{"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}
	for _, l := range []string{locale, beside[locale]} {
		if own, has := in[l]; has {
			return own
		}
	}
	return text
}

// longest returns how many characters a text has in the language in which it has most:
// only those count towards the size of a command (the same page, "Slash commands").
func longest(text string, in map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, t := range in {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}

// As returns the command as somebody with that locale reads it, without its other texts.
func (c Command) As(locale string) Command {
	c.Description, c.In = inLocale(locale, c.Description, c.In), nil
	c.Options = slices.Clone(c.Options)
	for i, o := range c.Options {
		c.Options[i].Description, c.Options[i].In = inLocale(locale, o.Description, o.In), nil
	}
	return c
}

// inOneLanguage returns the command without its texts in other languages, but with the
// ones for a locale, if one is named (the same page, "Retrieving localized commands").
func (c Command) inOneLanguage(locale string) map[string]json.RawMessage {
	one := func(field map[string]json.RawMessage, text string, in map[string]string) {
		delete(field, "description_localizations")
		if own := inLocale(locale, text, in); locale != "" && len(in) > 0 {
			field["description_localized"] = marshal(own)
		}
	}
	raw := map[string]json.RawMessage{}
	for k, v := range c.raw {
		raw[k] = v
	}
	one(raw, c.Description, c.In)
	var options []map[string]json.RawMessage
	if len(c.Options) > 0 && json.Unmarshal(raw["options"], &options) == nil {
		for i, o := range c.Options {
			one(options[i], o.Description, o.In)
		}
		raw["options"] = marshal(options)
	}
	return raw
}
