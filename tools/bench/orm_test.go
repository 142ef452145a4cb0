package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/tools/bench/contenders/result"
)

// aReport is a report in the words of the program that makes it.
func aReport(t *testing.T) result.Report {
	t.Helper()
	var r result.Report
	err := json.Unmarshal([]byte(`{"Operations":[
		{"Name":"get","Contenders":[
			{"Name":"by hand, prepared","Costs":[10000,30000,10000],"Allocs":40,"Bytes":2000},
			{"Name":"by hand, cache","Costs":[5000,15000,5000],"Allocs":38,"Bytes":1900},
			{"Name":"ent","Costs":[30000,90000,30000],"Allocs":180,"Bytes":7600},
			{"Name":"bob","Costs":[20000,60000,20000],"Allocs":150,"Bytes":8200},
			{"Name":"gofw","Costs":[12000,36000,12000],"Allocs":67,"Bytes":5200}]},
		{"Name":"insert","Writes":true,"Contenders":[
			{"Name":"by hand, prepared","Costs":[10000],"Allocs":20,"Bytes":1300},
			{"Name":"ent","Costs":[11000],"Allocs":117,"Bytes":6100},
			{"Name":"gofw","Costs":[12000],"Allocs":51,"Bytes":4100}]}]}`), &r)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadsAndWritesHaveTheirBars(t *testing.T) {
	t.Parallel()
	type line struct{ What, Value, Bar, Verdict string }
	for _, tc := range []struct {
		name   string
		engine ormEngine
		want   []line
	}{
		{"with bars", ormEngine{name: "E", read: 1.15, write: 1.6}, []line{
			{"E: get against by hand", "1.20 ×", "≤ 1.15 ×", "below"},
			{"E: get of bob against gofw", "1.67 ×", "≥ 1.00 ×", "pass"},
			{"E: insert against by hand", "1.20 ×", "≤ 1.60 ×", "pass"},
			{"E: insert of ent against gofw", "0.92 ×", "≥ 1.00 ×", "below"},
		}},
		{"without a bar against hand-written SQL", ormEngine{name: "E"}, []line{
			{"E: get against by hand", "1.20 ×", "", "-"},
			{"E: get of bob against gofw", "1.67 ×", "≥ 1.00 ×", "pass"},
			{"E: insert against by hand", "1.20 ×", "", "-"},
			{"E: insert of ent against gofw", "0.92 ×", "≥ 1.00 ×", "below"},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var got []line
			for _, f := range tc.engine.figures(aReport(t)) {
				got = append(got, line{f.what, f.value, f.bar, f.verdict()})
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearestRival(t *testing.T) {
	t.Parallel()
	contender := func(name string, cost time.Duration) result.Contender {
		return result.Contender{Name: name, Costs: []time.Duration{cost}}
	}
	for _, tc := range []struct {
		name string
		in   []result.Contender
		want string
	}{
		{"nobody but gofw and SQL by hand", []result.Contender{contender(result.Prepared, 1), contender(result.Cached, 1), contender(result.Gofw, 2)}, ""},
		{"the cheapest", []result.Contender{contender("a", 3), contender("b", 2), contender(result.Gofw, 1)}, "b"},
		{"the first of equals", []result.Contender{contender("a", 2), contender("b", 2)}, "a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := nearest(result.Operation{Contenders: tc.in}); got != tc.want {
				t.Errorf("nearest is %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTablesOfOperations(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	showOperations(&out, "E", aReport(t))
	var got [][]string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Fields(strings.ReplaceAll(strings.ReplaceAll(line, " / ", "/"), " ×", "×")))
	}
	want := [][]string{
		strings.Fields("E: CPU time of an operation"),
		strings.Fields("by hand, prepared by hand, cache ent bob gofw"),
		strings.Fields("get 10.0 µs 0.50× 3.00× 2.00× 1.20×"),
		strings.Fields("insert 10.0 µs - 1.10× - 1.20×"),
		strings.Fields("E: allocations of an operation, and their kB"),
		strings.Fields("by hand, prepared by hand, cache ent bob gofw"),
		strings.Fields("get 40/2.0 38/1.9 180/7.6 150/8.2 67/5.2"),
		strings.Fields("insert 20/1.3 - 117/6.1 - 51/4.1"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
