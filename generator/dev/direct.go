package dev

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// build compiles what has changed and links the binary out, or says that the
// plan is stale. A package whose importers see no difference is compiled alone,
// and a program that is the same as before is not linked.
func (p *plan) build(ctx context.Context, out string) error {
	if err := p.look(); err != nil {
		return err
	}
	for i, s := range p.packages { // what others import comes first
		if !s.due {
			continue
		}
		for file := range s.files { // before they are read: a later edit is seen next time
			s.files.note(file)
		}
		export, object, err := p.compile(ctx, s)
		if err != nil {
			return err
		}
		s.due = false
		p.unlinked = p.unlinked || object
		for _, other := range p.packages[i+1:] {
			other.due = other.due || export && slices.Contains(other.Imports, s.ImportPath)
		}
	}
	if !p.unlinked {
		return nil
	}
	if err := p.linkProgram(ctx, out); err != nil {
		return err
	}
	p.unlinked = false
	return nil
}

// compile compiles a package, and reports whether its importers, and whether
// the linker, see a difference.
func (p *plan) compile(ctx context.Context, s *sitePackage) (export, object bool, err error) {
	sum := sha256.Sum256([]byte(s.ImportPath))
	base := filepath.Join(p.objects, hex.EncodeToString(sum[:8]))
	imports, embeds := base+".imports", base+".embeds"
	if err := p.writeImports(imports, s); err != nil {
		return false, false, err
	}
	name := s.ImportPath
	if s.Name == "main" {
		name = "main"
	}
	args := []string{"-o", base + ".export.new", "-linkobj", base + ".object.new", "-p", name, "-complete", "-nolocalimports", "-pack",
		"-c=" + strconv.Itoa(min(4, runtime.GOMAXPROCS(0))), "-importcfg", imports}
	args = append(args, siteFlags...)
	if s.Module.GoVersion != "" {
		args = append(args, "-lang=go"+language(s.Module.GoVersion))
	}
	if len(s.EmbedPatterns) > 0 {
		if err := writeEmbeds(embeds, s); err != nil {
			return false, false, err
		}
		args = append(args, "-embedcfg", embeds)
	}
	for _, file := range s.GoFiles {
		relative, err := filepath.Rel(p.dir, filepath.Join(s.Dir, file))
		if err != nil {
			return false, false, err
		}
		args = append(args, "."+string(filepath.Separator)+relative)
	}
	if err := run(ctx, p.dir, nil, filepath.Join(p.tools, "compile"), args...); err != nil {
		return false, false, err
	}
	if export, err = replace(base+".export", &p.export, s.ImportPath); err != nil {
		return false, false, err
	}
	object, err = replace(base+".object", &p.link, s.ImportPath)
	return export, object, err
}

// replace puts a new output of the compiler in the place of the one before, and
// reports whether they differ.
func replace(file string, known *map[string]string, importPath string) (bool, error) {
	now, err := os.ReadFile(file + ".new")
	if err != nil {
		return false, err
	}
	before, err := os.ReadFile(file)
	same := err == nil && (*known)[importPath] == file && bytes.Equal(before, now)
	(*known)[importPath] = file
	return !same, os.Rename(file+".new", file)
}

// language is the version of the language: 1.26 of 1.26.8.
func language(version string) string {
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	return major + "." + minor
}

// linkProgram links the binary out.
func (p *plan) linkProgram(ctx context.Context, out string) error {
	var program string
	var config bytes.Buffer
	for importPath, file := range p.link {
		fmt.Fprintf(&config, "packagefile %s=%s\n", importPath, file)
	}
	for _, s := range p.packages {
		if s.Name == "main" {
			program = p.link[s.ImportPath]
		}
	}
	imports := filepath.Join(p.objects, "link.imports")
	if err := os.WriteFile(imports, config.Bytes(), 0o644); err != nil {
		return err
	}
	args := []string{"-o", out + ".new", "-importcfg", imports, "-buildmode=exe", "-s", "-w"}
	if p.godebug != "" {
		args = append(args, "-X=runtime.godebugDefault="+p.godebug)
	}
	if err := run(ctx, p.dir, nil, filepath.Join(p.tools, "link"), append(args, program)...); err != nil {
		return err
	}
	return os.Rename(out+".new", out)
}

// writeImports tells the compiler where packages are.
func (p *plan) writeImports(file string, s *sitePackage) error {
	var config bytes.Buffer
	for from, to := range s.ImportMap {
		fmt.Fprintf(&config, "importmap %s=%s\n", from, to)
	}
	for _, i := range s.Imports {
		if to := s.ImportMap[i]; to != "" {
			i = to
		}
		if p.export[i] != "" {
			fmt.Fprintf(&config, "packagefile %s=%s\n", i, p.export[i])
		}
	}
	return os.WriteFile(file, config.Bytes(), 0o644)
}

// writeEmbeds tells the compiler which files a package embeds.
func writeEmbeds(file string, s *sitePackage) error {
	config := struct {
		Patterns map[string][]string
		Files    map[string]string
	}{map[string][]string{}, map[string]string{}}
	for _, pattern := range s.EmbedPatterns {
		config.Patterns[pattern] = []string{}
		for _, name := range s.EmbedFiles {
			if embeds(pattern, name) {
				config.Patterns[pattern] = append(config.Patterns[pattern], name)
			}
		}
	}
	for _, name := range s.EmbedFiles {
		config.Files[name] = filepath.Join(s.Dir, filepath.FromSlash(name))
	}
	text, err := json.Marshal(config)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// embeds reports whether a pattern of //go:embed matches a file or a folder
// around it. Without "all:", a folder stands for no hidden files in it.
func embeds(pattern, name string) bool {
	pattern, all := strings.CutPrefix(pattern, "all:")
	for around := name; around != "."; around = path.Dir(around) {
		if ok, _ := path.Match(pattern, around); !ok {
			continue
		}
		inside := strings.TrimPrefix(name, around)
		return all || !strings.Contains(inside, "/.") && !strings.Contains(inside, "/_")
	}
	return false
}
