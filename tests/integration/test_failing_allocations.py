#!/usr/bin/env python3
"""Each allocation of a run fails in turn, whoever makes it: the program, the C library, libfyaml, libcsv, HDF5.

The run then ends with exit status 3 and one message and leaves nothing, or an output that can be read, does not say that
it is complete unless it is, and is right as far as it goes; or it does without and gives the same results. HDF5 and libgomp do not
survive everything (docs/decisions/0008-failures.md): where a run ends inside them, the same must hold of what is left.

There are tens of thousands of allocations. This takes the first of each place of the program and library, and some
others; CATCHMENT_FAILURES=all takes all with one thread, and one in seven where what fails is not the same each time or is all
that comes after.
"""

import collections
import os
import random
import re
import sys
import unittest

import faults

UNTIL = "2008-06-01"
ALL = os.environ.get("CATCHMENT_FAILURES") == "all"
OTHERS = 60
FATAL = ("libhdf5", "libgomp", "libfyaml.so.0 fy_parser_set_string")
HEAP = re.compile(r"libc\.so\.6 (__libc_)?(malloc|calloc|realloc|free)")


def ended_inside(report):
    """The library and function in which the run ended, if it is one of those that do not survive. HDF5 may also break the heap on
    its way out of a failure, which the allocator meets later."""
    lines = [line.partition(" ")[::2] for line in report.splitlines()]
    failed_in_hdf5 = any(what == "failed" and "libhdf5" in where for what, where in lines)
    for what, where in lines:
        if what in ("crashed", "left") and where.startswith(FATAL):
            return where
        if what == "crashed" and failed_in_hdf5 and HEAP.match(where):
            return "heap broken by libhdf5"
    return None


class Allocations(unittest.TestCase):
    maxDiff = None  # all that was wrong

    def fail_each(self, numbers, threads, onwards=False):
        """How often each kind of end came. With several threads the n-th is not the same each time."""
        arguments = faults.arguments_of(UNTIL, threads)
        good = faults.good_output(arguments)
        plan = faults.faults("allocation", onwards=onwards)
        run = faults.run_with_failure if threads == 1 else faults.run_alone

        def attempt(number):
            with run(arguments, plan, number) as (ended, report):
                return self.kind(ended, good, report)

        ends, wrong = faults.each(attempt, numbers)
        kinds = collections.Counter(ends.values())
        print(f"{threads} threads: {len(numbers)} of the allocations failed", dict(kinds))
        self.assertEqual(wrong, [])
        return kinds

    def kind(self, run, good, report):
        where = ended_inside(report)
        if where is not None:
            faults.check_left(run, good, strays=True)
            return where
        if run.status == 0:
            if run.messages:
                raise faults.Wrong(run.said())
            faults.check_complete(run, good)
            return "done without"
        faults.check_message(run)
        return "nothing left" if faults.check_left(run, good) is None else "output left"

    def test_with_one_thread(self):
        number, ways = faults.count(faults.arguments_of(UNTIL), "allocation")
        self.assertGreater(number, 10000)
        places = {}
        for first, module, place in ways:
            places.setdefault((module, place), first)
        numbers = set(range(1, number + 1)) if ALL else set(places.values()) | some_of(number, OTHERS)
        kinds = self.fail_each(sorted(numbers), 1)
        self.assertGreater(kinds["nothing left"], 50)
        self.assertGreater(kinds["output left"], 0)

    def test_with_two_threads(self):
        number, _ = faults.count(faults.arguments_of(UNTIL, 2), "allocation")
        self.fail_each(few_of(number), 2)

    def test_what_comes_after_fails_too(self):
        """Memory is short from some moment on, as it is in life."""
        number, _ = faults.count(faults.arguments_of(UNTIL), "allocation")
        self.fail_each(few_of(number), 1, onwards=True)


def few_of(number):
    return list(range(1, number + 1, 7)) if ALL else sorted(some_of(number, OTHERS))


def some_of(number, count):
    """So many of them, the same each time: half from the first thousand, where most of the program's own are."""
    chance = random.Random(number)
    early = min(1000, number)
    return {chance.randint(1, early) for _ in range(count // 2)} | {chance.randint(1, number) for _ in range(count // 2)}


if __name__ == "__main__":
    sys.exit(unittest.main())
