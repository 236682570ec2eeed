"""Scenarios against what they extend: jobs, measures, differences with intervals, tables."""

import math
import stat
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from catchment import RunError, open_run, pairs
from catchment.compare.effects import (
    change,
    change_per_cent,
    estimate,
    members_ratio,
    variance_ratio,
)
from catchment.compare.measures import Measure, measure_run, measures_by_programme
from catchment.compare.report import (
    WITHOUT_EFFECT,
    Evidence,
    interval,
    ratio_found,
    read_evidence,
    table_of_changes,
    table_of_evidence,
)
from catchment.compare.runs import PLAIN, Job, read_measures, run_all, write_measures

T_OF_3 = 4.302652729911275  # two-sided 95%, two degrees of freedom


def results_of(**scenarios):
    """Replicates of emergency admissions by scenario."""
    return {
        (name, PLAIN, replicate): {"emergency_admissions": value}
        for name, values in scenarios.items()
        for replicate, value in enumerate(values)
    }


def test_an_estimate_is_the_mean_with_its_t_interval():
    found = estimate([1.0, 2.0, 3.0])
    half = T_OF_3 / math.sqrt(3)
    assert found.value == 2
    assert found.low == pytest.approx(2 - half)
    assert found.high == pytest.approx(2 + half)


def test_one_replicate_has_no_interval():
    found = estimate([5.0])
    assert found.value == 5
    assert math.isnan(found.low)
    assert interval(found, 1) == "+5.0"


def test_a_change_is_of_the_same_replicate_in_per_cent_of_the_mean_base():
    found = change_per_cent(results_of(base=[100, 200, 300], less=[90, 180, 270]), "less", "base", "emergency_admissions")
    assert found.value == pytest.approx(-10)
    assert found.high - found.value == pytest.approx(T_OF_3 * 5 / math.sqrt(3))


def test_a_change_of_nothing_or_of_what_is_not_measured_is_none():
    results = results_of(base=[0, 0], more=[1, 2])
    assert change_per_cent(results, "more", "base", "emergency_admissions") is None
    assert change_per_cent(results, "more", "base", "deaths") is None
    assert change_per_cent(results, "other", "base", "emergency_admissions") is None


def test_a_measure_with_a_unit_changes_by_a_difference_in_it():
    share = Measure("emergency_admissions", "a share", float, "points", 100)
    found = change(results_of(base=[0.0, 0.5], more=[0.25, 0.75]), "more", "base", share)
    assert found.value == 25
    assert change(results_of(base=[0.0], more=[0.25]), "more", "base", replace(share, unit="")) is None
    assert change(results_of(base=[0.0]), "more", "base", share) is None


def test_members_are_compared_with_themselves_without_the_effect():
    def measures(days, events):
        return {"member_days": days, "members_deaths": events}

    results = {
        ("a", PLAIN, 0): measures(1000, 5),
        ("a", WITHOUT_EFFECT, 0): measures(500, 5),
        ("a", PLAIN, 1): measures(1000, 15),
        ("a", WITHOUT_EFFECT, 1): measures(1000, 10),
    }
    found = members_ratio(results, "a", "deaths", WITHOUT_EFFECT)
    assert found.value == pytest.approx((0.5 + 1.5) / 2)
    assert members_ratio(results, "a", "emergency_admissions", WITHOUT_EFFECT) is None


def test_members_of_one_programme_have_measures_of_their_own():
    results = {
        ("a", PLAIN, 0): {"member_days of ward": 10, "members_deaths of ward": 3, "member_days": 1, "members_deaths": 9},
        ("a", WITHOUT_EFFECT, 0): {"member_days of ward": 10, "members_deaths of ward": 6},
    }
    evidence = Evidence("a", "deaths", "members of ward", 0.5, None, None, "Somebody", "B")
    assert evidence.is_of_members
    assert ratio_found(results, evidence, "base").value == 0.5
    assert ratio_found(results, replace(evidence, people="members of club"), "base") is None


def test_what_happens_to_members_is_measured_by_programme():
    axes = ("month", "locality", "programme")
    counts = ("member_days", "emergency_admissions", "emergency_bed_days", "deaths")
    served = np.zeros((1, 2, 2))
    served[0, 1, 0] = 7
    data = xr.Dataset(
        {name: (axes, np.array([[[1, 2]]]) + number) for number, name in enumerate(counts)}
        | {"served": (("month", "programme", "service"), served)},
        coords={
            "programme": ["ward", "club"],
            "service": ["accident_emergency", "outpatient_first"],
        },
    )
    data = data.reindex(service=["accident_emergency", "outpatient_first", "elective_inpatient", "care_home"])
    run = SimpleNamespace(
        groups={"programmes": data}, variable=lambda path: data[path.removeprefix("programmes/")]
    )
    found = measures_by_programme(run)
    assert found["member_days of ward"] == 1
    assert found["members_deaths of club"] == 5
    assert found["members_attendances of club"] == 7
    assert found["members_outpatient_first of club"] == 0


def test_common_luck_takes_the_variance_of_the_luck_away():
    results = results_of(base=[100, 130, 70, 105], less=[91, 119, 60, 96])
    # Differences -9, -11, -10, -9: variance 11/12. Apart: -39, 49, -45, -4, whose mean is -9.75.
    apart = sum((d + 9.75) ** 2 for d in (-39, 49, -45, -4)) / 3
    assert variance_ratio(results, "less", "base", "emergency_admissions") == pytest.approx(11 / 12 / apart)
    assert variance_ratio(results_of(base=[1, 2], less=[1, 2]), "less", "base", "emergency_admissions") is None


