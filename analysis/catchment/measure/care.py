"""Care: use by age and deprivation, by service, queues, waits, beds."""

from __future__ import annotations

import numpy as np
import xarray as xr

from catchment.measure.people import PER_CENT, SMALLEST_GROUP, people, person_years
from catchment.run import DAYS_PER_YEAR, Run

PER_THOUSAND = 1000.0
AVERAGE_MONTH_DAYS = DAYS_PER_YEAR / 12
PLANNED_SERVICES = ("outpatient_first", "day_case", "elective_inpatient")
TARGET_WAIT_DAYS = 18 * 7  # from referral to treatment, the NHS operating standard of 2008


def rate_by_deprivation(run: Run, name: str) -> xr.DataArray:
    """Events of /activity/NAME_by_deprivation per 1,000 person-years (deprivation, age_band)."""
    events = run.variable(f"activity/{name}_by_deprivation").sum("month")
    years = person_years(run)
    rate = PER_THOUSAND * events / years.where(years >= SMALLEST_GROUP)
    return rate.transpose("deprivation", "age_band")


def use_by_service(run: Run) -> xr.DataArray:
    """Requests served per 1,000 people (month, service), as in a month of average length.
    Services that nobody offered are left out.
    """
    served = run.variable("activity/served").sum("provider")
    rate = PER_THOUSAND * served / people(run) * (AVERAGE_MONTH_DAYS / run.days)
    return rate.isel(service=(served.sum("month") > 0).values).transpose("month", "service")


def largest(values: xr.DataArray, count: int) -> list[int]:
    """Places of the providers with the largest values (provider) above 0, in order."""
    order = np.argsort(-values.values, kind="stable")
    return [int(place) for place in order[:count] if values.values[place] > 0]


def planned_providers(run: Run, count: int) -> list[int]:
    """Places of the providers that served most people of the planned services."""
    served = run.variable("activity/served")
    planned = [name for name in PLANNED_SERVICES if name in served["service"].values]
    return largest(served.sel(service=planned).sum(["month", "service"]), count)


def queues(run: Run, providers: list[int]) -> xr.DataArray:
    """People waiting at the end of a month (month, provider, planned service), grossed up."""
    return planned(run.variable("waiting/queue"), providers) * run.grossing


def median_waits(run: Run, providers: list[int]) -> xr.DataArray:
    """Median wait of those served, days (month, provider, planned service); NaN if none."""
    return planned(run.variable("waiting/median_days"), providers)


def referral_to_treatment(run: Run) -> xr.Dataset:
    """Completed pathways by how they ended (clock_stop): `treated` as simulated, the share `in_time` of 18 weeks, and
    `mean_days`; NaN if none.
    """
    treated, in_time, days = (
        run.variable(f"waiting/{name}").sum(["month", "locality"]).astype(float)
        for name in ("treated", "treated_within_18_weeks", "treated_days")
    )
    some = treated.where(treated > 0)
    return xr.Dataset({"treated": treated, "in_time": in_time / some, "mean_days": days / some})


def planned(values: xr.DataArray, providers: list[int]) -> xr.DataArray:
    names = [name for name in PLANNED_SERVICES if name in values["service"].values]
    return (
        values.isel(provider=providers).sel(service=names).transpose("month", "provider", "service")
    )


def hospitals(run: Run) -> list[int]:
    """Places of the providers with beds, the largest first."""
    beds = run.variable("activity/beds").max("month")
    return largest(beds, beds.sizes["provider"])


def occupancy(run: Run) -> xr.DataArray:
    """Per cent of beds occupied at month ends (month, provider), the largest first."""
    with_beds = hospitals(run)
    beds = run.variable("activity/beds").isel(provider=with_beds)
    occupied = run.variable("activity/beds_occupied").isel(provider=with_beds)
    return PER_CENT * occupied / beds.where(beds > 0)


def occupancy_of_all(run: Run) -> xr.DataArray:
    """Per cent of all hospital beds occupied at the end of each month (month)."""
    beds = run.variable("activity/beds").sum("provider")
    return PER_CENT * run.variable("activity/beds_occupied").sum("provider") / beds.where(beds > 0)


def delayed_days(run: Run) -> xr.DataArray:
    """Bed days after treatment (month, provider), grossed up, the largest first."""
    days = run.variable("activity/delayed_days").sum("service")
    return days.isel(provider=hospitals(run)) * run.grossing


def responses_in_time(run: Run) -> xr.DataArray:
    """Per cent of ambulance responses of its category that are within each standard (response_standard)."""
    in_time = run.variable("waiting/ambulance_responses_in_time").sum(["month", "provider"])
    responses = run.variable("waiting/ambulance_responses").sum(["month", "provider"])
    categories = [str(name)[0].upper() for name in in_time["response_standard"].values]
    of_category = responses.sel(ambulance_category=categories).values
    return PER_CENT * in_time / np.where(of_category > 0, of_category, np.nan)
