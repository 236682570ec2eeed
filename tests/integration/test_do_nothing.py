#!/usr/bin/env python3
"""Changes to a scenario that say nothing new change no result."""

import json
import os
import sys
import unittest
from pathlib import Path

import h5py
import numpy

import months

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sameness"))
import outputs  # noqa: E402

CONFIGS = Path(os.environ["CATCHMENT_SOURCE"]) / "configs"
# A sample of 20,000 people has two economies, 25 localities, named hospitals and generated practices and homes.
SIZE = "population.size=20000"
# The text of a scenario, and where a value comes from, belong to the scenario and not to its results.
OF_THE_TEXT = ("/scenario/resolved", *(f"/scenario/parameters/{name}" for name in ("file", "source", "grade")))
# Datasets along these are compared by name: a provider more shifts the places of the others.
NAMED = ("provider", "agent")
RELATION = ("payer", "payee", "service", "purpose")

SOURCE = {"source": "assumption: for the test"}
EVERY_SERVICE = (
    "accident_emergency ambulance care_home day_case district_nursing elective_inpatient emergency_inpatient "
    "gp_consultation home_care out_of_hours outpatient_first outpatient_follow_up"
).split()


def locality(number):
    """Named so that the order of names is not that of the numbers."""
    people, east, north = 3000 + 500 * number, 7 * (number % 3), 9 * (number // 3)
    shares = {f"deprivation_{quintile}": 0.2 for quintile in range(1, 6)}
    return {"people": people, "x_km": east, "y_km": north, "radius_km": 2, "rural_share": 0.2, **shares}


def hospital(x_km, y_km, beds):
    services = {"accident_emergency": 30, "elective_inpatient": 3, "day_case": 5, "outpatient_first": 20}
    site = {"x_km": x_km, "y_km": y_km, "beds": beds, "services": capacities(services)}
    clinic = {"x_km": x_km + 3, "y_km": y_km, "beds": 0, "services": capacities({"outpatient_first": 9})}
    return provider({"hospital": site, "clinic": clinic})


def capacities(services):
    return {name: {"capacity": capacity} for name, capacity in services.items()}


def provider(sites):
    named = {name: {**SOURCE, **site} for name, site in sites.items()}
    return {"label": "Of the test", "sector": "public", **SOURCE, "quality": 0.5, "sites": named}


def place(localities):
    """A scenario of two economies, given what each is made of."""
    economies = {
        name: {**SOURCE, "label": name, "commissioner": f"{name}-pct", "council": f"{name}-council", "localities": own}
        for name, own in localities.items()
    }
    return {
        "area": {"economies": economies},
        "care": {"providers": {"west": hospital(2, 3, 25), "east": hospital(15, 9, 30), "mid": hospital(8, 5, 12)}},
        "market": {
            "commissioners": {f"{name}-pct": {"label": name} for name in localities},
            "councils": {f"{name}-council": {"label": name} for name in localities},
        },
    }


def reversed_throughout(tree):
    """The same tree with the entries of every mapping in the opposite order."""
    if not isinstance(tree, dict):
        return tree
    return {name: reversed_throughout(value) for name, value in reversed(tree.items())}


def along(dataset):
    """Names of the dimensions of a dataset."""
    return [dimension[0].name.strip("/") if len(dimension) else "" for dimension in dataset.dims]


def comparable(file, path, names):
    """The values of a dataset, for these names alone where it has a dimension of names."""
    values = file[path][()]
    if path == "flow/provider":
        return file["provider"][()][values].tolist()
    for axis, dimension in enumerate(along(file[path])):
        if dimension in NAMED:
            listed = list(file[dimension][()])
            values = numpy.take(values, [listed.index(name) for name in names[dimension]], axis=axis)
    return values.tolist() if values.dtype.hasobject else (values.dtype, values.tobytes())


def payments(file, others=None):
    """Pence by month of all that was paid for each purpose, without the relations of others and those not in use."""
    keys = zip(*(file[f"money/{name}"][()].tolist() for name in RELATION))
    listed = zip(keys, file["money/paid"][()].T)
    return {key: paid.tolist() for key, paid in listed if paid.any() and others not in key}


class DoNothing(months.InFolder):
    @classmethod
    def run_file(cls, scenario, *options):
        output = cls.folder / f"{len(list(cls.folder.iterdir()))}.h5"
        return months.run_two_months(scenario, output, *options, settings=[SIZE])

    @classmethod
    def write(cls, text, name="scenario.yaml"):
        path = cls.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    @classmethod
    def run_tree(cls, base, tree):
        """JSON is YAML in which everything stands on one line, in the order of the tree."""
        return cls.run_file(cls.write(json.dumps({"extends": str(CONFIGS / base), **tree})))

    def assert_same(self, one, other):
        self.assertEqual(outputs.differences(one, other, OF_THE_TEXT), [])


class Values(DoNothing):
    OWN = {
        "seed": "1",
        "parameter_values": "centre",
        "care.bed_reserve_share": "0.0",
        "care.escalation_share": "2.5e-1",
        "care.provider_kinds.acute_trust.beds_per_1000": "2.3545",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls.run_file(CONFIGS / "small/small.yaml")

    def test_a_value_set_to_itself(self):
        options = [f"--set={path}={value}" for path, value in self.OWN.items()]
        self.assert_same(self.plain, self.run_file(CONFIGS / "small/small.yaml", *options))

    def test_an_overlay_that_repeats_values(self):
        tree = {}
        for path, value in self.OWN.items():
            inner = tree
            *sections, name = path.split(".")
            for section in sections:
                inner = inner.setdefault(section, {})
            inner[name] = value if value == "centre" else float(value) if "." in value else int(value)
        self.assert_same(self.plain, self.run_tree("small/small.yaml", tree))

    def test_comments_blank_lines_and_quotes(self):
        text = (CONFIGS / "small/small.yaml").read_text(encoding="utf-8")
        text = text.replace("extends: ../", f"extends: {CONFIGS}/")
        for plain, quoted in (("unit: people", "unit:   'people'  # so many"), ("\n\n", "\n\n\n# nothing\n")):
            self.assertIn(plain, text)
            text = text.replace(plain, quoted)
        text = text.replace("title: A small England", 'title: "A small England"')
        self.assert_same(self.plain, self.run_file(self.write(text)))

    def test_values_moved_to_a_base(self):
        lines = (CONFIGS / "small/small.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
        cut = lines.index("area:\n")
        base = "".join(lines[:cut]).replace("extends: ../", f"extends: {CONFIGS}/")
        self.write(base, "base.yaml")
        self.assert_same(self.plain, self.run_file(self.write("extends: base.yaml\n" + "".join(lines[cut:]))))


class Order(DoNothing):
    def test_localities_economies_and_providers_in_another_order(self):
        pairs = [(name, locality(number)) for number, name in enumerate("fell ash dale brook eel cot".split())]
        tree = place({"north": dict(pairs[:3]), "south": dict(pairs[3:])})
        other = reversed_throughout(tree)
        self.assertEqual(list(other["area"]["economies"]), ["south", "north"])
        self.assertEqual(list(other["care"]["providers"]), ["mid", "east", "west"])
        self.assert_same(self.run_tree("small/small.yaml", tree), self.run_tree("small/small.yaml", other))


class Idle(DoNothing):
    """A provider that nobody uses. The state has one more then, so that its hash differs; nothing else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls.run_tree("taitshire/taitshire.yaml", {})

    def assert_nothing_else(self, other, name):
        """All results are the same but the new provider's own."""
        with h5py.File(self.plain) as before, h5py.File(other) as after:
            names = {dimension: before[dimension][()].tolist() for dimension in NAMED}
            listed = after["provider"][()].tolist()
            (new,) = set(listed) - set(names["provider"])
            self.assertTrue(new.decode().startswith(name))
            self.assertEqual(set(after["agent"][()].tolist()) - set(names["agent"]), {new})
            for path in outputs.datasets(self.plain):
                if self.is_result(path) and "relation" not in [path, *along(before[path])]:
                    self.assertEqual(comparable(before, path, names), comparable(after, path, names), path)
            self.assertEqual(payments(before), payments(after, others=new))
            mine = listed.index(new)
            for path in ("activity/served", "activity/requested", "waiting/queue"):
                self.assertEqual(after[path][:, mine].sum(), 0, path)
        self.assertEqual(*(list(filter(self.is_result, outputs.datasets(each))) for each in (self.plain, other)))
        self.assertNotEqual(outputs.state_hash(self.plain), outputs.state_hash(other))

    @staticmethod
    def is_result(path):
        return path not in NAMED and not path.startswith("scenario/")

    def with_provider(self, name, sites):
        return self.run_tree("taitshire/taitshire.yaml", {"care": {"providers": {name: provider(sites)}}})

    def test_a_provider_without_capacity_between_the_others(self):
        services = capacities(dict.fromkeys(EVERY_SERVICE, 0))
        idle = self.with_provider("gzz", {"in-the-city": {"x_km": 31, "y_km": 13, "beds": 0, "services": services}})
        self.assert_nothing_else(idle, "gzz")

    def test_a_provider_without_services_before_the_others(self):
        self.assert_nothing_else(self.with_provider("aaa", {"empty": {"x_km": 25, "y_km": 25, "beds": 0}}), "aaa")

    def test_a_provider_too_far_away(self):
        services = capacities({"gp_consultation": 500})
        far = self.with_provider("gzz", {"far": {"x_km": 5000, "y_km": -4000, "beds": 0, "services": services}})
        self.assert_nothing_else(far, "gzz")

    def test_a_kind_without_capacity(self):
        numbers = {"people_per_provider": 1e8, "quality": 0.5, "beds_per_1000": 0, "fixed_cost_pounds_per_person": 0}
        services = {"gp_consultation": {"capacity_per_1000": 0}, "care_home": {"capacity_per_1000": 0}}
        kind = {"label": "Idle", "sector": "public", "placement": "spread", "economy": "taitshire", **SOURCE}
        kind |= {**numbers, "services": services}
        idle = self.run_tree("taitshire/taitshire.yaml", {"care": {"provider_kinds": {"aaa": kind}}})
        self.assert_nothing_else(idle, "aaa")


if __name__ == "__main__":
    unittest.main()
