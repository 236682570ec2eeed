"""How well programmes are aimed, against values worked out by hand."""

import numpy as np
import xarray as xr
from catchment.measure.programmes import targeting
from catchment.summary import rows_of_programmes

AXES = ("month", "locality", "programme")


class Programmes(dict):
    """What the functions use of a run of one person for two in reality."""

    grossing = 2.0


def run_with(**counts):
    """Two months and one locality; each count is a list for two programmes."""
    values = {name: (AXES, np.array([[[0, 0]], [numbers]])) for name, numbers in counts.items()}
    values["programme_label"] = ("programme", ["Community matrons", "For nobody"])
    return Programmes(programmes=xr.Dataset(values, coords={"programme": ["matrons", "nobody"]}))


def test_of_100_people_10_are_meant_and_4_of_16_admissions_are_theirs():
    found = targeting(
        run_with(
            sampled_eligible=[10, 0],
            sampled_others=[90, 100],
            sampled_eligible_chance=[4_000_000, 0],
            sampled_others_chance=[12_000_000, 16_000_000],
        )
    ).sel(programme="matrons")
    assert float(found.share) == 0.1
    assert float(found.predictive_value) == 0.4
    assert float(found.sensitivity) == 0.25
    assert float(found.lift) == 2.5


def test_without_people_it_is_not_known():
    found = targeting(
        run_with(
            sampled_eligible=[0, 0],
            sampled_others=[0, 100],
            sampled_eligible_chance=[0, 0],
            sampled_others_chance=[0, 16_000_000],
        )
    )
    assert np.isnan(found.predictive_value).all()
    assert float(found.sensitivity[1]) == 0


def test_the_summary_has_a_row_a_programme():
    run = run_with(
        sampled_eligible=[10, 0],
        sampled_others=[90, 100],
        sampled_eligible_chance=[4_000_000, 0],
        sampled_others_chance=[12_000_000, 16_000_000],
        members=[30, 0],
        started=[40, 0],
    )
    rows = rows_of_programmes(run)
    assert rows[0] == (
        "Community matrons",
        "80 joined, 60 members at the end; meant for 10.0% of people: of them 40% would be admitted as an emergency "
        "within a year, 25% of all who would",
    )
    assert rows[1] == ("For nobody", "0 joined, 0 members at the end; meant for nobody")
