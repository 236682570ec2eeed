#!/usr/bin/env python3
"""Every number of every scenario comes from somewhere: it has a unit and a source, or stands for nothing."""

import os
import re
import subprocess
import unittest
from pathlib import Path

PROGRAM = os.environ["CATCHMENT"]
TOP = Path(os.environ["CATCHMENT_SOURCE"])
SCENARIOS = sorted(path.relative_to(TOP) for path in (TOP / "configs").glob("*/*.yaml"))
REFERENCE = Path("configs/england-2008/england.yaml")

BOUND = r"(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|any)"
# Cells stand two or more spaces apart; only those of a number have a range of this form, and may lack a unit.
NUMBER = re.compile(
    rf"(?P<path>\S+) {{2,}}(?P<value>\S.*?) {{2,}}(?:(?P<unit>\S.*?) {{2,}})?(?P<range>{BOUND} to {BOUND}) {{2,}}"
    r"(?P<source>\S.*?)(?: {2,}.*)?"
)
# What a number without a source has in its place: where it is written, or that nobody wrote it.
PLACE = re.compile(r"\S+:\d+|--set.*")
DEFAULT = "default"


def catchment(*arguments):
    """What the program prints; it must succeed."""
    process = subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=TOP, capture_output=True, text=True, timeout=60, check=False
    )
    if process.returncode != 0:
        raise AssertionError(f"catchment {' '.join(map(str, arguments))}: {process.returncode}\n{process.stderr}")
    return process.stdout


def numbers(scenario):
    """The numeric parameters of a scenario by path: matches of NUMBER."""
    rows = catchment("describe", scenario).splitlines()[1:]
    found = filter(None, map(NUMBER.fullmatch, rows))
    return {match["path"]: match for match in found}


def is_sourced(match):
    return match["source"] != DEFAULT and not PLACE.fullmatch(match["source"])


def counts_for_nothing(match, found):
    """A default of none, or of a factor that leaves things as they are, or a weight for a choice of one."""
    if float(match["value"]) in (0, 1):
        return True
    service, _, key = match["path"].rpartition(".")
    return key.endswith("_weight") and float(found[f"{service}.options"]["value"]) == 1


class Sources(unittest.TestCase):
    def each(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario=str(scenario)):
                yield scenario, numbers(scenario)

    def test_there_are_scenarios(self):
        self.assertIn(REFERENCE, SCENARIOS)

    def test_every_scenario_is_valid(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario=str(scenario)):
                self.assertEqual(catchment("validate", scenario), "valid\n")

    def test_every_number_that_is_written_has_a_source(self):
        for _, found in self.each():
            written = [match for match in found.values() if match["source"] != DEFAULT]
            self.assertGreater(len(written), 150)
            self.assertEqual([match["path"] for match in written if not is_sourced(match)], [])

    def test_every_assumption_has_its_reason(self):
        for _, found in self.each():
            bare = [path for path, match in found.items() if re.fullmatch(r"assumption\W*(\[\w\])?", match["source"])]
            self.assertEqual(bare, [])

    def test_what_is_not_written_counts_for_nothing(self):
        for _, found in self.each():
            defaults = [match for match in found.values() if match["source"] == DEFAULT]
            self.assertEqual([m["path"] for m in defaults if not counts_for_nothing(m, found)], [])

    def test_every_number_has_a_unit(self):
        for _, found in self.each():
            bare = [path for path, match in found.items() if match["unit"] is None]
            self.assertEqual([path for path in bare if path.rpartition(".")[2] != "seed"], [])

    def test_every_number_of_the_reference_file_is_found(self):
        """As many numbers as the file has keys `value` with one, so that no row of the table escapes the pattern."""
        leaves = re.findall(r"^ *value: -?[\d.]+(?:e[+-]?\d+)?$", (TOP / REFERENCE).read_text("utf-8"), re.MULTILINE)
        written = [match for match in numbers(REFERENCE).values() if match["source"] != DEFAULT]
        self.assertGreater(len(leaves), 200)
        self.assertEqual(len(written), len(leaves))


if __name__ == "__main__":
    unittest.main(verbosity=2)
