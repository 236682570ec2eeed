"""Use of care, queues, waits and beds, by value."""

import numpy as np
import pytest
from catchment.measure import care
from synthetic import DAYS, HOSPITAL, NURSING

MONTH = 365.25 / 12


def test_rate_by_deprivation(run):
    rate = care.rate_by_deprivation(run, "emergency_admissions")
    years = 120 * DAYS / 365.25
    assert rate.dims == ("deprivation", "age_band")
    assert rate.sel(age_band="40-44").values == pytest.approx(
        [9000 * quintile / years for quintile in range(1, 6)]
    )
    assert np.isnan(rate.sel(deprivation=5, age_band="90+"))


def test_use_by_service_is_for_a_month_of_average_length(run):
    use = care.use_by_service(run)
    assert use.sel(service="gp_consultation").values[0] == pytest.approx(
        1000 * 5000 / 12000 * MONTH / 30
    )
    assert use.sel(service="care_home").values[1] == pytest.approx(1000 * 4 / 12800 * MONTH / 31)


def test_planned_providers_by_size(run):
    assert care.planned_providers(run, 6) == [HOSPITAL, NURSING]
    assert care.planned_providers(run, 1) == [HOSPITAL]


def test_queues_are_grossed_up(run):
    queues = care.queues(run, [HOSPITAL])
    assert list(queues["service"].values) == ["outpatient_first", "day_case", "elective_inpatient"]
    assert queues.sel(service="elective_inpatient").values[:, 0].tolist() == [200, 220, 240]


def test_median_waits_keep_their_gaps(run):
    waits = care.median_waits(run, [HOSPITAL, NURSING]).sel(service="outpatient_first")
    assert waits.values[:, 0].tolist() == [30, 30, 30]
    assert np.isnan(waits.values[:2, 1]).all()
    assert waits.values[2, 1] == 19


def test_only_providers_with_beds_are_hospitals(run):
    assert care.hospitals(run) == [HOSPITAL]
    assert care.occupancy(run).values[:, 0] == pytest.approx([80, 90, 104])
    assert care.occupancy_of_all(run).values == pytest.approx([80, 90, 104])


def test_delayed_days_are_grossed_up(run):
    assert care.delayed_days(run).values[:, 0].tolist() == [120, 124, 180]
