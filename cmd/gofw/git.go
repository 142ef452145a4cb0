package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"strings"
)

// git runs git in a folder and returns what it prints.
func git(ctx context.Context, dir string, words ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", words...)
	command.Dir = dir
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = errors.New(strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return "", fmt.Errorf("git %s: %w", words[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// tracked lists the files that a branch or commit has in the migrations folder
// of an app, by their names.
func tracked(ctx context.Context, appDir, commit string) ([]string, error) {
	if strings.HasPrefix(commit, "-") {
		return nil, usage("%q is no branch", commit)
	}
	out, err := git(ctx, appDir, "ls-tree", "--name-only", commit, "migrations/")
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(out) {
		names = append(names, path.Base(strings.TrimSpace(line)))
	}
	return names, nil
}

// likelyUpstreams lists what others have probably seen: the other side of a merge
// that goes on or was just made, and the main branch of origin.
func likelyUpstreams(ctx context.Context, dir string) []string {
	var found []string
	for _, name := range []string{"MERGE_HEAD", "HEAD^2", "origin/HEAD", "origin/main", "origin/master"} {
		if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", name+"^{commit}"); err == nil {
			found = append(found, name)
		}
	}
	return found
}
