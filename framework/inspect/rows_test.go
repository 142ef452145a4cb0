package inspect

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/generator"
)

// djangoRows is how Django writes its rows, in the words of each database.
var djangoRows = map[string]string{
	"sqlite": `INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) VALUES (7, 'x', 1, 'ann', '', '', 1, 1, '2024-02-29 12:00:00.123456', '');
INSERT INTO blog_tag (id, name, slug) VALUES (1, 'go', 'go'), (2, 'db', 'db'), (3, 'web', 'web');
INSERT INTO blog_post (id, title, slug, body, status, priority, price, token, extra, views, featured, day, opens, address, cover, raw, published_at, author_id) VALUES (1, 'first', 'first', '', 'in review', 1, 12.5, 'f47ac10b58cc4372a5670e02b2c3d479', '{"a": 1}', 0, 1, '2024-02-29', '15:30:00', '192.0.2.1', '', x'6869', '2024-02-29 12:00:00.123456', 7);
INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1), (1, 3);
INSERT INTO django_session VALUES ('k', 'v', '2024-02-29 12:00:00');
`,
	"postgres": `INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) VALUES (7, 'x', true, 'ann', '', '', true, true, '2024-02-29 12:00:00.123456+00', '');
INSERT INTO blog_tag (id, name, slug) VALUES (1, 'go', 'go'), (2, 'db', 'db'), (3, 'web', 'web');
INSERT INTO blog_post (id, title, slug, body, status, priority, price, token, extra, views, featured, day, opens, address, cover, raw, published_at, author_id) VALUES (1, 'first', 'first', '', 'in review', 1, 12.5, 'f47ac10b-58cc-4372-a567-0e02b2c3d479', '{"a": 1}', 0, true, '2024-02-29', '15:30:00', '192.0.2.1', '', 'hi', '2024-02-29 12:00:00.123456+00', 7);
INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1), (1, 3);
INSERT INTO django_session VALUES ('k', 'v', '2024-02-29 12:00:00+00');
`,
	"mysql": `INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) VALUES (7, 'x', 1, 'ann', '', '', 1, 1, '2024-02-29 12:00:00.123456', '');
INSERT INTO blog_tag (id, name, slug) VALUES (1, 'go', 'go'), (2, 'db', 'db'), (3, 'web', 'web');
INSERT INTO blog_post (id, title, slug, body, status, priority, price, token, extra, views, total, featured, day, opens, address, cover, raw, published_at, author_id) VALUES (1, 'first', 'first', '', 'in review', 1, 12.5, 'f47ac10b-58cc-4372-a567-0e02b2c3d479', '{"a": 1}', 0, 18446744073709551615, 1, '2024-02-29', '15:30:00', '192.0.2.1', '', 'hi', '2024-02-29 12:00:00.123456', 7);
INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1), (1, 3);
INSERT INTO django_session VALUES ('k', 'v', '2024-02-29 12:00:00');
`,
}

// TestRowsAreReadAndWritten builds a program with the models that were written
// of a Django database, and lets it read and change the rows of one.
func TestRowsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds programs")
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			address, token := addressOf(t, dialect), "f47ac10b-58cc-4372-a567-0e02b2c3d479"
			if dialect == "sqlite" {
				token = strings.ReplaceAll(token, "-", "")
			}
			want := strings.ReplaceAll(`first ann 2 In review 12.5 TOKEN {"a":1} true true 2024-02-29 15:30:00 192.0.2.1 2024-02-29 12:00:00 hi
changed ann 1 In review 12.5 TOKEN {"a":1} true false 2024-02-29 15:30:00 192.0.2.1 2024-02-29 12:00:00 hi
2 v
`, "TOKEN", token)
			c := exec.CommandContext(t.Context(), program(t, dialect), address)
			var failed strings.Builder
			c.Stderr = &failed
			out, err := c.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, failed.String())
			}
			if diff := cmp.Diff(want, string(out)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// addressOf makes Django's tables with rows and returns their address.
func addressOf(t *testing.T, dialect string) string {
	t.Helper()
	_, schema := readCase(t, "testdata/django."+dialect+".txtar")
	statements := schema + ";\n" + djangoRows[dialect]
	if dialect == "sqlite" {
		path := filepath.Join(t.TempDir(), "django.db")
		execute(t, openSQLite(t, path), statements)
		return path
	}
	db := open(t, dialect)
	execute(t, db, statements)
	var name string
	if dialect == "mysql" {
		if err := db.QueryRow("SELECT DATABASE()").Scan(&name); err != nil {
			t.Fatal(err)
		}
		return inDatabase(server(t, "GOFW_TEST_MYSQL"), name)
	}
	if err := db.QueryRow("SELECT current_schema()").Scan(&name); err != nil {
		t.Fatal(err)
	}
	return inSchema(t, server(t, "GOFW_TEST_POSTGRES"), name)
}

// program builds testdata/rows with the models of a case.
func program(t *testing.T, dialect string) string {
	t.Helper()
	archive, _ := readCase(t, "testdata/django."+dialect+".txtar")
	dir := siteWith(t, filepath.Join(dialect, "blog"), string(archive.Files[0].Data))
	if _, err := generator.Generate(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, dialect, "blog", "app_gen.go")); err != nil { // it needs the whole framework
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/rows/main.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "main.go"), []byte(strings.ReplaceAll(string(text), "DIALECT", dialect)))
	c := exec.CommandContext(t.Context(), "go", "build", "-mod=mod", "-o", "rows", ".")
	c.Dir = dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return filepath.Join(dir, "rows")
}
