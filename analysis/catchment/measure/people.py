"""The people: age structure, conditions, multimorbidity, frailty."""

from __future__ import annotations

import xarray as xr

from catchment.run import DAYS_PER_YEAR, Run

PER_CENT = 100.0
SMALLEST_GROUP = 20.0  # people or person-years: shares and rates of fewer are left out


def share_of(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """Per cent, nothing (NaN) where the whole is smaller than SMALLEST_GROUP."""
    whole = whole.astype(float)
    return PER_CENT * part / whole.where(whole >= SMALLEST_GROUP)


def first_age(band: str) -> int:
    """5 of "5-9", 90 of "90+"."""
    return int(str(band).rstrip("+").split("-")[0])


def middle_age(band: str) -> float:
    """Middle of a band in years: 7.5 of "5-9", 92.5 of "90+"."""
    low, _, high = str(band).rstrip("+").partition("-")
    if str(band).endswith("+"):
        return float(low) + 2.5
    return (float(low) + float(high or low) + 1) / 2


def pyramid(run: Run) -> xr.DataArray:
    """People (when: first, last; age_band; sex) at the end of the first and of the last month,
    grossed up. The bands 0 and 1-4 are one, so that all but the last are five years wide.
    """
    persons = run.variable("population/persons").isel(month=[0, -1]).sum("locality") * run.grossing
    persons = persons.rename(month="when").assign_coords(when=["first", "last"])
    bands = [str(band) for band in persons["age_band"].values]
    if bands[:2] != ["0", "1-4"]:
        return persons.transpose("when", "age_band", "sex")
    youngest = persons.isel(age_band=[0, 1]).sum("age_band").expand_dims(age_band=["0-4"])
    joined = xr.concat([youngest, persons.isel(age_band=slice(2, None))], "age_band")
    return joined.transpose("when", "age_band", "sex")


def persons_by_deprivation(run: Run) -> xr.DataArray:
    """People (month, deprivation, age_band) at the end of each month, as simulated."""
    return run.variable("population/persons_by_deprivation").sum("sex")


def person_years(run: Run) -> xr.DataArray:
    """Person-years (deprivation, age_band): people at month ends times days of the month."""
    return (persons_by_deprivation(run) * run.days).sum("month") / DAYS_PER_YEAR


def people(run: Run) -> xr.DataArray:
    """People (month) at the end of each month, as simulated."""
    return run.variable("population/persons").sum(["locality", "age_band", "sex"])


def prevalence(run: Run) -> xr.DataArray:
    """Per cent with each condition (condition, age_band, sex) at the end, the most common first.
    The coordinate `overall` (condition) is the prevalence in people of all ages and `label`
    (condition) the name to read.
    """
    cases = run.variable("population/with_condition").isel(month=-1)
    persons = run.variable("population/persons").isel(month=-1).sum("locality")
    overall = PER_CENT * cases.sum(["age_band", "sex"]) / float(persons.sum())
    labels = run.variable("population/condition_label")
    result = share_of(cases, persons).assign_coords(
        overall=("condition", overall.values), label=("condition", labels.values)
    )
    order = (-overall).argsort().values
    return result.isel(condition=order).transpose("condition", "age_band", "sex")


def multimorbidity(run: Run) -> xr.DataArray:
    """Per cent with two or more conditions (deprivation, age_band) at the end."""
    cases = run.variable("population/multimorbid").isel(month=-1)
    persons = persons_by_deprivation(run).isel(month=-1)
    return share_of(cases, persons).transpose("deprivation", "age_band")


def frailty(run: Run, from_age: int = 50) -> xr.DataArray:
    """Per cent in each band of frailty (frailty_band, age_band) at the end, from an age on."""
    counts = run.variable("population/frailty").isel(month=-1)
    old = [first_age(band) >= from_age for band in counts["age_band"].values]
    counts = counts.isel(age_band=old)
    return share_of(counts, counts.sum("frailty_band")).transpose("frailty_band", "age_band")
