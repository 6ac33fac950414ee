package host

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"leanon/machine"
	"leanon/store"
)

// fetch brings the copy, decrypted, to a new file at coming, with its log if it is a
// database that another restore has kept aside.
func (r *Restore) fetch(ctx context.Context, coming string) error {
	if info, err := os.Stat(r.File + "-wal"); err == nil && info.Size() > 0 {
		path := store.Path(r.Config.Data)
		return fmt.Errorf("%s-wal is there, so %s was copied while leanon ran and is not whole without it: move %s, its -wal and its -shm away, put these two there as leanon.db and leanon.db-wal, and run %s %s", r.File, r.File, path, Command("restore"), typed(path))
	}
	if err := r.copyFile(ctx, r.File, coming); err != nil {
		return err
	}
	log := r.asideLog()
	if log == "" {
		return nil
	}
	if err := r.copyFile(ctx, log, coming+"-wal"); err != nil {
		return err
	}
	if foreign, err := store.ForeignLog(coming); err != nil || foreign {
		return errors.Join(err, os.Remove(coming+"-wal"))
	}
	return nil
}

// asideLog returns the path of the log of a database that another restore has kept aside,
// "" if the copy is none, or has none.
func (r *Restore) asideLog() string {
	dir := r.Config.Data
	if !same(filepath.Dir(r.File), dir) {
		return ""
	}
	log := store.AsideLog(store.Path(dir), filepath.Join(dir, filepath.Base(r.File)))
	if info, err := os.Stat(log); log == "" || err != nil || info.Size() == 0 {
		return ""
	}
	return log
}

// same says whether two paths are one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// copyFile copies a file, decrypted, to a new one of the directory's owner's alone, on the
// disk when it returns.
func (r *Restore) copyFile(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file; name the copy of leanon.db to put back", from)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, Cause(err))
	}
	defer in.Close()
	if info, err := in.Stat(); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: name the copy of leanon.db itself", from)
	}
	plain, err := r.decrypted(in, from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		machine.LeaveToDirectory(out)
		if err = machine.KeepAlone(to); err == nil {
			_, err = io.Copy(out, untilEnd{ctx, plain})
		}
		if err == nil {
			err = out.Sync()
		}
		err = errors.Join(err, out.Close())
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errTornApart):
		return err
	}
	return fmt.Errorf("%s cannot be copied to %s: %w", from, to, Cause(err))
}

// untilEnd is a reader that ends with a context.
type untilEnd struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, or returns the error of the context.
func (u untilEnd) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}

// errTornApart is wrapped by the sentence about an encrypted copy that is not whole.
var errTornApart = errors.New("is damaged, or only a part of a copy: name another copy")

// tornApart is a reader of an encrypted copy, whose errors name it.
type tornApart struct {
	r    io.Reader
	from string
}

// Read reads, and says of what is not as it was encrypted that the copy is damaged.
func (t tornApart) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if path := (*fs.PathError)(nil); err != nil && err != io.EOF && !errors.As(err, &path) {
		err = fmt.Errorf("%s %w", t.from, errTornApart)
	}
	return n, err
}

const (
	ageBegins     = "age-encryption.org/"
	armoredBegins = armor.Header
)

// decrypted returns what a file holds, decrypted with the identity if it is encrypted.
func (r *Restore) decrypted(in io.Reader, from string) (io.Reader, error) {
	raw := bufio.NewReader(in)
	head, _ := raw.Peek(len(armoredBegins))
	var sealed io.Reader = raw
	switch {
	case strings.HasPrefix(string(head), armoredBegins):
		sealed = armor.NewReader(raw)
	case !strings.HasPrefix(string(head), ageBegins):
		return raw, nil
	}
	if r.Identity == "" {
		return nil, fmt.Errorf("%s is encrypted with age: name the file with the identity that opens it, as in %s --identity identity.txt %s", from, Command("restore"), from)
	}
	who, err := identities(r.Identity)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(sealed, who...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, fmt.Errorf("no identity in %s opens %s: name the file with one that it was encrypted for", r.Identity, from)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w", from, errTornApart)
	}
	return tornApart{plain, from}, nil
}

// identities reads a file as age-keygen writes it. Its errors never repeat what it holds.
func identities(path string) ([]age.Identity, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w; name the file with your age identity", path, Cause(err))
	}
	defer file.Close()
	all, err := age.ParseIdentities(file)
	if err != nil {
		return nil, fmt.Errorf("%s holds no identity of age that can be used as it is: it is a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it; where the file itself is encrypted, decrypt it with age -d first", path)
	}
	return all, nil
}
