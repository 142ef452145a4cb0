// Command bench measures gofw against its bars.
//
//	go run -C tools/bench .                # every row, about five minutes
//	go run -C tools/bench . --quick        # fewer repetitions, about a minute
//	go run -C tools/bench . list reload    # these rows
//
// The rows are
//
//	generate  gofw generate of 50 models of ten fields, in a fresh process
//	start     the example site's program, from its start to its first page
//	reload    an edit under gofw runserver, until the new page is there
//	list      a page of 25 joined rows and their count, side by side with the
//	          same page by hand and with GORM
//	orm       queries and changes of gofw's orm, beside the same by hand and with
//	          GORM, ent and bob, on each engine; PostgreSQL if GOFW_TEST_POSTGRES is
//	          the address of a server, on which schemas are made and dropped
//	compile   a hundred models, with and without their companions
//	writers   eight goroutines that read and write one SQLite database at once, as
//	          GORM's driver opens it and as gofw does
//
// Every figure is a median and stands beside its bar and the command that made
// it. Ratios are measured in one run, in rounds that take turns, so that what
// else the machine does meets everyone; where a server is involved they are
// about its CPU time (elsewhere than on Linux: about time on the clock). A first
// run also compiles SQLite, twice, which takes some minutes and is not measured.
//
// Everything is made in a temporary folder and removed, servers listen on
// 127.0.0.1 alone, and whatever was started is stopped, also by Ctrl-C. The exit
// status is 0 if every bar is met, 1 if one is not or could not be measured, 2
// for a command line that makes no sense.
//
// The contenders of the row list are in the folder contenders, each as small as
// it is meant to be read; those of the row orm are in contenders/queries, a module
// of its own for what they need. What ent generates there is in no commit: the
// row makes it.
package main
