"""Programmes: how well the choice of people fits those who would be admitted."""

from __future__ import annotations

import numpy as np
import xarray as xr

from catchment.run import Run

COUNTS = ["sampled_eligible", "sampled_others", "sampled_eligible_chance", "sampled_others_chance"]
CHANCE = 1e6  # chances in the output are in millionths


def targeting(run: Run) -> xr.Dataset:
    """For each programme (programme), over all months of the run and all localities:

    share             of all people who meet its criterion
    predictive_value  of them, those who would have an emergency admission within a year
    sensitivity       of all who would, those who meet the criterion
    lift              predictive value over the share of all people who would

    Expected at the hazards of the day, without effects of programmes, of a sample of people. NaN without people.
    """
    totals = run["programmes"][COUNTS].sum(["month", "locality"]).astype(float)
    eligible, people = totals.sampled_eligible, totals.sampled_eligible + totals.sampled_others
    found = totals.sampled_eligible_chance / CHANCE
    everybody = found + totals.sampled_others_chance / CHANCE
    with np.errstate(divide="ignore", invalid="ignore"):
        return xr.Dataset(
            {
                "share": eligible / people,
                "predictive_value": found / eligible,
                "sensitivity": found / everybody,
                "lift": (found / eligible) / (everybody / people),
            }
        )
