"""Where people and providers are, and who is treated where."""

from __future__ import annotations

import numpy as np
import xarray as xr

from catchment.run import MissingDataset, Run

ADMISSIONS = ("emergency_inpatient", "elective_inpatient", "day_case")

# The kind of a provider is that of the first of these services that it offers.
KIND_BY_SERVICE = {
    "emergency_inpatient": "hospitals",
    "elective_inpatient": "hospitals",
    "gp_consultation": "practices",
    "care_home": "social care",
    "home_care": "social care",
    "ambulance": "ambulance and out-of-hours",
    "out_of_hours": "ambulance and out-of-hours",
}
OTHER_PROVIDERS = "community"


def provider_kinds(run: Run) -> list[str]:
    """The kind of each provider (provider): hospitals, practices, social care, ambulance and
    out-of-hours, community.
    """
    served = run.variable("activity/served")
    offers = (run.variable("activity/requested") + served).sum("month") > 0
    services = [str(name) for name in offers["service"].values]
    return [
        kind_of_provider(services, row) for row in offers.transpose("provider", "service").values
    ]


def kind_of_provider(services: list[str], offered: np.ndarray) -> str:
    own = {name for name, is_offered in zip(services, offered) if is_offered}
    for service, kind in KIND_BY_SERVICE.items():
        if service in own:
            return kind
    return OTHER_PROVIDERS


def yearly_admissions(run: Run) -> xr.DataArray:
    """Emergency and planned admissions a year (locality, provider), grossed up; hospitals only.
    Read month by month: the flows of a large area do not fit in memory.
    """
    served = run.variable("flow/served")
    services = np.flatnonzero(np.isin(served["service"].values, ADMISSIONS))
    hospitals = [i for i, kind in enumerate(provider_kinds(run)) if kind == "hospitals"]
    if len(services) == 0 or len(hospitals) == 0:
        raise MissingDataset(f"{run.path}: no admissions in /flow/served")
    part = served.isel(provider=hospitals, service=services)
    total = sum(
        part.isel(month=month).sum("service").astype(float) for month in range(part.sizes["month"])
    )
    return (
        (total * run.grossing / run.years)
        .drop_vars("month", errors="ignore")
        .transpose("locality", "provider")
    )


def locality_people(run: Run) -> xr.DataArray:
    """People (locality) at the end, grossed up."""
    return run.variable("population/persons").isel(month=-1).sum(["age_band", "sex"]) * run.grossing
