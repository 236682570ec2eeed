#!/usr/bin/env python3
"""A run is a function of scenario, seeds and replicate: the same bits whatever the machine does beside it."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from months import PROGRAM, InFolder, run_two_months

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sameness"))
import outputs  # noqa: E402

SOURCE = Path(os.environ["CATCHMENT_SOURCE"])
SCENARIO = SOURCE / "configs/small/small.yaml"
# Sixteen localities, so that threads have something to share.
LOCALITIES = "area.people_per_locality=1250"

# Of the mathematical functions of the C library, those that are exact by definition: the same bits everywhere.
EXACT = {
    name + ending
    for name in "ceil floor trunc round lround llround rint lrint llrint nearbyint".split()
    + "sqrt fabs fmin fmax fma fmod remainder copysign nextafter frexp ldexp scalbn modf".split()
    for ending in ("", "f")
}


def run(output, *options, scenario=SCENARIO, **others):
    return run_two_months(scenario, output, *options, settings=[LOCALITIES], **others)


class Sameness(InFolder):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = run(cls.folder / "first.h5", "--threads", "1")

    def same(self, *options, leave_out=(), **others):
        output = run(self.folder / "again.h5", "--force", *options, **others)
        self.assertEqual(outputs.differences(self.first, output, leave_out), [])

    def test_number_of_threads_and_schedule(self):
        for threads, schedules in {
            1: ["static"],
            2: ["", "static", "static,1", "dynamic,1", "guided"],
            3: ["", "static,1", "guided"],
            8: ["", "dynamic,3"],
        }.items():
            for schedule in schedules:
                with self.subTest(threads=threads, schedule=schedule):
                    self.same("--threads", str(threads), **({"OMP_SCHEDULE": schedule} if schedule else {}))

    def test_time_zone_language_and_size_of_the_environment(self):
        self.same(TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8", PADDING="x" * 100_000)

    def test_a_language_with_a_decimal_comma(self):
        compiled = self.folder / "locales/de_DE.UTF-8"
        compiled.parent.mkdir()
        if shutil.which("localedef") is None or not Path("/usr/share/i18n/locales/de_DE").is_file():
            self.skipTest("no locales to compile")
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(compiled)], check=True, capture_output=True)
        self.same(LOCPATH=str(compiled.parent), LC_ALL="de_DE.UTF-8")

    def test_addresses_and_what_memory_held_before(self):
        self.same(MALLOC_PERTURB_="165", MALLOC_ARENA_MAX="1")
        fixed = ["setarch", "-R"]
        if shutil.which("setarch") and subprocess.run([*fixed, "true"], check=False).returncode == 0:
            self.same(before=fixed)

    def test_current_folder(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        self.same(folder=elsewhere)

    def test_folder_of_the_scenario_changes_its_paths_alone(self):
        shutil.copytree(SOURCE / "configs", self.folder / "configs")
        copy = self.folder / "configs/small/small.yaml"
        self.same(scenario=copy, leave_out=["/scenario/resolved", "/scenario/parameters/"])

    def test_a_processor_without_fused_multiply_add(self):
        self.same(GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX2,-FMA")

    def test_no_function_is_called_that_machines_round_differently(self):
        if shutil.which("nm") is None:
            self.skipTest("no nm")
        library = next(
            line.split()[2]
            for line in subprocess.check_output(["ldd", PROGRAM], text=True).splitlines()
            if line.split()[0].startswith("libm.so")
        )
        offered = self.symbols("--defined-only", library)
        called = self.symbols("--undefined-only", PROGRAM) & offered
        self.assertIn("log", offered)
        self.assertTrue(called)
        self.assertEqual(called - EXACT, set())

    @staticmethod
    def symbols(kind, path):
        lines = subprocess.check_output(["nm", "-D", kind, path], text=True).splitlines()
        return {line.split()[-1].split("@")[0] for line in lines}

    def test_other_seeds_and_replicates_are_other_runs(self):
        ways = (["--seed", "2"], ["--replicate", "1"], ["--set", "population.seed=2"])
        hashes = {outputs.state_hash(self.first)}
        for number, way in enumerate(ways):
            other = run(self.folder / f"other-{number}.h5", *way)
            found = outputs.differences(self.first, other)
            for name in ("/population/deaths", "/activity/served", "/waiting/queue", "/money/paid"):
                self.assertIn(name, found, way)
            hashes.add(outputs.state_hash(other))
        self.assertEqual(len(hashes), 1 + len(ways))


class Comparison(unittest.TestCase):
    """The comparison itself sees a change of one bit."""

    def test_a_changed_bit_is_found(self):
        import h5py

        with tempfile.TemporaryDirectory() as folder:
            one = run(Path(folder) / "one.h5")
            other = shutil.copy(one, Path(folder) / "other.h5")
            with h5py.File(other, "r+") as file:
                file["money/paid"][1, 0] ^= 1
                file["population/births"].attrs["units"] = "person"
            self.assertEqual(outputs.differences(one, other), ["/money/paid", "/population/births@units"])


if __name__ == "__main__":
    unittest.main()
