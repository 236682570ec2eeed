#!/usr/bin/env python3
"""The market decides: each lever is a scenario that can be run; with every mechanism off nothing differs from where nobody decides; and
decisions are the same with any number of threads."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sameness"))
import outputs  # noqa: E402

PROGRAM = os.environ["CATCHMENT"]
SOURCE = Path(os.environ["CATCHMENT_SOURCE"])
MARKET = SOURCE / "configs/market"
QUICK = {"population.size": 20000, "population.life.reference_particles": 300, "warm_up_days": 30}
# A treatment centre for so few people.
CENTRE = "care.providers.treatment-centre"
SMALL_CENTRE = {"market.deciding.considering_share": 1, f"{CENTRE}.fixed_cost_pounds": 20000, **{
    f"{CENTRE}.sites.centre.services.{service}.capacity": capacity
    for service, capacity in {"outpatient_first": 3, "outpatient_follow_up": 6, "day_case": 1}.items()
}}
MECHANISMS = ("capacity", "discharge", "referral", "selection", "quality", "entry")


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False)


class Market(unittest.TestCase):
    def setUp(self):
        keeper = tempfile.TemporaryDirectory()
        self.addCleanup(keeper.cleanup)
        self.folder = Path(keeper.name)

    def run_quickly(self, scenario, threads=2, until="2009-01-01", others=None, **mechanisms):
        values = {**QUICK, **(others or {}), **{f"market.mechanisms.{name}": str(on).lower() for name, on in mechanisms.items()}}
        path = self.folder / f"{len(list(self.folder.iterdir()))}.h5"
        sets = [word for item in values.items() for word in ("--set", "{}={}".format(*item))]
        process = program("run", MARKET / f"{scenario}.yaml", "-o", path, "--threads", threads, "--until", until, *sets)
        self.assertEqual(process.returncode, 0, process.stderr)
        return path

    def decisions(self, path):
        """The kind of each."""
        with h5py.File(path) as file:
            return [bytes(row).rstrip(b"\0 ").decode() for row in file["event/kind"][:]]

    def test_every_lever_is_a_valid_scenario_against_the_base(self):
        scenarios = sorted(MARKET.glob("*.yaml"))
        self.assertGreater(len(scenarios), 45)
        for scenario in scenarios:
            with self.subTest(scenario.stem):
                self.assertEqual(program("validate", scenario).stdout, "valid\n")
                extends = re.search(r"^extends: (\S+)$", scenario.read_text(encoding="utf-8"), re.MULTILINE)[1]
                self.assertTrue(scenario.stem == "base" or (MARKET / extends).is_file())

    def test_where_no_mechanism_is_on_nothing_is_decided_and_nothing_differs(self):
        off = self.run_quickly("deciding", **dict.fromkeys(MECHANISMS, False))
        self.assertEqual(self.decisions(off), [])
        self.assertEqual(outputs.state_hash(off), outputs.state_hash(self.run_quickly("base")))

    def test_decisions_are_the_same_with_any_number_of_threads(self):
        paths = [self.run_quickly("deciding", threads) for threads in (1, 2, 3)]
        self.assertEqual(len({outputs.state_hash(path) for path in paths}), 1)
        self.assertGreater(len(self.decisions(paths[0])), 5)

    def test_a_mechanism_alone_takes_its_own_decisions(self):
        alone = {**dict.fromkeys(MECHANISMS, False), "quality": True}
        kinds = set(self.decisions(self.run_quickly("deciding", **alone)))
        self.assertTrue(kinds)
        self.assertLessEqual(kinds, {"quality_raised", "quality_lowered"})

    def test_an_entrant_is_not_there_until_it_decides_to_be(self):
        path = self.run_quickly("deciding-treatment-centre-high-price", until="2009-07-01", others=SMALL_CENTRE)
        with h5py.File(path) as file:
            place = [*file["provider"].asstr()].index("treatment-centre")
            served = file["activity/served"][:, place].sum(axis=1)
        months = numpy.flatnonzero(served > 0)
        self.assertEqual(self.decisions(path).count("entry"), 1)
        self.assertGreaterEqual(months[0], 9, "a quarter to look, six months to open")


if __name__ == "__main__":
    unittest.main()
