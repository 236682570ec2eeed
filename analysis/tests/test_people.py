"""Age structure, conditions, multimorbidity and frailty, by value."""

import numpy as np
import pytest
from catchment.measure import people
from synthetic import DAYS


def test_ages_of_bands():
    assert [people.middle_age(band) for band in ("0", "1-4", "5-9", "85-89", "90+")] == [
        0.5,
        3,
        7.5,
        87.5,
        92.5,
    ]
    assert [people.first_age(band) for band in ("0", "1-4", "90+")] == [0, 1, 90]


def test_pyramid_joins_the_youngest_and_is_grossed_up(run):
    pyramid = people.pyramid(run)
    assert pyramid.dims == ("when", "age_band", "sex")
    assert list(pyramid["age_band"].values[:3]) == ["0-4", "5-9", "10-14"]
    assert pyramid.sizes["age_band"] == 19
    assert pyramid.sel(when="first", age_band="5-9", sex="male") == 2 * 300
    assert pyramid.sel(when="last", age_band="5-9", sex="male") == 2 * 340
    assert pyramid.sel(when="last", age_band="0-4", sex="female") == 4 * 340


def test_prevalence_in_order(run):
    prevalence = people.prevalence(run)
    assert list(prevalence["condition"].values) == ["common_one", "rare_one"]
    assert list(prevalence["label"].values) == ["Common one", "Rare one (coded)"]
    assert prevalence.sel(condition="common_one", age_band="20-24", sex="male") == pytest.approx(20)
    assert prevalence.sel(condition="rare_one", sex="female").values[10] == pytest.approx(10)
    assert prevalence["overall"].values == pytest.approx([10, 100 * 34 / (40 * 340)])


def test_person_years(run):
    years = people.person_years(run)
    assert years.sel(deprivation=1, age_band="0") == pytest.approx(120 * DAYS / 365.25)


def test_multimorbidity_leaves_out_small_groups(run):
    share = people.multimorbidity(run)
    assert share.sel(age_band="80-84").values == pytest.approx([50, 40, 30, 20, 10])
    assert np.isnan(share.sel(deprivation=5, age_band="90+"))


def test_frailty_from_50(run):
    shares = people.frailty(run)
    assert list(shares["age_band"].values[[0, -1]]) == ["50-54", "90+"]
    assert shares.sel(age_band="70-74").values == pytest.approx([50, 30, 15, 5])
