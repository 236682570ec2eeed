#!/usr/bin/env python3
"""The generated reference: as the program prints it now, with links that lead somewhere, and true of an output."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py

PROGRAM = os.environ["CATCHMENT"]
SOURCE = Path(os.environ["CATCHMENT_SOURCE"])
PAGES = SOURCE / "docs/reference"
TOPICS = ["parameters", "output", "state"]
SCENARIO = SOURCE / "configs/small/small.yaml"
# Two thousand people, no warm-up, one month.
QUICK = ["--set", "population.size=2000", "--set", "warm_up_days=0", "--set", "population.life.reference_particles=100"]
# Everything that an output may have: programmes and forks have groups of their own.
MODELS = """
extends: {small}
title: Of the test
care:
  programmes:
    club: {{label: A programme of nothing}}
  forks:
    nowhere: {{moment: need, of: gp, share: {{value: 0, source: "assumption: nobody"}}}}
"""
# What HDF5 itself, or CF, puts on a dataset; docs/reference/output.md speaks of them all at once.
COMMON = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_FillValue", "units", "calendar", "long_name"}
COMMON |= {"cell_methods", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_Encoding"}


def catchment(*arguments):
    process = subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
    if process.returncode != 0:
        raise AssertionError(process.stderr)
    return process.stdout


def anchors(text):
    """The names by which the headings of a page are linked."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def sections(text):
    """The text under each heading, by the heading without its backquotes."""
    parts = re.split(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {heading.strip("`"): body for heading, body in zip(parts[1::2], parts[2::2])}


def rows(text):
    """The rows of all tables: the code in the first cell, then the other cells."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


class Pages(unittest.TestCase):
    def test_pages_are_what_the_program_prints(self):
        for topic in TOPICS:
            page = (PAGES / f"{topic}.md").read_text(encoding="utf-8")
            self.assertTrue(
                catchment("reference", topic) == page, f"docs/reference/{topic}.md is stale: run ./dev reference"
            )

    def test_links_lead_somewhere(self):
        for topic in TOPICS:
            text = (PAGES / f"{topic}.md").read_text(encoding="utf-8")
            links = re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text)
            self.assertTrue(links or topic == "state")
            for file, anchor in links:
                target = PAGES / file if file else PAGES / f"{topic}.md"
                self.assertTrue(target.is_file(), f"{topic}.md: {file}")
                if anchor:
                    self.assertIn(anchor, anchors(target.read_text(encoding="utf-8")), f"{topic}.md: #{anchor}")

    def test_every_parameter_of_a_scenario_is_there(self):
        known = set(rows((PAGES / "parameters.md").read_text(encoding="utf-8")))
        patterns = [re.compile(re.sub(r"<\w+>", r"[\\w-]+", re.escape(path)) + r"\Z") for path in known]
        page = (PAGES / "parameters.md").read_text(encoding="utf-8")
        again = re.findall(r"^#+ `(\S+)`\n\n.*\n\nThe keys are those of \[`(\S+)`\]", page, re.MULTILINE)
        for line in catchment("describe", SCENARIO, "--format", "tsv").splitlines()[1:]:
            path = line.split("\t")[0]
            for place, original in again:
                path = re.sub(rf"^{place.replace('<name>', '[^.]+')}\.", f"{original.replace('<name>', 'x')}.", path)
            self.assertTrue(any(pattern.match(path) for pattern in patterns), path)


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = (PAGES / "output.md").read_text(encoding="utf-8")
        cls.rows = rows(cls.page)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "run.h5"
            scenario = Path(folder) / "models.yaml"
            scenario.write_text(MODELS.format(small=SCENARIO), encoding="utf-8")
            catchment("run", scenario, "-o", path, "--until", "2008-05-01", *QUICK)
            with h5py.File(path) as file:
                cls.groups, cls.datasets = {"/": dict(file.attrs)}, {}
                file.visititems(cls.take)

    @classmethod
    def take(cls, name, item):
        if isinstance(item, h5py.Group):
            cls.groups["/" + name] = dict(item.attrs)
        elif not re.search(r"/characters_\d+$", name):  # the places of characters in texts
            own = name.rpartition("/")[2]  # a scale is its own dimension
            names = [scales.keys()[0] if len(scales) else own for scales in item.dims]
            names = [dimension for dimension in names if not dimension.startswith("This is a netCDF dimension but")]
            cls.datasets["/" + name] = (item.dtype, names, dict(item.attrs))

    def test_datasets_are_those_of_the_file(self):
        self.assertEqual({path for path in self.rows if path.startswith("/")}, set(self.datasets))

    def test_datasets_are_as_the_file_has_them(self):
        for path, (dtype, dimensions, attributes) in self.datasets.items():
            said_dimensions, kind, units, cell_methods, long_name = self.rows[path]
            with self.subTest(path):
                self.assertEqual(said_dimensions, ", ".join(dimensions))
                self.assertEqual(kind, "text" if h5py.check_string_dtype(dtype) else str(dtype))
                self.assertEqual(cell_methods, attributes.get("cell_methods", ""))
                self.assertEqual(long_name, attributes["long_name"])
                if not units.startswith("days since"):
                    self.assertEqual(units, attributes.get("units", ""))
                self.assertLessEqual(set(attributes), COMMON)

    def test_groups_are_those_of_the_file(self):
        said = {heading for heading in sections(self.page) if heading.startswith("/")}
        self.assertEqual(said | {"/"}, set(self.groups))

    def test_attributes_of_groups_are_those_of_the_file(self):
        under = sections(self.page)
        for path, attributes in self.groups.items():
            text = under["Attributes of the root" if path == "/" else path]
            said = {name for name in rows(text.partition("| attribute |")[2])}
            self.assertEqual(said, set(attributes) - {"long_name"}, path)


class State(unittest.TestCase):
    def test_rows_are_as_wide_as_their_fields(self):
        page = (PAGES / "state.md").read_text(encoding="utf-8")
        for heading, text in sections(page).items():
            said = re.search(r"A row has (\d+) bytes", text)
            if said:
                widths = [int(cells[0][1:]) // 8 for cells in rows(text).values()]
                self.assertEqual(sum(widths), int(said.group(1)), heading)


if __name__ == "__main__":
    unittest.main()
