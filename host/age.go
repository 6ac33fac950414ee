package host

import (
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// recipients reads who a copy is encrypted for, as `age -r` takes them. setting names
// where they stand. Its errors repeat none of them, because one may be a secret.
func recipients(setting string, texts []string) (all []age.Recipient, err error) {
	for _, text := range texts {
		if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "AGE-SECRET-KEY-") {
			return nil, fmt.Errorf("%s names an identity, which is secret, in place of a recipient: name what age-keygen -y prints for it, which begins with age1, and make a new identity, because this one may have been seen", setting)
		}
		one, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s names something that is no recipient of age: one begins with age1, and age-keygen prints it", setting)
		}
		all = append(all, one...)
	}
	if len(all) > 0 {
		if _, err := age.Encrypt(io.Discard, all...); err != nil {
			return nil, fmt.Errorf("%s names recipients that age does not put together: name only those that begin with age1pq1, or only others", setting)
		}
	}
	return all, nil
}

// encrypted returns a writer that encrypts what it gets for recipients, and writes it to w
// as it is where there are none. The caller closes it.
func encrypted(w io.Writer, to []age.Recipient) (io.WriteCloser, error) {
	if len(to) == 0 {
		return asItIs{w}, nil
	}
	return age.Encrypt(w, to...)
}

// asItIs is a writer with nothing to close.
type asItIs struct{ io.Writer }

func (asItIs) Close() error { return nil }
