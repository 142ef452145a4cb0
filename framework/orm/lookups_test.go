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
	byKey := s.OrderBy(s.ID.Asc())
	cases := filters(byKey, []filter[*Sample]{
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
	return append(cases,
		output("identifiers as an output", orm.List(byKey, s.MaybeCode), "[01234567-89ab-7def-8123-456789abcdef 00000000-0000-0000-0000-000000000000 00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff]"),
		output("addresses as an output", orm.List(byKey, s.Host), "[0.0.0.0 127.0.0.1 2001:db8::1 255.255.255.255]"),
		output("bytes as an output", orm.List(byKey, s.Blob), "[[0] [] [98 121 116 101 115] [255 254 0 39 37]]"),
		output("choices as an output", orm.List(byKey, s.MaybeState), "[published   published]"),
		output("choices of numbers as an output", orm.List(byKey, s.Level), "[1 1 2 2]"),
		output("short numbers as an output", orm.List(byKey, s.Tiny), "[-128 0 7 127]"),
		output("unsigned numbers as an output", orm.List(byKey, s.Wide), "[0 0 9007199254740993 9223372036854775807]"),
		output("floating numbers as an output", orm.List(byKey, s.Single), "[-1.5 0 0.5 3.5]"),
		output("exact numbers as an output", orm.List(byKey, s.MaybeExact), "[-0.001 0 0 999999999.999]"),
		output("times of day as an output", orm.List(byKey, s.Clock), "[00:00:00 09:30:00 12:00:00.5 23:59:59.999999]"),
		output("durations as an output", orm.List(byKey, s.MaybeTook), "[-1m0s 0s 0s 1000h0m0s]"),
		output("the later of two days as an output", orm.List(byKey, orm.Greatest(s.Day, s.MaybeDay)), "[1970-01-01 2024-03-01  9999-12-31]"),
		output("an identifier before as an output", orm.List(byKey.Limit(2), orm.Lag(s.Code, orm.Over(nil, s.ID.Asc()))), "[00000000-0000-0000-0000-000000000000 00000000-0000-0000-0000-000000000000]"),
		output("what a query finds as an output", orm.List(byKey, orm.Subquery[*Sample](orm.List(s.Filter(s.ID.EqF(orm.Outer[*Sample](s.ID))), s.MaybeExact))), "[-0.001 0 0 999999999.999]"),
		output("numbers inside JSON as an output", orm.List(byKey, orm.JSONNumber(s.Tree, "theme", "size")), "[12 0 3.5 0]"),
	)
}

// output is a question for one value of each row.
func output[T any](name string, l *orm.ListQuery[T], want string) question {
	return lists([]list[T]{{name, l, want}})[0]
}
