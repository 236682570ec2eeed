#!/usr/bin/env python3
"""The program as its users meet it: commands, options, exit status, what is printed where, and the file of a run."""

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy
import xarray

PROGRAM = os.environ["CATCHMENT"]
SCENARIO = Path(os.environ["CATCHMENT_SOURCE"]) / "configs/small/small.yaml"
# Two thousand people, no warm-up: a run of three months takes less than a second.
QUICK = ["--set", "population.size=2000", "--set", "warm_up_days=0", "--set", "population.life.reference_particles=100"]
THREE_MONTHS = ["--until", "2008-07-01"]

CONDITION_AND_AGE = "month condition age_band"

# What later work and outside checks rely on: path and dimensions.
CONTRACT = {
    "population": {
        "persons deaths": "month locality age_band sex",
        "persons_by_deprivation deaths_by_deprivation": "month deprivation age_band sex",
        "births arrivals departures moved_in moved_out": "month locality",
        "with_condition": "month condition age_band sex",
        "multimorbid": "month deprivation age_band",
        "any_condition": "month age_band",
        "frailty": "month frailty_band age_band",
        "need": "month need_band age_band",
        "in_care_home with_carer home_care home_care_self_paid unmet_need smoking obese": "month age_band",
        "unmet_need_by_deprivation": "month deprivation age_band",
        "unmet_need_by_condition": CONDITION_AND_AGE,
    },
    "activity": {
        "requested served refused withdrawn died_waiting bed_days delayed_days": "month provider service",
        "unoffered": "month locality service",
        "emergency_admissions emergency_bed_days": "month locality age_band",
        "emergency_admissions_by_deprivation planned_admissions_by_deprivation": "month deprivation age_band",
        "attendances_by_deprivation consultations_by_deprivation": "month deprivation age_band",
        "beds beds_occupied": "month provider",
    },
    "waiting": {
        "queue median_days within_18_weeks": "month provider service",
        "within_four_hours": "month provider",
        "treated treated_within_18_weeks treated_days": "month locality clock_stop",
        "treated_by_week": "month clock_stop treated_week",
        "referrals_refused": "month locality",
        "ambulance_responses": "month provider ambulance_category",
        "ambulance_responses_in_time": "month provider response_standard",
    },
    "outcome": {
        "discharges readmissions qalys": "month locality age_band",
        "discharges_by_deprivation readmissions_by_deprivation qalys_by_deprivation": "month deprivation age_band",
        "delayed_days care_home_entries_by_locality": "month locality age_band",
        "care_home_entries": "month deprivation age_band",
        "deaths_by_condition emergency_admissions_by_condition emergency_bed_days_by_condition": CONDITION_AND_AGE,
        "readmissions_by_condition delayed_days_by_condition care_home_entries_by_condition": CONDITION_AND_AGE,
        "qalys_by_condition": CONDITION_AND_AGE,
        "deaths_by_place": "month place_of_death deprivation age_band",
        "deaths_by_place_and_locality": "month place_of_death locality age_band",
        "delayed_days_by_cause": "month delay_cause age_band",
        "persons_by_place": "month place age_band",
        "persons_by_place_and_deprivation": "month place deprivation age_band",
        "served_by_deprivation waited_days_by_deprivation": "month service deprivation",
        "served_by_age waited_days_by_age": "month service age_band",
        "served_by_condition waited_days_by_condition": "month service condition",
        "served_by_locality waited_days_by_locality": "month service locality",
        "carers_strained": "month deprivation",
        "travel_km": "month service deprivation",
    },
    "flow": {"locality provider service served": "flow/flow", "rows": "month"},
    "money": {
        "paid": "month relation",
        "payer payee service purpose": "relation",
        "income cost balance": "month agent",
        "agent_label": "agent",
    },
    "area": {
        "locality_x_km locality_y_km locality_economy": "locality",
        "provider_x_km provider_y_km provider_label provider_sector provider_kind provider_economy": "provider",
    },
}
AGE_BANDS = ["0", "1-4"] + [f"{age}-{age + 4}" for age in range(5, 90, 5)] + ["90+"]


