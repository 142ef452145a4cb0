package orm_test

import (
	"net/netip"

	"github.com/google/uuid"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions on what is neither a number, nor a text, nor a time: yes and no,
// choices, identifiers, addresses, bytes.
func kindCases() []question {
	s := Samples
	ip := func(text string) orm.IP { return orm.IP{Addr: netip.MustParseAddr(text)} }
	id := uuid.MustParse("01234567-89ab-7def-8123-456789abcdef")
	return filters(s.OrderBy(s.ID.Asc()), []filter[*Sample]{
		{"yes", s.Flag.IsTrue(), "some high"},
		{"no", s.Flag.IsFalse(), "low zero"},
		{"equal to yes", s.Flag.Eq(true), "some high"},
		{"other than yes", s.Flag.Ne(true), "low zero"},
		{"yes or no in a list", s.Flag.In(true, false), "low zero some high"},
		{"not yes", orm.Not(s.Flag.IsTrue()), "low zero"},
		{"yes that may be missing", s.MaybeFlag.IsTrue(), "low high"},
		{"no that may be missing", s.MaybeFlag.IsFalse(), "zero"},
		{"neither yes nor no", s.MaybeFlag.IsNull(), "some"},
		{"yes or no as another column has it", s.MaybeFlag.EqF(s.Flag), "zero high"},

		{"a choice", s.State.Eq(StatusPublished), "some high"},
		{"another choice", s.State.Ne(StatusPublished), "low zero"},
		{"choices in a list", s.State.In(StatusDraft, StatusPublished), "low zero some high"},
		{"a choice that is none of the declared", s.State.Eq("nosuch"), ""},
		{"a choice as a text", s.State.HasPrefix("pub"), "some high"},
		{"a choice that may be missing", s.MaybeState.Eq(StatusPublished), "low high"},
		{"an empty choice is not a missing one", s.MaybeState.Eq(""), "zero"},
		{"a missing choice", s.MaybeState.IsNull(), "some"},
		{"a choice that may be missing, in a list", s.MaybeState.In("", StatusPublished), "low zero high"},

		{"an identifier", s.Code.Eq(id), "zero"},
		{"an identifier of zeros", s.Code.Eq(uuid.Nil), "low"},
		{"an identifier of ones", s.Code.Eq(uuid.Max), "high"},
		{"an identifier that was written in capitals", s.Code.Eq(uuid.MustParse("01234567-89AB-7DEF-8123-456789ABCDEF")), "zero"},
		{"identifiers in a list", s.Code.In(id, uuid.Max), "zero high"},
		{"another identifier", s.Code.Ne(id), "low some high"},
		{"an identifier in no list", s.Code.In(), ""},
		{"an identifier that may be missing", s.MaybeCode.Eq(id), "low"},
		{"a missing identifier", s.MaybeCode.IsNull(), "some"},
		{"an identifier of zeros is not a missing one", s.MaybeCode.Eq(uuid.Nil), "zero"},
		{"identifiers that are the same", s.MaybeCode.EqF(s.Code), "high"},

		{"an address of IPv4", s.Host.Eq(ip("127.0.0.1")), "zero"},
		{"an address of IPv6", s.Host.Eq(ip("2001:db8::1")), "some"},
		{"an address of IPv6 in its long form", s.Host.Eq(ip("2001:0DB8:0000:0000:0000:0000:0000:0001")), "some"},
		{"addresses in a list", s.Host.In(ip("0.0.0.0"), ip("255.255.255.255")), "low high"},
		{"another address", s.Host.Ne(ip("127.0.0.1")), "low some high"},
		{"an address that may be missing", s.MaybeHost.Eq(ip("::")), "zero"},
		{"a missing address", s.MaybeHost.IsNull(), "some"},
		{"addresses that are the same", s.Host.EqF(s.MaybeHost), "high"},

		{"bytes", s.Blob.Eq([]byte("bytes")), "some"},
		{"bytes that are no text", s.Blob.Eq([]byte{0xff, 0xfe, 0, '\'', '%'}), "high"},
		{"a zero byte", s.Blob.Eq([]byte{0}), "low"},
		{"no bytes", s.Blob.Eq([]byte{}), "zero"},
		{"bytes in a list", s.Blob.In([]byte("bytes"), []byte{0}), "low some"},
		{"other bytes", s.Blob.Ne([]byte("bytes")), "low zero high"},
		{"bytes that nobody has", s.Blob.Eq([]byte{0, 0}), ""},

		{"a column of any kind equals", orm.Equals[*Sample](s.Code, id), "zero"},
		{"a column of any kind is missing", orm.Equals[*Sample](s.MaybeHost, nil), "some"},
		{"a column of any kind by size", orm.Compare[*Sample](s.Large, ">", int64(0)), "some high"},
		{"a column of any kind by size, or the same", orm.Compare[*Sample](s.Exact, "<=", amount("0")), "low zero"},
	})
}
