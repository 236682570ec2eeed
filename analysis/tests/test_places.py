"""Kinds of providers and flows of patients, by value."""

import h5py
import pytest
from catchment import open_run
from catchment.measure import places
from synthetic import DAYS, NURSING, write_run


def test_kinds_follow_from_services(run):
    assert places.provider_kinds(run) == ["hospitals", "practices", "community", "social care"]


def test_generated_providers_of_one_kind_are_alike(tmp_path):
    path = write_run(tmp_path / "homes.h5")
    with h5py.File(path, "a") as file:
        file["area/provider_kind"][NURSING] = "care_home_group"
        for name in ("requested", "served"):
            file[f"activity/{name}"][:, NURSING, :] = 0
    with open_run(path) as run:
        assert places.provider_kinds(run)[NURSING] == "social care"


def test_yearly_admissions(run):
    admissions = places.yearly_admissions(run)
    a_year = 2 * 3 * (90 + 20 + 40) / (DAYS / 365.25)
    assert admissions.dims == ("locality", "provider")
    assert list(admissions["provider"].values) == ["general-hospital"]
    # A quarter of each count, in whole numbers as stored: 22 + 5 + 10 and 67 + 15 + 30.
    assert admissions.values[:, 0] == pytest.approx([a_year * 37 / 150, a_year * 112 / 150])


def test_people_of_localities_are_grossed_up(run):
    assert places.locality_people(run).values.tolist() == [2 * 40 * 120, 2 * 40 * 220]


def test_a_provider_bound_to_no_economy_belongs_to_the_nearest(run, tmp_path):
    assert places.provider_economies(run).tolist() == [0, 0, 1, 0]
    with h5py.File(write_run(tmp_path / "moved.h5"), "a") as file:
        file["area/provider_x_km"][0] = 9
    with open_run(tmp_path / "moved.h5") as moved:
        assert places.provider_economies(moved).tolist() == [1, 0, 1, 0]