def catchment(*arguments, folder=None, **others):
    """The finished process."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=300, check=False, **others
    )


def texts(dataset):
    return [text.decode() for text in dataset[()]]


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def reported(output, name):
    """The figure of that name in a report."""
    return re.search(rf"^{re.escape(name)} +(\S+)", output, re.MULTILINE).group(1)


class InFolder(unittest.TestCase):
    def setUp(self):
        keeper = tempfile.TemporaryDirectory()
        self.addCleanup(keeper.cleanup)
        self.folder = Path(keeper.name)

    def run_quick(self, *options, name="run.h5", expect=0):
        process = catchment("run", SCENARIO, "-o", name, *QUICK, *THREE_MONTHS, *options, folder=self.folder)
        self.assertEqual(process.returncode, expect, process.stderr)
        return process

    def scenario(self, body):
        path = self.folder / "scenario.yaml"
        path.write_text(f"extends: {SCENARIO}\n{body}", encoding="utf-8")
        return path


class Words(InFolder):
    def refused(self, *arguments, message):
        process = catchment(*arguments, folder=self.folder)
        self.assertEqual(process.returncode, 2)
        self.assertIn(message, process.stderr)
        self.assertIn("usage: catchment", process.stderr)
        self.assertEqual(process.stdout, "")

    def test_wrong_usage_is_refused_with_the_usage(self):
        self.refused(message="expected a command")
        self.refused("rnu", message="unknown command rnu; did you mean run?")
        self.refused("resume", message="unknown command resume")
        self.refused("--fast", message="unknown option --fast")
        self.refused("run", message="expected the name of a file")
        self.refused("run", SCENARIO, SCENARIO, message="expected one file")
        self.refused("run", SCENARIO, "--checkpoint-every", "3", message="unknown option --checkpoint-every")
        self.refused("run", SCENARIO, "--seed", message="--seed: expected a value")
        self.refused("run", SCENARIO, "--seed", "-1", message="--seed: expected a whole number from 0")
        self.refused("run", SCENARIO, "--seed", "1.5", message="--seed: expected a whole number from 0")
        self.refused("run", SCENARIO, "--threads", "0", message="--threads: expected a whole number from 1")
        self.refused("run", SCENARIO, "--until", "2008-07-02", message="--until: expected the first day of a month")
        self.refused("validate", SCENARIO, "--seed", "1", message="unknown option --seed")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_help_and_version_go_to_standard_output(self):
        for arguments in (["--help"], ["-h"], ["run", "--help"], ["describe", "-h"]):
            process = catchment(*arguments)
            self.assertEqual((process.returncode, process.stderr), (0, ""))
            self.assertTrue(process.stdout.startswith("usage: catchment"))
        self.assertIn("--replicate R", catchment("run", "--help").stdout)
        version = catchment("--version")
        self.assertEqual(version.returncode, 0)
        for word in ("catchment ", "git revision", "compiler", "flags", "HDF5", "libfyaml", "xxHash"):
            self.assertIn(word, version.stdout)

    def test_a_report_that_cannot_be_printed_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run([PROGRAM, "--version"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(process.returncode, 3)
        self.assertIn("standard output", process.stderr)


class Scenarios(InFolder):
    def test_a_sound_scenario_is_valid(self):
        process = catchment("validate", SCENARIO)
        self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "valid\n", ""))

    def test_all_problems_come_at_once(self):
        path = self.scenario("start: 2008-04-02\npopulation: {size: 12, sizes: 3}\ncare: {trim_point_days: yes}\n")
        for command in ("validate", "describe", "run"):
            process = catchment(command, path, folder=self.folder)
            self.assertEqual((process.returncode, process.stdout), (2, ""))
            for problem in ("population.size", "population.sizes", "care.trim_point_days", "4 problems in"):
                self.assertIn(problem, process.stderr)
            self.assertIn(f"{path}:3:", process.stderr)
        self.assertEqual(list(self.folder.iterdir()), [path])

    def test_runs_start_and_stop_with_a_month(self):
        for value, problem in (
            ("start=2008-04-02", "start: expected the first day of a month, found 2008-04-02"),
            ("until=2008-06-30", "until: expected the first day of a month, found 2008-06-30"),
            ("until=2008-04-01", "until: expected a date after start"),
        ):
            process = catchment("validate", SCENARIO, "--set", value)
            self.assertEqual(process.returncode, 2)
            self.assertIn(problem, process.stderr)

    def test_a_wrong_figure_is_refused(self):
        table = self.folder / "mortality.csv"
        table.write_text("age,sex\n1,male\n", encoding="utf-8")
        path = self.scenario(f"population: {{figures: {{mortality: {table}}}}}\n")
        for command in ("validate", "run"):
            process = catchment(command, path, folder=self.folder)
            self.assertEqual((process.returncode, process.stdout), (3, ""))
            self.assertIn("mortality.csv", process.stderr)

    def test_describe_lists_every_parameter(self):
        process = catchment("describe", SCENARIO, "--set", "population.size=4321")
        self.assertEqual((process.returncode, process.stderr), (0, ""))
        self.assertRegex(process.stdout, r"population\.size +4321 +people")
        self.assertGreater(len(process.stdout.splitlines()), 200)

    def test_describe_tells_all_of_one_parameter(self):
        told = catchment("describe", SCENARIO, "population.size", "--set", "population.size=4321").stdout.splitlines()
        self.assertEqual(told[0], "population.size")
        self.assertIn("value         4321 people", told)
        self.assertIn("set by        --set population.size=4321", told)
        self.assertRegex("\n".join(told), r"\nin place of   20000, by \S+small\.yaml:\d+\n")
        self.assertRegex("\n".join(told), r"\nbefore that   500000, by \S+england\.yaml:\d+\n")

    def test_describe_speaks_to_programs(self):
        described = catchment("describe", SCENARIO, "care.services.*.notice_days", "--format", "json").stdout
        notices = {row["path"].split(".")[2]: row["value"] for row in json.loads(described)}
        self.assertEqual(notices["home_care"], 4.3)
        self.assertGreater(len(notices), 10)
        table = catchment("describe", SCENARIO, "--format", "tsv").stdout.splitlines()
        self.assertEqual({line.count("\t") for line in table}, {13})

    def test_describe_answers_a_path_to_nothing(self):
        process = catchment("describe", SCENARIO, "care.services.home_car.notice_days")
        self.assertEqual((process.returncode, process.stdout), (2, ""))
        self.assertIn("did you mean care.services.home_care?", process.stderr)

    def test_reference_has_three_pages(self):
        pages = [catchment("reference", topic).stdout for topic in ("parameters", "output", "state")]
        self.assertEqual(len({page.splitlines()[0] for page in pages}), 3)
        everything = catchment("reference").stdout
        for page in pages:
            self.assertIn(page, everything + "\n")
        process = catchment("reference", "outputs")
        self.assertEqual((process.returncode, process.stdout), (2, ""))
        self.assertIn("expected parameters, output or state", process.stderr)


class Outputs(InFolder):
    def test_the_file_has_the_contract(self):
        self.run_quick()
        with h5py.File(self.folder / "run.h5") as file:
            for group, datasets in CONTRACT.items():
                for names, dimensions in datasets.items():
                    for name in names.split():
                        dataset = file[group][name]
                        found = [dimension[0].name.strip("/") for dimension in dataset.dims]
                        self.assertEqual(found, dimensions.split(), f"/{group}/{name}")
                        self.assertIn("long_name", dataset.attrs)
            self.assertEqual(texts(file["age_band"]), AGE_BANDS)
            self.assertEqual(texts(file["sex"]), ["male", "female"])
            self.assertEqual(list(file["deprivation"]), [1, 2, 3, 4, 5])
            self.assertEqual(texts(file["frailty_band"]), ["fit", "mild", "moderate", "severe"])
            self.assertEqual(texts(file["need_band"]), ["none", "low", "moderate", "substantial", "critical"])
            self.assertEqual(list(file["relation"]), list(range(file["money/paid"].shape[1])))
            self.assertTrue(set(texts(file["money/payee"])) - {""})

    def test_people_queues_and_money_are_conserved(self):
        self.run_quick()
        with h5py.File(self.folder / "run.h5") as file:

            def of(name):
                return file[name][()].astype("i8")

            persons, deaths = of("population/persons"), of("population/deaths")
            change = of("population/births") + of("population/arrivals") - of("population/departures")
            change += of("population/moved_in") - of("population/moved_out") - deaths.sum((2, 3))
            numpy.testing.assert_array_equal(numpy.diff(persons.sum((2, 3)), axis=0), change[1:])
            numpy.testing.assert_array_equal(of("population/persons_by_deprivation").sum(1), persons.sum(1))
            by_deprivation = of("population/deaths_by_deprivation")
            numpy.testing.assert_array_equal(by_deprivation.sum(1), deaths.sum(1))
            numpy.testing.assert_array_equal(of("outcome/deaths_by_place").sum(1), by_deprivation.sum(3))
            numpy.testing.assert_array_equal(of("outcome/deaths_by_place_and_locality").sum(1), deaths.sum(3))
            for everywhere, somewhere in (
                ("delayed_days_by_cause", "delayed_days"),
                ("care_home_entries", "care_home_entries_by_locality"),
            ):
                numpy.testing.assert_array_equal(of(f"outcome/{everywhere}").sum(1), of(f"outcome/{somewhere}").sum(1))
            numpy.testing.assert_array_equal(of("population/frailty").sum(1), persons.sum((1, 3)))
            numpy.testing.assert_array_equal(of("population/need").sum(1), persons.sum((1, 3)))
            self.assertTrue((of("population/any_condition") >= of("population/multimorbid").sum(1)).all())
            ended = sum(of(f"activity/{fate}") for fate in ("served", "refused", "withdrawn", "died_waiting"))
            waiting = numpy.diff(of("waiting/queue"), axis=0)
            numpy.testing.assert_array_equal(waiting, (of("activity/requested") - ended)[1:])
            saved = of("money/income") - of("money/cost")
            numpy.testing.assert_array_equal(numpy.diff(of("money/balance"), axis=0), saved[1:])
            admitted = of("activity/emergency_admissions_by_deprivation")
            numpy.testing.assert_array_equal(admitted.sum(1), of("activity/emergency_admissions").sum(1))
            treated = of("waiting/treated")
            numpy.testing.assert_array_equal(of("waiting/treated_by_week").sum(2), treated.sum(1))
            numpy.testing.assert_array_less(of("waiting/treated_within_18_weeks"), treated + 1)
            unserved = of("activity/served") == 0
            numpy.testing.assert_array_equal(numpy.isnan(file["waiting/median_days"][()]), unserved)

    def test_no_condition_has_more_than_everybody(self):
        self.run_quick()
        with h5py.File(self.folder / "run.h5") as file:
            for outcome, everybody in (
                ("deaths", "population/deaths_by_deprivation"),
                ("emergency_admissions", "activity/emergency_admissions_by_deprivation"),
                ("emergency_bed_days", "activity/emergency_bed_days"),
                ("readmissions", "outcome/readmissions_by_deprivation"),
                ("delayed_days", "outcome/delayed_days"),
                ("care_home_entries", "outcome/care_home_entries"),
                ("qalys", "outcome/qalys_by_deprivation"),
            ):
                total = file[everybody][()].sum(1)
                total = total.sum(2) if total.ndim == 3 else total
                of_condition = file[f"outcome/{outcome}_by_condition"][()]
                self.assertTrue((of_condition.max(1) <= total).all(), outcome)
            self.assertGreater(file["outcome/emergency_admissions_by_condition"][()].sum(), 0)

    def test_needs_for_what_nobody_offers_are_counted(self):
        counts = {}
        for capacity in ("0.423", "0"):
            service = "care.provider_kinds.acute_trust.services.day_case.capacity_per_1000"
            at_once = "care.straight_to_list_share=1"
            self.run_quick("--until", "2008-05-01", "--set", f"{service}={capacity}", "--set", at_once, "--force")
            with h5py.File(self.folder / "run.h5") as file:
                requested, unoffered = (file[f"activity/{name}"][0].sum(0) for name in ("requested", "unoffered"))
                counts[capacity] = dict(zip(texts(file["service"]), zip(requested, unoffered)))
        self.assertTrue(all(unoffered == 0 for _, unoffered in counts["0.423"].values()))
        self.assertGreater(counts["0.423"]["day_case"][0], 0)
        requested, unoffered = counts["0"]["day_case"]
        self.assertEqual(requested, 0)
        # Who waits asks no second time; who is offered nothing does, which few need to in a month.
        self.assertGreaterEqual(unoffered, counts["0.423"]["day_case"][0])
        self.assertLessEqual(unoffered, counts["0.423"]["day_case"][0] + 2)

    def test_other_tools_read_it(self):
        self.run_quick()
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.folder / "run.h5", engine=engine) as root:
                self.assertEqual([str(month)[:10] for month in root.month.values][-1], "2008-06-01")
            for group in CONTRACT:
                with xarray.open_dataset(self.folder / "run.h5", engine=engine, group=group) as data:
                    data.load()
                    self.assertGreater(len(data.data_vars), 0)

    def test_the_report_is_that_of_the_file(self):
        process = self.run_quick()
        with h5py.File(self.folder / "run.h5") as file:
            self.assertEqual(text(file.attrs["status"]), "complete")
            self.assertEqual(text(file.attrs["state_hash"]), reported(process.stdout, "state hash"))
            admissions = file["activity/emergency_admissions"][()].sum()
            people = file["population/persons"][-1].sum()
            days = file["activity/bed_days"][()].sum()
        self.assertEqual(reported(process.stdout, "emergency admissions").replace(",", ""), str(admissions))
        self.assertEqual(reported(process.stdout, "people at the end").replace(",", ""), str(people))
        self.assertEqual(reported(process.stdout, "bed days").replace(",", ""), str(days))
        self.assertNotIn("phase", process.stdout)

    def test_the_file_says_how_it_was_made(self):
        self.run_quick("--seed", "42", "--replicate", "3", "--threads", "2")
        with h5py.File(self.folder / "run.h5") as file:
            provenance = dict(file["provenance"].attrs)
            parameters = dict(zip(texts(file["scenario/parameters/path"]), texts(file["scenario/parameters/value"])))
            resolved = text(file["scenario/resolved"][()])
        self.assertEqual((provenance["seed"], provenance["replicate"], provenance["threads"]), (42, 3, 2))
        self.assertTrue(text(provenance["command"]).endswith("--seed 42 --replicate 3 --threads 2"))
        self.assertEqual(parameters["population.size"], "2000")
        self.assertEqual(parameters["until"], "2008-07-01")
        self.assertEqual(parameters["seed"], "42")
        again = self.folder / "again.yaml"
        again.write_text(resolved, encoding="utf-8")
        self.assertEqual(catchment("validate", again).stdout, "valid\n")

    def test_the_output_is_named_after_the_scenario(self):
        process = catchment("run", SCENARIO, *QUICK, "--until", "2008-05-01", folder=self.folder)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["small.h5"])
        self.assertEqual(reported(process.stdout, "output"), "small.h5")

    def test_endings_of_scenarios_alone_are_replaced(self):
        for name, output in {"a.yml": "a.h5", "b.YAML": "b.h5", "c": "c.h5", "d.txt": "d.txt.h5"}.items():
            (self.folder / name).write_text(f"extends: {SCENARIO}\n", encoding="utf-8")
            process = catchment("run", name, *QUICK, "--until", "2008-05-01", folder=self.folder)
            self.assertEqual(process.returncode, 0, process.stderr)
            self.assertTrue((self.folder / output).is_file(), name)

    def test_until_shortens_and_lengthens(self):
        for date, months in (("2008-05-01", 1), ("2009-06-01", 14)):
            self.run_quick("--until", date, "--force")
            with h5py.File(self.folder / "run.h5") as file:
                self.assertEqual(len(file["month"]), months)

    def test_the_warm_up_is_not_recorded(self):
        self.run_quick("--set", "warm_up_days=60")
        with h5py.File(self.folder / "run.h5") as file:
            self.assertEqual(list(file["month"]), [0, 30, 61])
            self.assertEqual(text(file["month"].attrs["units"]), "days since 2008-04-01")

    def test_info_says_what_is_in_the_file(self):
        run = self.run_quick()
        process = catchment("info", "run.h5", folder=self.folder)
        self.assertEqual((process.returncode, process.stderr), (0, ""))
        self.assertEqual(reported(process.stdout, "state_hash"), reported(run.stdout, "state hash"))
        self.assertEqual(reported(process.stdout, "months"), "3")
        (self.folder / "no.h5").write_text("no HDF5", encoding="utf-8")
        for name in ("no.h5", "missing.h5"):
            process = catchment("info", name, folder=self.folder)
            self.assertEqual((process.returncode, process.stdout), (3, ""))
            self.assertIn(name, process.stderr)

    def test_an_output_in_the_way_is_refused_and_kept(self):
        path = self.folder / "run.h5"
        path.write_text("precious", encoding="utf-8")
        process = self.run_quick(expect=3)
        self.assertIn("--force", process.stderr)
        self.assertEqual(path.read_text(encoding="utf-8"), "precious")
        self.run_quick("--force")
        self.assertTrue(h5py.is_hdf5(path))

    def test_an_output_that_cannot_be_made_is_refused(self):
        process = self.run_quick(name="no/such/folder/run.h5", expect=3)
        self.assertIn("no/such/folder/run.h5", process.stderr)
        self.assertIn("No such file or directory", process.stderr)
        self.assertEqual(self.run_quick(name=".", expect=3).stdout, "")


class Sameness(InFolder):
    def hash_of(self, *options):
        return reported(self.run_quick("--force", *options).stdout, "state hash")

    def test_a_run_is_a_function_of_scenario_seed_and_replicate(self):
        first = self.hash_of("--threads", "1")
        self.assertEqual(self.hash_of("--threads", "1"), first)
        self.assertEqual(self.hash_of("--threads", "2"), first)
        self.assertEqual(self.hash_of("--threads", "5"), first)
        others = {self.hash_of("--seed", "2"), self.hash_of("--replicate", "1"), self.hash_of("--set", "seed=3")}
        self.assertEqual(len(others | {first}), 4)


class Progress(InFolder):
    def test_a_line_for_each_tenth(self):
        process = self.run_quick("--until", "2009-12-01")
        shares = [int(line.split("%")[0]) for line in process.stderr.splitlines()]
        self.assertEqual([share // 10 for share in shares], list(range(1, 11)))
        self.assertIn("person-years a second", process.stderr)

    def test_a_bar_on_a_terminal(self):
        terminal, side = pty.openpty()
        command = [PROGRAM, "run", str(SCENARIO), "-o", "run.h5", *QUICK, *THREE_MONTHS]
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=side)
        os.close(side)
        seen = b""
        try:
            while chunk := os.read(terminal, 4096):
                seen += chunk
        except OSError:  # the other side has closed
            pass
        os.close(terminal)
        self.assertEqual(process.wait(), 0)
        self.assertEqual(seen.count(b"\r"), 4)
        self.assertIn(b"[####################..........]  67% done", seen)
        self.assertTrue(seen.endswith(b"\r\x1b[K"))

    def test_the_profile_names_each_phase(self):
        process = self.run_quick("--profile")
        for phase in ("synthesis", "people and pathways", "service", "end of month", "output"):
            self.assertRegex(process.stdout, rf"(?m)^{phase} +[0-9.]+ +[0-9.]+ % +[0-9]+ +[0-9]+$")

    def test_the_profile_goes_to_a_file(self):
        process = self.run_quick("--profile-file", "profile.csv")
        self.assertNotIn("end of month", process.stdout)
        rows = (self.folder / "profile.csv").read_text(encoding="utf-8").splitlines()
        events = {row.split(",")[0]: int(row.split(",")[2]) for row in rows[1:]}
        self.assertEqual(events["output"], 3)

    def test_a_profile_that_cannot_be_written_is_said(self):
        process = self.run_quick("--profile-file", "nowhere/profile.csv", expect=3)
        self.assertIn("nowhere/profile.csv: No such file or directory", process.stderr)


class Limits(InFolder):
    def test_a_population_that_does_not_fit_is_refused_at_once(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

        process = catchment("run", SCENARIO, "--set", "population.size=60000000", folder=self.folder, preexec_fn=limit)
        self.assertEqual(process.returncode, 3)
        self.assertRegex(process.stderr, r"60000000 people need about [0-9.]+ GB of memory, and 2\.1 GB are available")
        self.assertEqual(list(self.folder.iterdir()), [])


    def test_a_full_disk_stops_the_run_and_keeps_what_was_flushed(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        self.run_quick(name="whole.h5")
        size = (self.folder / "whole.h5").stat().st_size + 10000
        command = ["run", SCENARIO, "-o", "run.h5", *QUICK, "--until", "2018-04-01"]
        process = catchment(*command, folder=self.folder, preexec_fn=limit, restore_signals=False)
        self.assertEqual((process.returncode, process.stdout), (3, ""))
        self.assertIn("File too large", process.stderr)
        self.assertIn("run.h5", process.stderr)
        process = catchment("info", "run.h5", folder=self.folder)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(reported(process.stdout, "status"), "running")
        self.assertGreaterEqual(int(reported(process.stdout, "months")), 3)


class Signals(InFolder):
    def interrupt(self, number, *options):
        """A run of twenty years, stopped when the first tenth is done."""
        command = [PROGRAM, "run", str(SCENARIO), "-o", "run.h5", *QUICK, "--until", "2028-04-01", *options]
        with subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            self.assertIn("% done", process.stderr.readline())
            process.send_signal(number)
            output, errors = process.communicate(timeout=300)
        return process.returncode, output, errors

    def test_a_signal_stops_the_run_and_keeps_its_months(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            status, output, errors = self.interrupt(number)
            self.assertEqual(status, 128 + number)
            self.assertIn("people at the end", output)
            self.assertIn("stopped by a signal", errors)
            with h5py.File(self.folder / "run.h5") as file:
                months = len(file["month"])
                self.assertEqual(text(file.attrs["status"]), "running")
                self.assertGreaterEqual(months, 24)
                self.assertLess(months, 240)
                self.assertEqual(len(file["population/persons"]), months)
                self.assertTrue((file["population/persons"][()].sum((1, 2, 3)) > 1000).all())
            self.assertEqual([path.name for path in self.folder.iterdir()], ["run.h5"])
            (self.folder / "run.h5").unlink()

    def test_a_run_stopped_in_its_warm_up_has_no_months(self):
        status, output, _ = self.interrupt(signal.SIGTERM, "--set", "warm_up_days=3650", "--until", "2008-07-01")
        self.assertEqual((status, output), (143, ""))
        with h5py.File(self.folder / "run.h5") as file:
            self.assertEqual(text(file.attrs["status"]), "running")
            self.assertEqual(len(file["month"]), 0)

    def test_an_ignored_signal_stays_ignored(self):
        def ignore():
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        command = [PROGRAM, "run", str(SCENARIO), "-o", "run.h5", *QUICK, "--until", "2010-04-01"]
        with subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=ignore
        ) as process:
            process.stderr.readline()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=300)
        self.assertEqual(process.returncode, 0)


if __name__ == "__main__":
    if not SCENARIO.exists():
        sys.exit(f"{SCENARIO} is missing")
    unittest.main()
