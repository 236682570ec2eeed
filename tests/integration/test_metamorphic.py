#!/usr/bin/env python3
"""What must follow when a scenario is changed in a known direction, whatever its numbers are."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

import h5py

from months import PROGRAM, InFolder

CONFIGS = Path(os.environ["CATCHMENT_SOURCE"]) / "configs"
SMALL = CONFIGS / "small/small.yaml"
TAITSHIRE = CONFIGS / "taitshire/round-one.yaml"
SOURCE = {"source": "assumption: for the test"}
QUICK = ("population.life.reference_particles=200", "warm_up_days=60")


class Metamorphic(InFolder):
    def output(self, scenario, *sets, care=None, until="2009-01-01"):
        """The path of the output of a scenario with these values, and a section `care` laid over it."""
        number = len(list(self.folder.iterdir()))
        overlay = self.folder / f"{number}.yaml"
        output = self.folder / f"{number}.h5"
        content = {"extends": str(scenario), "title": "Of the test", **({"care": care} if care else {})}
        overlay.write_text(json.dumps(content), encoding="utf-8")
        command = [PROGRAM, "run", overlay, "-o", output, "--until", until]
        command += [f"--set={value}" for value in (*QUICK, *sets)]
        process = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)
        return output

    def total(self, output, path, service=None):
        with h5py.File(output) as file:
            values = file[path][()]
            if service is not None:
                services = [name.decode() for name in file["service"][()]]
                values = values[..., services.index(service)]
            return values.sum()


class Capacity(Metamorphic):
    def test_more_beds_never_lengthen_waits(self):
        """For each of three lots, as beds go up by a half and again by a half."""
        for seed in (1, 2, 3):
            waits = []
            for factor in (0.6, 0.9, 1.35):
                beds = 2.3545 * factor
                output = self.output(SMALL, f"seed={seed}", f"care.provider_kinds.acute_trust.beds_per_1000={beds}")
                waits.append(self.total(output, "waiting/queue", "elective_inpatient"))
            self.assertEqual(waits, sorted(waits, reverse=True), f"seed {seed}")
            self.assertGreater(waits[0], waits[-1])

    def test_more_slots_of_clinics_never_lengthen_the_way_to_treatment(self):
        """Mean days from referral to treatment, as slots of first attendances go up by a fifth and again by a fifth."""
        for seed in (1, 2, 3):
            means = []
            for factor in (0.8, 0.96, 1.15):
                slots = f"outpatient_first.capacity_per_1000={1.49 * factor}"
                output = self.output(SMALL, f"seed={seed}", f"care.provider_kinds.acute_trust.services.{slots}")
                days, people = (self.total(output, f"waiting/{path}") for path in ("treated_days", "treated"))
                means.append(days / people)
            self.assertEqual(means, sorted(means, reverse=True), f"seed {seed}")
            self.assertGreater(means[0], means[-1])

    def test_less_home_care_delays_more_patients(self):
        delayed = [
            self.total(
                self.output(SMALL, f"care.provider_kinds.home_care_agencies.services.home_care.capacity_per_1000={hours}"),
                "activity/delayed_days",
            )
            for hours in (200, 87, 40)
        ]
        self.assertEqual(delayed, sorted(delayed))
        self.assertGreater(delayed[2], 1.5 * delayed[0])


def programme(eligible, ratio):
    """Everybody who is eligible is found on the first of the first month."""
    return {
        "eligible": eligible,
        "register_share_per_month": {"value": 1, **SOURCE},
        "effects": {
            "emergency_admission": {"ratio": {"value": ratio, **SOURCE}},
            "mortality": {"ratio": {"value": 1 - (1 - ratio) / 2, **SOURCE}},
        },
    }


class Programmes(Metamorphic):
    PEOPLE = ("population/deaths", "activity/emergency_admissions", "activity/emergency_bed_days", "activity/served")

    def values(self, output):
        with h5py.File(output) as file:
            return [file[path][()].tolist() for path in self.PEOPLE]

    def test_those_who_meet_a_criterion_and_those_who_do_not_are_everybody(self):
        """One programme for all does what one for some and the same for the others do together. Age changes in the course
        of a run, so that the criterion is of something that does not: sex."""
        whole = self.output(SMALL, care={"programmes": {"all": programme("", 0.7)}}, until="2008-10-01")
        parts = {"men": programme("sex = male", 0.7), "women": programme("not sex = male", 0.7)}
        halves = self.output(SMALL, care={"programmes": parts}, until="2008-10-01")
        self.assertEqual(self.values(whole), self.values(halves))
        without = self.output(SMALL, until="2008-10-01")
        self.assertNotEqual(self.values(whole), self.values(without))

    def test_half_the_effects_lie_between_none_and_all(self):
        """A ratio r acts on admissions that come by themselves and on those that the one before brings on; who is kept out
        of a bed is as ill and has the same weeks after it, so that r of all are left. Of one to three thousand: 6% are
        about two standard errors of their ratio, were the runs independent; they have their luck in common, and the seed
        is fixed."""
        care = {"programmes": {"all": programme("", 0.4)}}
        admissions = [
            self.total(
                self.output(SMALL, f"care.programmes_work_share={share}", "population.size=40000", care=care),
                "activity/emergency_admissions",
            )
            for share in (0, 0.5, 1)
        ]
        for found, ratio in zip(admissions, (1, 0.7, 0.4)):
            self.assertAlmostEqual(found / admissions[0] / ratio, 1, delta=0.06)

    def test_keeping_people_out_of_beds_saves_and_costs_no_lives(self):
        """A tenth of those who would be admitted are, and the illness goes with the others. About 270 deaths in each run,
        whose ratio would have a standard error of 9% were they independent; they have much of their luck in common."""
        effects = {"emergency_admission": {"ratio": {"value": 0.1, **SOURCE}}}
        care = {"programmes": {"all": {**programme("", 0.1), "effects": effects}}}
        outputs = [
            self.output(SMALL, f"care.programmes_work_share={share}", "population.size=40000", care=care)
            for share in (0, 1)
        ]
        admissions = [self.total(output, "activity/emergency_admissions") for output in outputs]
        deaths = [self.total(output, "population/deaths") for output in outputs]
        self.assertLess(admissions[1], 0.15 * admissions[0])
        self.assertAlmostEqual(deaths[1] / deaths[0], 1, delta=0.1)

    def test_a_fork_that_all_take_leaves_nobody_on_the_usual_way(self):
        fork = {"moment": "need", "of": "accident_emergency"}
        output = self.output(SMALL, care={"forks": {"at_home": fork}})
        with h5py.File(output) as file:
            taken = file["pathway/taken"][()].sum()
            attended = file["activity/attendances_by_deprivation"][()].sum()
            admitted = file["activity/emergency_admissions"][()].sum()
        self.assertGreater(taken, 1000)
        self.assertLessEqual(attended, admitted)


class Names(Metamorphic):
    def test_other_names_of_places_change_no_total(self):
        """Hospitals of other names, in another order: people choose by place, size and wait."""
        sets = ("population.size=20000",)
        before = self.output(TAITSHIRE, *sets, until="2008-07-01")
        with h5py.File(before) as file:
            text = file["scenario/resolved"][()].decode()
        renamed = self.folder / "renamed.yaml"
        for old, new in (("georgetown-hospitals", "zeta-hospitals"), ("gomersall-hospitals", "alpha-hospitals"),
                         ("farrell-community-hospital", "eta-hospital")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        renamed.write_text(text, encoding="utf-8")
        output = self.folder / "renamed.h5"
        command = [PROGRAM, "run", renamed, "-o", output]
        process = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)
        for path in ("population/deaths", "activity/served", "activity/refused", "activity/bed_days", "waiting/queue"):
            self.assertEqual(self.total(before, path), self.total(output, path), path)


if __name__ == "__main__":
    sys.exit(unittest.main())
