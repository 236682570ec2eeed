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
NAMED = "named"  # the /area/provider_kind of those that are not generated


def offers(run: Run) -> np.ndarray:
    """Whether a provider has been asked for a service (provider, service). Generated providers of
    one kind are alike: what one of them has been asked for, all offer.
    """
    asked = run.variable("activity/requested") + run.variable("activity/served")
    offered = asked.sum("month").transpose("provider", "service").values > 0
    if "provider_kind" not in run["area"]:
        return offered
    kinds = run.variable("area/provider_kind").values
    for kind in set(kinds) - {NAMED}:
        offered[kinds == kind] = offered[kinds == kind].any(axis=0)
    return offered


def provider_kinds(run: Run) -> list[str]:
    """The kind of each provider: hospitals, practices, social care ... or community (provider)."""
    services = [str(name) for name in run.root["service"].values]
    return [kind_of_provider(services, row) for row in offers(run)]


def kind_of_provider(services: list[str], offered: np.ndarray) -> str:
    own = {name for name, is_offered in zip(services, offered) if is_offered}
    for service, kind in KIND_BY_SERVICE.items():
        if service in own:
            return kind
    return OTHER_PROVIDERS


def coordinates_km(run: Run, what: str) -> np.ndarray:
    """Places of the localities or the providers: eastwards, northwards (what, 2)."""
    return np.column_stack([run.variable(f"area/{what}_{axis}_km").values for axis in "xy"])


def provider_economies(run: Run) -> np.ndarray:
    """The economy of each provider as its place in /economy: the one that it is bound to, or else
    that of the locality nearest to it.
    """
    bound = run.variable("area/provider_economy").values
    apart = coordinates_km(run, "provider")[:, np.newaxis] - coordinates_km(run, "locality")
    nearest = (apart**2).sum(axis=2).argmin(axis=1)
    return np.where(bound >= 0, bound, run.variable("area/locality_economy").values[nearest])


def yearly_admissions(run: Run) -> xr.DataArray:
    """Emergency and planned admissions a year (locality, provider), grossed up; hospitals only.
    """
    services = np.flatnonzero(np.isin(run.root["service"].values, ADMISSIONS))
    hospitals = [i for i, kind in enumerate(provider_kinds(run)) if kind == "hospitals"]
    admitted = np.isin(run.variable("flow/service").values, services)
    if not admitted.any() or len(hospitals) == 0:
        raise MissingDataset(f"{run.path}: no admissions in /flow/served")
    total = np.zeros((run.root.sizes["locality"], run.root.sizes["provider"]))
    places = tuple(run.variable(f"flow/{name}").values[admitted] for name in ("locality", "provider"))
    np.add.at(total, places, run.variable("flow/served").values[admitted])
    return xr.DataArray(
        total[:, hospitals] * run.grossing / run.years,
        dims=("locality", "provider"),
        coords={"locality": run.root["locality"], "provider": run.root["provider"][hospitals]},
    )


def locality_people(run: Run) -> xr.DataArray:
    """People (locality) at the end, grossed up."""
    return run.variable("population/persons").isel(month=-1).sum(["age_band", "sex"]) * run.grossing
