#!/usr/bin/env python3
"""Each change of the output file fails in turn, and the run is killed before, in and after each: what was flushed stays
readable and right.

A run of seven months flushes twice and once more at its end. The n-th open, write, truncation, sync, naming or closing of
the output fails, once or from then on; or half of a write is done; or a signal comes. Environment: CATCHMENT_FAILURES=all
takes every n for every way of failing, and looks at every tenth output in all detail; else each way takes some, evenly
spread.
"""

import errno
import os
import signal
import sys
import unittest

import faults

UNTIL = "2008-11-01"
MONTHS = 7
AGAIN = "done at the second attempt"
SAMPLE = 12
ALL = os.environ.get("CATCHMENT_FAILURES") == "all"
NAMES = {errno.ENOSPC: "No space left on device", errno.EIO: "Input/output error"}


class Writes(unittest.TestCase):
    maxDiff = None  # all that was wrong

    @classmethod
    def setUpClass(cls):
        # Whoever is started in the background is told to ignore it, and so would the runs.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cls.arguments = faults.arguments_of(UNTIL)
        cls.good = faults.good_output(cls.arguments)
        cls.number, _ = faults.count(cls.arguments, "file")
        assert cls.good.months == MONTHS and cls.number > 300, (cls.good.months, cls.number)

    def numbers(self, first):
        """All of them, or every so many."""
        return range(1, self.number + 1) if ALL else range(first, self.number + 1, self.number // SAMPLE)

    def months_left(self, numbers, expect, how, **others):
        """The months that are left, by number. `expect` looks at how the run ended."""

        plan = faults.faults("file", how, **others)

        def attempt(number):
            with faults.run_with_failure(self.arguments, plan, number) as (ended, _):
                return expect(ended, ALL and number % 10 != 0)

        left, wrong = faults.each(attempt, numbers)
        self.assertEqual(wrong, [])
        return left

    def failed(self, words):
        def expect(run, quickly):
            if run.status == 0:  # HDF5 tried again
                faults.check_complete(run, self.good)
                return AGAIN
            faults.check_message(run, str(run.path), *words)
            return faults.check_left(run, self.good, quickly=quickly)

        return expect

    def killed(self, number):
        def expect(run, quickly):
            if run.status != -number:
                raise faults.Wrong(f"in place of signal {number}: {run.said()}")
            return faults.check_left(run, self.good, strays=True, quickly=quickly)

        return expect

    def check_course(self, left):
        """Nothing at first; then an output that gains a flush at a time and never loses one."""
        months = [months for _, months in sorted(left.items()) if months != AGAIN]
        self.assertGreater(len(months), len(left) - 3 - len(left) // 50)
        begun = next(i for i, found in enumerate(months) if found is not None)
        self.assertEqual(months[:begun], [None] * begun)
        self.assertEqual(months[begun:], sorted(months[begun:]))
        self.assertLessEqual({0, 3, 6}, set(months[begun:]))
        self.assertLessEqual(set(months), {None, 0, 3, 6, MONTHS})

    def test_a_write_that_fails_stops_the_run(self):
        ways = [(errno.ENOSPC, True), (errno.EIO, False), (errno.EIO, True), (errno.ENOSPC, False)]
        for way, (error, onwards) in enumerate(ways):
            with self.subTest(error=errno.errorcode[error], onwards=onwards):
                numbers = self.numbers(1 + 3 * way)
                self.check_course(self.months_left(numbers, self.failed([NAMES[error]]), error, onwards=onwards))

    def test_a_disk_that_is_full_in_the_middle_of_a_write_stops_the_run(self):
        numbers = self.numbers(13)
        self.check_course(self.months_left(numbers, self.failed([NAMES[errno.ENOSPC]]), "half", onwards=True))

    def test_a_kill_leaves_what_was_flushed(self):
        for way, how in enumerate(("signal", "torn")):
            with self.subTest(how=how):
                numbers = self.numbers(2 + 3 * way)
                left = self.months_left(numbers, self.killed(signal.SIGKILL), f"{how} {int(signal.SIGKILL)}")
                self.check_course(left)

    def test_a_signal_ends_the_run_with_the_month(self):
        """Whenever it comes: the months so far are all there, in a file that is closed."""

        def expect(run, _):
            found = faults.content(run.path) if run.path.exists() else None
            if run.status == 0:  # after the last month
                faults.check_complete(run, self.good)
                return MONTHS
            if run.status not in (128 + signal.SIGTERM, 128 + signal.SIGINT) or len(run.messages) != 1:
                raise faults.Wrong(run.said())
            if found is None:
                return None
            found.check_against(self.good)
            if found.ends["status"] != b"running" or found.ends["state_hash"] == b"":
                raise faults.Wrong(f"the output ends with {found.ends}")
            return found.months

        for way, number in enumerate((signal.SIGTERM, signal.SIGINT)):
            left = self.months_left(self.numbers(1 + 12 * way), expect, f"signal {int(number)}")
            self.assertEqual(set(left.values()), {1, 3, 6, 7})


if __name__ == "__main__":
    sys.exit(unittest.main())
