package schema

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// upload settles what a field asks of its files.
func (b *builder) upload(c *Field, f DeclField, t tags) {
	format := Format(f.Type.Basic)
	if format != File && format != Image {
		if t.upload != "" || t.accept != nil || t.largest != 0 || t.width+t.height != "" {
			b.wrong(f.Name, "remove the words, or make the field a media.File or media.Image", "says upload, accept, max, width or height of %s, which is not a file", f.Name)
		}
		return
	}
	if c.Format != "" {
		b.wrong(f.Name, "remove the word", "asks for the format %q on %s, which is a file", c.Format, f.Name)
	}
	c.Format = format
	c.Upload = &Upload{
		Folder: cmp.Or(t.upload, ColumnName(b.decl.App)+"/"+ColumnName(b.decl.Name)),
		Accept: t.accept, Max: t.largest, Width: t.width, Height: t.height,
	}
	if !folderPattern.MatchString(c.Upload.Folder) || !fs.ValidPath(c.Upload.Folder) || strings.HasPrefix(c.Upload.Folder+"/", "pending/") {
		b.wrong(f.Name, "write a path such as upload=photos/%Y/%m, of letters, digits, hyphens, underscores, and %Y, %m, %d for the day", "keeps the files of %s in %q, which is not a folder for files", f.Name, c.Upload.Folder)
	}
	if len(c.Upload.Folder) > 120 {
		b.wrong(f.Name, "choose a shorter path", "keeps the files of %s in a folder whose path has more than 120 characters", f.Name)
	}
	if t.size > 0 && t.size < 255 {
		b.wrong(f.Name, "leave the size out", "leaves %d characters for the key of %s; it may need 255", t.size, f.Name)
	}
	for _, accept := range t.accept {
		if !typePattern.MatchString(accept) {
			b.wrong(f.Name, "write types with spaces between them, such as accept=application/pdf image/*", "accepts %q for %s, which is not a type of content", accept, f.Name)
		}
	}
}

var (
	folderPattern = regexp.MustCompile(`^(?:[A-Za-z0-9_/-]|%[Ymd])+$`)
	typePattern   = regexp.MustCompile(`^[a-z]+/(?:\*|[a-z0-9][a-z0-9.+-]*)$`)
)

// pixels looks for the fields that are filled with the size of a picture.
func (b *builder) pixels() {
	for i := range b.model.Fields {
		u := b.model.Fields[i].Upload
		if u == nil {
			continue
		}
		for _, name := range []string{u.Width, u.Height} {
			switch f := b.model.Field(name); {
			case name == "":
			case b.model.Fields[i].Format != Image:
				b.wrong(b.model.Fields[i].Name, "make it a media.Image, or remove the word", "has a width or height for %s, which is not a picture", b.model.Fields[i].Name)
			case f == nil || f.Kind != BigInt && f.Kind != Integer || f.Relation != nil || f.PrimaryKey:
				b.wrong(b.model.Fields[i].Name, "name a field of type int, or *int", "puts the size of %s into %q, which is not a field for whole numbers", b.model.Fields[i].Name, name)
			default:
				f.ReadOnly = true
			}
		}
	}
}

// ParseSize reads a number of bytes such as 500kB, 10MB or 2GB; a kilobyte is
// 1,000 bytes.
func ParseSize(s string) (int64, error) {
	digits, unit := strings.TrimSpace(s), int64(1)
	for _, u := range []struct {
		name string
		size int64
	}{{"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}} {
		if rest, ok := strings.CutSuffix(digits, u.name); ok {
			digits, unit = strings.TrimSpace(rest), u.size
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt64/unit {
		return 0, fmt.Errorf("%q is not a size: write 500kB, 10MB or 2GB", s)
	}
	return n * unit, nil
}
