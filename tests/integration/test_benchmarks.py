#!/usr/bin/env python3
"""The performance suite: its statistics by known values, and its command in small. No test here depends on speed."""

import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

TOP = Path(os.environ["CATCHMENT_SOURCE"])
PROGRAM = os.environ["CATCHMENT"]
sys.path.insert(0, str(TOP / "benchmarks"))

from suite import comparison, estimates, page, rows, summary, tables  # noqa: E402 (after the path)
from suite.plan import Sameness  # noqa: E402
from suite.program import BenchmarkError, Phase, Point, Run, check, parse_profile  # noqa: E402

# A twentieth of the usual reference cohort: synthesis of few people is then quick.
QUICK = ["--set", "population.life.reference_particles=100"]
PHASES = {"synthesis", "people and pathways", "moves", "exchange of requests", "service", "exchange of outcomes",
          "end of month", "output"}


def bench(*arguments):
    """With as many threads as the machine has, whatever the tests beside it are given."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    return subprocess.run([TOP / "benchmarks/run", *arguments], capture_output=True, text=True, env=environment)


class Ratios(unittest.TestCase):
    def test_of_pairs_is_the_t_interval_of_the_log_ratios(self):
        # Log ratios 0.1, 0.2, 0.3: mean 0.2, standard error 0.1 / sqrt(3), t with 2 degrees of freedom 4.302653.
        tops = [math.exp(0.1) * 5, math.exp(0.2) * 7, math.exp(0.3) * 2]
        found = estimates.ratio_of_pairs(tops, [5, 7, 2])
        half = 4.302653 * 0.1 / math.sqrt(3)
        self.assertAlmostEqual(found.ratio, math.exp(0.2), places=9)
        self.assertAlmostEqual(found.low, math.exp(0.2 - half), places=5)
        self.assertAlmostEqual(found.high, math.exp(0.2 + half), places=5)
        self.assertFalse(found.excludes_one())

    def test_of_pairs_forgets_what_a_pair_shares(self):
        found = estimates.ratio_of_pairs([2, 20, 200], [1, 10, 100])
        self.assertAlmostEqual(found.low, 2, places=9)
        self.assertAlmostEqual(found.high, 2, places=9)
        self.assertTrue(found.excludes_one())

    def test_of_groups_is_that_of_welch(self):
        # Logs 0, 0.2 and 1, 1.1, 1.2: variances of the means 0.01 and 0.01 / 3.
        found = estimates.ratio_of_groups([math.exp(x) for x in (1, 1.1, 1.2)], [math.exp(x) for x in (0, 0.2)])
        both = 0.01 + 0.01 / 3
        freedom = both**2 / (0.01**2 / 1 + (0.01 / 3) ** 2 / 2)
        self.assertAlmostEqual(found.ratio, math.e, places=9)
        half = 5.176231629717543 * math.sqrt(both)  # between the quantiles of 1 (12.706) and 2 (4.303)
        self.assertAlmostEqual(math.log(found.high / found.low), 2 * half, places=9)
        self.assertAlmostEqual(freedom, 1.684, places=3)

    def test_one_repeat_has_no_interval(self):
        for found in (estimates.ratio_of_pairs([3], [2]), estimates.ratio_of_groups([3], [2])):
            self.assertAlmostEqual(found.ratio, 1.5)
            self.assertEqual((found.low, found.high), (0, math.inf))
            self.assertFalse(found.excludes_one())

    def test_pairs_must_be_pairs(self):
        with self.assertRaises(ValueError):
            estimates.ratio_of_pairs([1, 2], [1])

    def test_slope(self):
        self.assertAlmostEqual(estimates.slope([(1, 5), (2, 7), (4, 11)]), 2)
        self.assertAlmostEqual(estimates.slope([(0, 0), (0, 2), (1, 3), (1, 3)]), 2)


class Numbers(unittest.TestCase):
    def test_are_rounded_to_three_digits_and_never_have_exponents(self):
        shown = [tables.number(value) for value in (1234567, 999.6, 123.4, 12.34, 0.5, 0.0001234, 0)]
        self.assertEqual(shown, ["1,230,000", "1,000", "123", "12.3", "0.500", "0.000123", "0"])

    def test_profiles_are_read_with_and_without_bytes(self):
        printed = ("\nphase   seconds   share   events   bytes\n"
                   "people and pathways                           3.000   75.0 %              365               2920\n"
                   "output                                        1.000   25.0 %               12\n")
        found = parse_profile(printed)
        self.assertEqual(set(found), {"people and pathways", "output"})
        self.assertEqual((found["people and pathways"].events, found["people and pathways"].bytes), (365, 2920))
        self.assertEqual((found["output"].seconds, found["output"].bytes), (1, 0))


def made_up(what, values, people=1000, threads=1, part="", build="A"):
    """Rows of one measure, a value for each repeat."""
    return [rows.Row(what, part, people, threads, "", repeat, value, "unit", build, "2026-01-01T00:00:00Z", "machine")
            for repeat, value in enumerate(values, 1)]


def cells(table, row):
    """The texts of the row of that name, without the name."""
    return next(line[1:] for line in table.rows if line[0] == row)


class Derived(unittest.TestCase):
    """Which way round ratios are, by runs of made-up times."""

    def test_speed_up_is_above_one_when_threads_help(self):
        found = [row for threads, rate in ((1, 10), (2, 18)) for what in ("seconds", "rate")
                 for row in made_up(what, [rate, rate], threads=threads)]
        self.assertEqual([(text, round(interval.ratio, 6)) for text, interval in summary.speed_ups(found)],
                         [("speed-up, 1k x2 over one thread", 1.8)])

    def test_cost_grows_when_the_rate_falls(self):
        found = [row for people, rate in ((1000, 50), (10000, 20)) for what in ("seconds", "rate")
                 for row in made_up(what, [rate, rate], people=people)]
        self.assertEqual([(text, round(interval.ratio, 6)) for text, interval in summary.growths(found)],
                         [("cost of a person-year, 10k x1 over 1k x1", 2.5)])

    def test_each_more_person_costs_the_difference(self):
        found = []
        for people, peak, seconds in ((1000, 2 << 20, 1), (2000, (2 << 20) + 64000, 1.5)):
            found += made_up("seconds", [1], people) + made_up("peak memory", [peak], people)
            found += made_up("memory per person", [peak / people], people)
            found += made_up("phase seconds", [seconds], people, part="synthesis")
        self.assertEqual(cells(summary.person_table(found), "2k x1")[2], "64.0")
        self.assertEqual(cells(summary.person_table(found), "2k x1")[4], "500,000")

    def test_shares_are_of_the_best_repeat_on_as_many_threads(self):
        found = made_up("seconds", [1], threads=2) + made_up("scan draws", [1e9], 0, 2, "from memory")
        for part in ("people and pathways", "end of month", "exchange of requests", "exchange of outcomes"):
            found += made_up("phase seconds", [2], threads=2, part=part)
            found += made_up("phase bytes", [6e9], threads=2, part=part)
            found += made_up("phase events", [5e8], threads=2, part=part)
        for what in ("read bandwidth", "copy bandwidth"):
            found += made_up(what, [10, 12], 0, 2) + made_up(what, [100, 100], 0, 1)
        table = summary.share_table(found)
        self.assertEqual(cells(table, "end of month: read bandwidth, 1k x2"), ["3.00", "12.0", "GB/s", "25.0"])
        self.assertEqual(cells(table, "exchange of requests: copy bandwidth, 1k x2"), ["6.00", "12.0", "GB/s", "50.0"])
        self.assertEqual(cells(table, "people and pathways: scan draws from memory, 1k x2"),
                         ["250", "1,000", "million/s", "25.0"])

    def test_b_is_faster_when_its_times_are_shorter(self):
        found = [row for build, seconds in (("A", [4, 8]), ("B", [2, 4])) for what in ("seconds", "processor seconds")
                 for row in made_up(what, seconds, build=build)]
        self.assertEqual(comparison.of_builds(found, "A", "B").rows[0],
                         ["whole run", "1k x1", "0.500", "0.500", "0.500", "faster"])
        self.assertEqual(comparison.of_builds(found, "B", "A").rows[0][-1], "slower")

    def test_a_baseline_of_another_machine_is_not_compared(self):
        found = made_up("seconds", [1, 2]) + made_up("processor seconds", [1, 2])
        others = [replace(row, machine="another") for row in found]
        self.assertIsNone(comparison.with_baseline(found, others))
        self.assertEqual(comparison.with_baseline(found, found).rows[0][2], "1.000")


class Impossible(unittest.TestCase):
    """Numbers that cannot be true are refused."""

    RUN = Run(seconds=3, processor_seconds=3, other_work=0, people=10, person_years=10, peak_memory=1, file_bytes=1,
              state_hash="a", phases={"synthesis": Phase(1, 10, 1), "service": Phase(1, 10, 1)})

    def test_phases_longer_than_the_run(self):
        check(self.RUN, "name")
        with self.assertRaisesRegex(BenchmarkError, "name: phases of 2 s in a run of 1 s"):
            check(replace(self.RUN, seconds=1), "name")

    def test_nothing_where_there_must_be_something(self):
        for name in ("person_years", "peak_memory", "file_bytes"):
            with self.assertRaises(BenchmarkError):
                check(replace(self.RUN, **{name: 0}), "name")

    def test_results_that_change_with_threads(self):
        program, sameness = SimpleNamespace(build="A"), Sameness()
        sameness.check(self.RUN, Point(10, 1), program)
        sameness.check(replace(self.RUN, seconds=9), Point(10, 2), program)
        sameness.check(replace(self.RUN, state_hash="b"), Point(20, 2), program)
        with self.assertRaisesRegex(BenchmarkError, "A, 10 people, 2 threads: not the results"):
            sameness.check(replace(self.RUN, state_hash="b"), Point(10, 2), program)
        other_work = {**self.RUN.phases, "service": Phase(1, 10, 2)}
        with self.assertRaises(BenchmarkError):
            sameness.check(replace(self.RUN, phases=other_work), Point(10, 2), program)


class Brief(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.place.name)
        cls.process = bench("--brief", "--threads", "1,2", *QUICK, "-o", cls.folder)
        if cls.process.returncode == 0:
            cls.rows = rows.read(cls.folder / "measurements.csv")

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def setUp(self):
        self.assertEqual(self.process.returncode, 0, self.process.stderr)

    def value(self, what, threads, part=""):
        found = rows.values(self.rows, what=what, threads=threads, part=part)
        self.assertEqual(len(found), 1, f"{what} {part}")
        return found[0]

    def test_leaves_a_table_a_summary_and_a_picture(self):
        names = {path.name for path in self.folder.iterdir()}
        self.assertEqual(names, {"measurements.csv", "summary.txt", "benchmarks.png"})
        picture = (self.folder / "benchmarks.png").read_bytes()
        self.assertTrue(picture.startswith(b"\x89PNG\r\n"))
        self.assertTrue(picture.rstrip(b"\0").endswith(b"IEND\xaeB`\x82"))
        self.assertIn((self.folder / "summary.txt").read_text(), self.process.stdout)

    def test_every_row_says_where_it_comes_from(self):
        for row in self.rows:
            self.assertTrue(row.what and row.unit and row.build and row.machine)
            self.assertRegex(row.date, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertEqual(row.repeat, 1)
            self.assertNotRegex(row.machine, rf"\b{re.escape(os.uname().nodename)}\b")

    def test_figures_are_positive(self):
        for row in self.rows:
            if row.what != "other work":
                self.assertGreater(row.value, 0, row)

    def test_each_phase_is_there_for_each_number_of_threads(self):
        for threads in (1, 2):
            parts = {row.part for row in rows.select(self.rows, what="phase bytes", threads=threads)}
            self.assertEqual(parts, PHASES)

    def test_figures_fit_each_other(self):
        for threads in (1, 2):
            phases = {part: self.value("phase seconds", threads, part) for part in PHASES}
            life = sum(phases.values()) - phases["synthesis"]
            person_years = self.value("person-years", threads)
            self.assertLess(sum(phases.values()), self.value("seconds", threads))
            self.assertAlmostEqual(self.value("rate", threads) * life / person_years, 1, places=6)
            self.assertLess(self.value("rate with synthesis", threads), self.value("rate", threads))
            self.assertAlmostEqual(self.value("output share", threads) * life / phases["output"], 1, places=6)
            self.assertAlmostEqual(person_years * 365.25 / 3e6, 1, delta=0.01)
            self.assertEqual(self.value("phase events", threads, "synthesis"), 100000)

    def test_the_work_is_that_of_one_thread(self):
        for part in PHASES:
            for what in ("phase events", "phase bytes"):
                self.assertEqual(self.value(what, 1, part), self.value(what, 2, part), part)

    def test_a_day_goes_through_at_least_what_it_scans(self):
        days = self.value("phase events", 1, "people and pathways")
        self.assertGreater(self.value("phase bytes", 1, "people and pathways"), 8 * days)
        self.assertLess(self.value("phase bytes", 1, "people and pathways"), 16 * days)

    def test_limits_are_measured_on_one_and_on_all_threads(self):
        for what in ("read bandwidth", "copy bandwidth", "triad bandwidth", "random_at draws"):
            self.assertTrue(rows.values(self.rows, what=what, threads=1), what)
            self.assertTrue(rows.values(self.rows, what=what, threads=len(os.sched_getaffinity(0))), what)
        sizes = {row.part for row in rows.select(self.rows, what="dependent reads")}
        self.assertEqual(sizes, {"16 KiB", "64 KiB", "256 KiB", "1 MiB", "4 MiB"})
        self.assertEqual(sizes, {row.part for row in rows.select(self.rows, what="independent reads")})

    def test_the_table_comes_back_as_it_was_written(self):
        again = self.folder.parent / f"{self.folder.name}.csv"
        self.addCleanup(again.unlink)
        rows.write(again, self.rows)
        self.assertEqual(again.read_text(), (self.folder / "measurements.csv").read_text())

    def test_the_tables_can_be_had_as_markdown(self):
        process = bench("--markdown", self.folder / "measurements.csv")
        self.assertEqual(process.returncode, 0, process.stderr)
        for title in ("Whole runs", "Nanoseconds a person-day", "Share of what the machine can do"):
            self.assertIn(f"### {title}\n", process.stdout)
        self.assertRegex(process.stdout, r"(?m)^\| 100k x2 \| 8,2\d0 \|")


class Comparison(unittest.TestCase):
    def test_of_a_build_with_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "other"
            other.symlink_to(PROGRAM)
            out = Path(folder) / "out"
            process = bench("--brief", "--compare", PROGRAM, other, "--people", "5000", "--threads", "1",
                            "--repeats", "3", *QUICK, "-o", out)
            self.assertEqual(process.returncode, 0, process.stderr)
            found = rows.read(out / "measurements.csv")
        order = [(row.repeat, row.build[0]) for row in rows.select(found, what="seconds")]
        self.assertEqual(order, [(1, "A"), (1, "B"), (2, "B"), (2, "A"), (3, "A"), (3, "B")])
        for text in ("whole run", "people and pathways", "output"):
            self.assertRegex(process.stdout, rf"(?m)^  {text} +5k x1 +\d+\.\d{{3}} +\d+\.\d{{3}} +\d+\.\d{{3}} +\w")
        self.assertIn("5,000 people, 1 threads: the same results\n", process.stdout)

    def test_of_what_is_no_build(self):
        process = bench("--compare", PROGRAM, "no-such-revision")
        self.assertEqual(process.returncode, 1)
        self.assertIn("no-such-revision: neither a program nor a revision that can be built", process.stderr)


class Baseline(unittest.TestCase):
    def test_the_page_shows_it(self):
        text = (TOP / "docs/benchmarks.md").read_text(encoding="utf-8")
        self.assertEqual(page.with_baseline(text, rows.read(TOP / "benchmarks/baseline.csv")), text,
                         "run: benchmarks/run --update-page")

    def test_it_has_every_figure_of_the_summary(self):
        baseline = rows.read(TOP / "benchmarks/baseline.csv")
        self.assertEqual([table.title for table in summary.tables(baseline)],
                         ["Whole runs", "Nanoseconds a person-day", "Ratios, without synthesis",
                          "Memory and synthesis of a person", "Share of what the machine can do",
                          "What the machine can do"])


if __name__ == "__main__":
    unittest.main()
