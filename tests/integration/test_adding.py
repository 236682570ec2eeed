#!/usr/bin/env python3
"""docs/adding.md: what it says can be done with data alone is done; the limits that it names are those of the code."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py

PROGRAM = os.environ["CATCHMENT"]
SOURCE = Path(os.environ["CATCHMENT_SOURCE"])
PAGE = SOURCE / "docs/adding.md"
TABLES = SOURCE / "configs/figures"
# Two thousand people, no warm-up, one month.
QUICK = ["--set", "population.size=2000", "--set", "warm_up_days=0", "--set", "population.life.reference_particles=100"]
QUICK += ["--until", "2008-05-01"]


def catchment(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)


def examples():
    """The YAML of the page."""
    return [re.sub(r"^ {3}", "", text, flags=re.MULTILINE) if text.startswith("   ") else text
            for text in re.findall(r"^ *```yaml\n(.*?)^ *```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)]


def reference(heading):
    """The names in the table under a heading of the parameter reference."""
    page = catchment("reference", "parameters").stdout
    return re.findall(r"^\| `(\w+)`", re.search(rf"^#+ {heading}.*?(?=^#|\Z)", page, re.DOTALL | re.MULTILINE)[0],
                      re.MULTILINE)


class Region(unittest.TestCase):
    def setUp(self):
        keeper = tempfile.TemporaryDirectory()
        self.addCleanup(keeper.cleanup)
        self.folder = Path(keeper.name)
        self.tables = self.folder / "figures-tideland"
        shutil.copytree(TABLES, self.tables)
        self.scenario = self.folder / "tideland" / "tideland.yaml"
        self.scenario.parent.mkdir()

    def write(self, text):
        """A scenario of the page, at its place; England stays where it is."""
        self.scenario.write_text(text.replace("extends: ..", f"extends: {SOURCE}/configs"), encoding="utf-8")

    def change(self, table, pattern, by):
        path = self.tables / table
        text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        self.assertGreater(count, 0)
        path.write_text(text, encoding="utf-8")

    def use_conditions(self):
        """The scenario of the page, with its own conditions, risks and losses in place of the tables that it names."""
        text = next(text for text in examples() if "figures-tideland" in text)
        self.write(text.replace("population.csv", "conditions.csv").replace("population: ../", "conditions: ../")
                   .replace("mortality", "relative_risks")
                   .replace("  figures:\n", "  figures:\n    utility_losses: ../figures-tideland/utility_losses.csv\n"))

    def run_month(self):
        process = catchment("run", self.scenario, "-o", self.folder / "run.h5", *QUICK)
        self.assertEqual(process.returncode, 0, process.stderr)
        return h5py.File(self.folder / "run.h5")

    def test_a_region_is_a_scenario_with_tables_of_its_own(self):
        self.write(next(text for text in examples() if "figures-tideland" in text))
        self.assertEqual(catchment("validate", self.scenario).stdout, "valid\n")
        told = catchment("describe", self.scenario, "population.figures.mortality").stdout
        self.assertIn(f"value         {self.tables.resolve()}/mortality.csv", told)
        with self.run_month() as file:
            self.assertEqual([*file["economy"].asstr()], ["tideland"])
            self.assertEqual([*file["locality"].asstr()], ["harbour", "marsh"])
            harbour, marsh = file["population/persons"][0].sum(axis=(1, 2))
            self.assertAlmostEqual(harbour / marsh, 40 / 25, delta=0.1)
            self.assertAlmostEqual(file["area"].attrs["scale"], 2000 / 65000)

    def test_a_condition_takes_the_place_of_another(self):
        self.change("conditions.csv", r"^migraine,[^,]*", "dyspepsia,Dyspepsia (treated)")
        self.use_conditions()
        process = catchment("validate", self.scenario)
        self.assertEqual((process.returncode, process.stdout), (3, ""))
        self.assertRegex(process.stderr, r'relative_risks\.csv:\d+: column \w+: expected a known name.*"migraine"')
        self.change("relative_risks.csv", "migraine", "dyspepsia")
        self.assertRegex(process.stderr, r'utility_losses\.csv:\d+: column exposure: expected a known name.*"migraine"')
        self.change("utility_losses.csv", "migraine", "dyspepsia")
        self.assertEqual(catchment("validate", self.scenario).stdout, "valid\n")
        with self.run_month() as file:
            conditions = [*file["condition"].asstr()]
            self.assertNotIn("migraine", conditions)
            place = conditions.index("dyspepsia")
            self.assertEqual(file["population/condition_label"].asstr()[place], "Dyspepsia (treated)")
            self.assertGreater(file["population/with_condition"][0, place].sum(), 10)

    def test_a_condition_too_many_is_refused(self):
        rows = "".join(f"gout,Gout,{sex},0,120,1.5,C,x,\n" for sex in ("male", "female"))
        with open(self.tables / "conditions.csv", "a", encoding="utf-8") as table:
            table.write(rows)
        self.use_conditions()
        process = catchment("validate", self.scenario)
        self.assertEqual(process.returncode, 3)
        self.assertRegex(process.stderr, r'conditions\.csv:\d+: .*no more conditions than the 32 above.*"gout"')


class Page(unittest.TestCase):
    def test_the_numbers_are_those_of_the_code(self):
        page = PAGE.read_text(encoding="utf-8")
        for heading, pattern in (
            ("Traits", r"At most 32 traits; there are (\d+)\."),
            ("Hazards", r"At most 32 beside the conditions; there are (\d+)\."),
            ("Service lines", r"At most 32, the bits of a person's waits; there are (\d+)\."),
        ):
            self.assertEqual(int(re.search(pattern, page)[1]), len(reference(heading)), heading)

    def test_the_files_are_there(self):
        page = re.sub(r"```.*?```", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in re.findall(r"`((?:src|configs|tests)/[\w./-]+)`", page):
            if "NAME" not in path and "REGION" not in path:
                self.assertTrue((SOURCE / path).exists(), path)

    def test_the_functions_are_there(self):
        code = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / "src").rglob("*.[ch]"))
        code += "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / "src").rglob("*.def"))
        page = re.sub(r"```.*?```", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"`([a-z]+_[a-z_]+)`", page):
            self.assertTrue(re.search(rf"\b{name}\b", code) or (SOURCE / f"tests/{name}.c").exists(), name)

    def test_the_service_of_the_page_lacks_only_its_row(self):
        text = next(text for text in examples() if "telehealth" in text)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "telehealth.yaml"
            path.write_text(text.replace("extends: ..", f"extends: {SOURCE}/configs"), encoding="utf-8")
            problems = catchment("validate", path).stderr
        self.assertEqual(problems.count("expected the name of a service line, found telehealth"), 3, problems)
        self.assertIn("3 problems", problems)


if __name__ == "__main__":
    unittest.main()
