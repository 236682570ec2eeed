"""Gradients and life expectancy against values worked out by hand."""

import numpy as np
import pytest
import xarray as xr
from catchment.measure import inequality
from synthetic import DAYS

YEARS = DAYS / 365.25


def by_quintile(*values: float) -> xr.DataArray:
    return xr.DataArray(np.array(values, dtype=float), dims="deprivation")


def test_ridits_are_the_middles_of_groups():
    assert inequality.ridits(np.array([1, 1, 1, 1, 1])) == pytest.approx([0.9, 0.7, 0.5, 0.3, 0.1])
    assert inequality.ridits(np.array([1, 3])) == pytest.approx([0.875, 0.375])


def test_a_straight_gradient():
    # From 7.5 at the least deprived end to 32.5 at the other.
    found = inequality.gradient(by_quintile(30, 25, 20, 15, 10), by_quintile(1, 1, 1, 1, 1))
    assert found.slope == pytest.approx(25)
    assert found.relative == pytest.approx(32.5 / 7.5)


def test_groups_count_by_their_people():
    # Two groups: the line through 10 at 0.375 and 20 at 0.875, from 2.5 to 22.5.
    found = inequality.gradient(by_quintile(20, 10), by_quintile(1, 3))
    assert found.slope == pytest.approx(20)
    assert found.relative == pytest.approx(9)


def test_the_regression_is_weighted():
    # Weights 1, 2, 1 at 0.875, 0.5, 0.125: slope (0.375 x 7.5 + 0.375 x 2.5) / (2 x 0.375 ** 2).
    found = inequality.gradient(by_quintile(12, 3, 2), by_quintile(1, 2, 1))
    assert found.slope == pytest.approx(10 / 0.75)
    assert np.isnan(found.relative)  # 5 - 6.67 at the least deprived end


def test_no_gradient():
    found = inequality.gradient(by_quintile(5, 5, 5, 5, 5), by_quintile(3, 1, 4, 1, 5))
    assert found.slope == pytest.approx(0)
    assert found.relative == pytest.approx(1)


def test_standardised_rates_do_not_depend_on_ages():
    dimensions = ("deprivation", "age_band")
    years = xr.DataArray([[300.0, 100.0], [100.0, 300.0]], dims=dimensions)
    events = years * xr.DataArray([0.01, 0.05], dims="age_band")
    rate = inequality.standardised_rate(events, years)
    assert rate.values == pytest.approx([30, 30])


def test_bands_without_people_are_left_out():
    dimensions = ("deprivation", "age_band")
    years = xr.DataArray([[100.0, 0.0], [100.0, 50.0]], dims=dimensions)
    events = xr.DataArray([[2.0, 0.0], [1.0, 9.0]], dims=dimensions)
    assert inequality.standardised_rate(events, years).values == pytest.approx([20, 10])


def test_gradient_of_a_run(run):
    # 3, 6, 9, 12, 15 a month among 120 people of each age, save at 90 and over, where the last
    # quintile has 2; so that its rate there is 60 times as high.
    share = np.array([19 * 600, 482]) / (19 * 600 + 482)
    years = np.array([120, 120, 120, 120, 2]) * YEARS
    events = 3 * np.array([3, 6, 9, 12, 15])
    young = 1000 * events / (120 * YEARS)
    old = 1000 * events / years
    rate = share[0] * young + share[1] * old
    people = np.array([2400, 2400, 2400, 2400, 2282])
    expected = inequality.gradient(by_quintile(*rate), by_quintile(*people))
    found = inequality.gradient_of(run, "activity/emergency_admissions_by_deprivation")
    assert found.slope == pytest.approx(expected.slope)
    assert found.slope < 0


def test_life_expectancy_by_hand():
    # q = 0.02/1.018, 0.02/1.012; l(5) = 0.9609791; 0.9823183 + 3.8749156 + 0.9609791/0.0125.
    deaths, years = np.array([2.0, 5.0, 25.0]), np.array([100.0, 1000.0, 2000.0])
    assert inequality.life_expectancy([0, 1, 5], deaths, years) == pytest.approx(81.73556, abs=1e-4)


def test_one_open_band_is_the_reciprocal():
    assert inequality.life_expectancy([0], np.array([2.0]), np.array([150.0])) == pytest.approx(75)


def test_without_people_or_deaths_nothing_is_known():
    years = np.array([100.0, 100.0])
    assert np.isnan(inequality.life_expectancy([0, 1], np.array([1.0, 0.0]), years))
    assert np.isnan(inequality.life_expectancy([0, 1], np.array([1.0, 1.0]), np.array([0.0, 1.0])))


def test_nobody_dies_more_than_once():
    deaths, years = np.array([900.0, 1.0]), np.array([100.0, 100.0])
    assert inequality.life_expectancy([0, 5], deaths, years) == pytest.approx(0.5)


def test_gap_of_a_run(run):
    # The same deaths among 120 people of each age, 2 of them at 90 and over in the last quintile.
    expected = inequality.life_expectancies(run)
    assert expected.sel(deprivation=2) == expected.sel(deprivation=4)
    deaths = np.full(20, 3 * 2 * 2.0)
    ages = [0, 1, *range(5, 95, 5)]
    most = inequality.life_expectancy(ages, 2 * deaths, np.full(20, 120 * YEARS))
    least = inequality.life_expectancy(ages, deaths, np.array([*[120] * 19, 2]) * YEARS)
    assert inequality.life_expectancy_gap(run) == pytest.approx(least - most)
