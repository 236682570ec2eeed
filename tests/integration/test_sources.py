#!/usr/bin/env python3
"""Every number of every scenario comes from somewhere: it has a unit and a source, or stands for nothing."""

import functools
import os
import re
import subprocess
import unittest
from collections import namedtuple
from pathlib import Path

PROGRAM = os.environ["CATCHMENT"]
TOP = Path(os.environ["CATCHMENT_SOURCE"])
SCENARIOS = sorted(path.relative_to(TOP) for path in (TOP / "configs").glob("*/*.yaml"))
REFERENCE = Path("configs/england-2008/england.yaml")

NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
# Only a number has a range of this form.
RANGE = re.compile(rf"(?:{NUMBER}|any) to (?:{NUMBER}|any)")
# What a number without a source has in its place: where it is written, or that nobody wrote it.
PLACE = re.compile(r"\S+:\d+|--set.*")
DEFAULT = "default"

Number = namedtuple("Number", "path value unit source")


def catchment(*arguments):
    """What the program prints; it must succeed."""
    process = subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=TOP, capture_output=True, text=True, timeout=60, check=False
    )
    if process.returncode != 0:
        raise AssertionError(f"catchment {' '.join(map(str, arguments))}: {process.returncode}\n{process.stderr}")
    return process.stdout


@functools.cache
def describe(scenario):
    """The rows of the table of parameters as cells, which stand two or more spaces apart; an empty one is left out."""
    return [re.split(r" {2,}", row) for row in catchment("describe", scenario).splitlines()[1:]]


def numbers(scenario):
    """The numeric parameters of a scenario by path."""
    found = {}
    for path, value, *others in describe(scenario):
        unit = "" if RANGE.fullmatch(others[0]) else others.pop(0)
        if len(others) > 1 and RANGE.fullmatch(others[0]):
            found[path] = Number(path, value, unit, others[1])
    return found


def is_sourced(number):
    return number.source != DEFAULT and not PLACE.fullmatch(number.source)


def counts_for_nothing(number, found):
    """A default of none, or of a factor that leaves things as they are, or a weight for a choice of one."""
    if float(number.value) in {0, 1}:
        return True
    service, _, key = number.path.rpartition(".")
    return key.endswith("_weight") and float(found[f"{service}.options"].value) == 1


class Sources(unittest.TestCase):
    def paths(self, expected, wanted):
        """In each scenario, the paths of the numbers for which `wanted` is true are as expected."""
        for scenario in SCENARIOS:
            with self.subTest(scenario=str(scenario)):
                found = numbers(scenario)
                self.assertEqual([path for path, number in found.items() if wanted(number, found)], expected)

    def test_there_are_scenarios(self):
        self.assertIn(REFERENCE, SCENARIOS)

    def test_every_scenario_is_valid(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario=str(scenario)):
                self.assertEqual(catchment("validate", scenario), "valid\n")

    def test_no_number_is_overlooked(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario=str(scenario)):
                rows = describe(scenario)
                look_like_one = [path for path, value, *_ in rows if re.match(rf"{NUMBER}(?: \(|$)", value)]
                self.assertGreater(len(look_like_one), 300)
                self.assertEqual(list(numbers(scenario)), look_like_one)

    def test_every_number_that_is_written_has_a_source(self):
        self.paths([], lambda number, _: number.source != DEFAULT and not is_sourced(number))

    def test_every_assumption_has_its_reason(self):
        self.paths([], lambda number, _: re.fullmatch(r"assumption\W*(\[\w\])?", number.source))

    def test_what_is_not_written_counts_for_nothing(self):
        self.paths([], lambda number, found: number.source == DEFAULT and not counts_for_nothing(number, found))

    def test_only_seeds_have_no_unit(self):
        self.paths(["seed", "population.seed"], lambda number, _: number.unit == "")


if __name__ == "__main__":
    unittest.main()