def test_measures_are_sums_of_an_output(file):
    with open_run(file) as run:
        measures = measure_run(run)
        assert measures["deaths"] == float(run.variable("population/deaths").sum())
    assert measures["paid_health"] == pytest.approx(3 * (500_000 - 20_000 + 100_000 + 200_000))
    assert measures["paid_council"] == pytest.approx(3 * 80_000)
    assert "member_days" not in measures


def test_measures_are_written_and_read_back(tmp_path):
    results = {("a", PLAIN, 0): {"deaths": 1.5}, ("b", WITHOUT_EFFECT, 3): {"deaths": 2.0, "qalys": 0.1}}
    write_measures(tmp_path / "measures.csv", results)
    assert read_measures(tmp_path / "measures.csv") == results


def make_program(folder: Path, body: str) -> Path:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_jobs_run_the_program_with_their_replicate_and_values(tmp_path, file):
    program = make_program(tmp_path, f'echo "$@" >>{tmp_path}/calls; cp {file} "$4"')
    jobs = [Job(tmp_path / "a.yaml", 0), Job(tmp_path / "a.yaml", 1, WITHOUT_EFFECT, ("x=1",))]
    found = list(run_all(program, jobs, ["y=2"], 1))
    assert [job for job, _ in found] == jobs
    assert found[0][1] == found[1][1]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls[0].startswith(f"run {tmp_path}/a.yaml -o ")
    assert calls[0].endswith("--threads 1 --replicate 0 --set y=2")
    assert calls[1].endswith("--threads 1 --replicate 1 --set y=2 --set x=1")


def test_what_the_program_says_last_is_the_error(tmp_path):
    program = make_program(tmp_path, "echo progress >&2; echo 'catchment: no luck' >&2; exit 2")
    with pytest.raises(RunError, match="a.yaml: catchment: no luck"):
        list(run_all(program, [Job(tmp_path / "a.yaml", 0)], [], 1))


def test_the_base_is_no_scenario_and_unknown_names_are_said(tmp_path):
    for name in ("base", "b", "a"):
        (tmp_path / f"{name}.yaml").touch()
    base = tmp_path / "base.yaml"
    assert [path.stem for path in pairs.scenarios_of(tmp_path, base, [])] == ["a", "b"]
    assert [path.stem for path in pairs.scenarios_of(tmp_path, base, ["b"])] == ["b"]
    with pytest.raises(RunError, match="no scenario c"):
        pairs.scenarios_of(tmp_path, base, ["c"])


def test_a_scenario_is_set_against_what_it_extends_in_the_folder(tmp_path):
    (tmp_path / "here").mkdir()
    base = tmp_path / "here/base.yaml"
    for path, extended in (("b", "base.yaml"), ("c", "b.yaml"), ("d", "../outside.yaml"), ("base", "../outside.yaml")):
        (tmp_path / f"here/{path}.yaml").write_text(f"# extends: e.yaml\nextends: {extended}\ntitle: T\n", encoding="utf-8")
    (tmp_path / "outside.yaml").touch()
    found = {name: pairs.base_of(tmp_path / f"here/{name}.yaml", base).stem for name in ("b", "c", "d")}
    assert found == {"b": "base", "c": "b", "d": "base"}


def test_those_with_evidence_on_members_run_without_effect_too():
    base, a, b = Path("base.yaml"), Path("a.yaml"), Path("b.yaml")
    jobs = pairs.jobs_of([base, a, b], {"b"}, 2)
    assert [job.key for job in jobs] == [
        ("base", PLAIN, 0), ("a", PLAIN, 0), ("b", PLAIN, 0), ("b", WITHOUT_EFFECT, 0),
        ("base", PLAIN, 1), ("a", PLAIN, 1), ("b", PLAIN, 1), ("b", WITHOUT_EFFECT, 1),
    ]  # fmt: skip
    assert jobs[3].sets == ("care.programmes_work_share=0",)


EVIDENCE = """# a comment
model,outcome,people,value,low,high,source,grade
less,emergency_admissions,everybody,0.95,0.9,1.0,"Somebody, 2010",B
more,deaths,members,0.5,,,"Somebody else",C
"""


def test_evidence_is_read_without_comments(tmp_path):
    (tmp_path / "evidence.csv").write_text(EVIDENCE, encoding="utf-8")
    first, second = read_evidence(tmp_path / "evidence.csv")
    assert first == Evidence("less", "emergency_admissions", "everybody", 0.95, 0.9, 1.0, "Somebody, 2010", "B")
    assert (second.low, second.high) == (None, None)
    assert read_evidence(tmp_path / "none.csv") == []


def test_tables_have_a_row_a_scenario_and_a_row_a_figure():
    results = results_of(base=[100, 200], less=[90, 180])
    changes = table_of_changes(results, {"less": "base"}).splitlines()
    assert changes[0].startswith("| scenario | against | emergency admissions | emergency bed days |")
    assert changes[2].startswith("| less | base | -10.00 (")
    evidence = [
        Evidence("less", "emergency_admissions", "everybody", 0.95, 0.9, 1.0, "Somebody", "B"),
        Evidence("other", "deaths", "members", 0.5, None, None, "Somebody", "C"),
    ]
    rows = table_of_evidence(results, {"less": "base"}, evidence).splitlines()
    assert len(rows) == 3
    assert rows[2].startswith("| less | emergency admissions | everybody | 0.95 (0.90 to 1.00) | 0.90 (")
    assert rows[2].endswith("| Somebody (B) |")
