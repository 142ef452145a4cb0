package media

import (
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// shown is what is told about files by their extension. Those that are not
// listed are downloads of no particular type: a browser that draws a page from
// somebody's upload would draw it as a page of the site.
var shown = map[string]struct {
	mime   string
	inline bool // browsers may show it in place
}{
	".png": {"image/png", true}, ".jpg": {"image/jpeg", true}, ".jpeg": {"image/jpeg", true}, ".gif": {"image/gif", true},
	".webp": {"image/webp", true}, ".avif": {"image/avif", true}, ".pdf": {"application/pdf", true},
	".mp3": {"audio/mpeg", true}, ".m4a": {"audio/mp4", true}, ".ogg": {"audio/ogg", true}, ".oga": {"audio/ogg", true}, ".opus": {"audio/ogg", true},
	".wav": {"audio/wav", true}, ".flac": {"audio/flac", true}, ".aac": {"audio/aac", true},
	".mp4": {"video/mp4", true}, ".webm": {"video/webm", true}, ".ogv": {"video/ogg", true}, ".mov": {"video/quicktime", true},
	".txt": {"text/plain; charset=utf-8", true}, ".md": {"text/plain; charset=utf-8", true}, ".log": {"text/plain; charset=utf-8", true},
	".csv": {"text/csv; charset=utf-8", false}, ".tsv": {"text/tab-separated-values; charset=utf-8", false}, ".vcf": {"text/vcard; charset=utf-8", false},
	".ics": {"text/calendar; charset=utf-8", false}, ".json": {"application/json", false}, ".xml": {"application/xml", false}, ".svg": {"image/svg+xml", false},
	".zip": {"application/zip", false}, ".gz": {"application/gzip", false}, ".tar": {"application/x-tar", false}, ".epub": {"application/epub+zip", false},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false},
	".pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", false},
	".odt":  {"application/vnd.oasis.opendocument.text", false}, ".ods": {"application/vnd.oasis.opendocument.spreadsheet", false},
	".doc": {"application/msword", false}, ".xls": {"application/vnd.ms-excel", false}, ".rtf": {"application/rtf", false},
}

// head is how much of a file is looked at to see what it is.
const head = 3072

// kind is what a file is, by its content.
type kind struct {
	*mimetype.MIME
	ext string // of the name that came with it
}

// look sees what a file is from its beginning and its name.
func look(beginning []byte, ext string) kind { return kind{mimetype.Detect(beginning), ext} }

// loose reports content that does not say what it is: text, and containers
// that many formats share. There the name decides.
func (k kind) loose() bool {
	for m := k.MIME; m != nil; m = m.Parent() {
		if m.Is("text/plain") {
			return true
		}
	}
	return k.Is("application/octet-stream") || k.Is("application/zip") || k.Is("application/x-ole-storage")
}

// extension is what the file's name should end in: its own, unless the content
// is another.
func (k kind) extension() string {
	switch {
	case !k.loose() && k.same(k.ext):
		return k.ext
	case !k.loose():
		return k.Extension()
	case shown[k.ext].inline && !strings.HasPrefix(shown[k.ext].mime, "text/"), k.ext == "":
		return k.Extension() // says that it is a picture, and is not
	}
	return k.ext
}

// same reports whether an extension is one of the content's type.
func (k kind) same(ext string) bool {
	return ext == k.Extension() || shown[ext].mime != "" && k.Is(bare(shown[ext].mime))
}

// bare is a type without parameters.
func bare(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	return mime
}

// mime is the type for people and rules. A text is what its name says it is, if
// that is a text too.
func (k kind) mime() string {
	if named := bare(shown[k.ext].mime); k.loose() && strings.HasPrefix(named, "text/") {
		return named
	}
	return bare(k.String())
}

// accepted reports whether the content is among the types: "image/png",
// "image/*". No types accept all.
func (k kind) accepted(types []string) bool {
	return len(types) == 0 || slices.ContainsFunc(types, func(t string) bool {
		family, any := strings.CutSuffix(t, "/*")
		return any && strings.HasPrefix(k.mime(), family+"/") || k.mime() == t || k.Is(t)
	})
}
