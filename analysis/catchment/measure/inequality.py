"""Inequality by deprivation: slope and relative index of a rate, gap in life expectancy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from catchment.measure.people import first_age, person_years
from catchment.run import Run

PER_THOUSAND = 1000.0
LIVED_BY_THE_DYING = {0: 0.1, 1: 0.4}  # share of the band, by its first age; 0.5 in all others


@dataclass(frozen=True)
class Gradient:
    """The line through the rates of the quintiles, from the least to the most deprived person.

    slope     rate at its deprived end less that at the other, in units of the rate
    relative  the one divided by the other; NaN if the line falls to 0 or below
    """

    slope: float
    relative: float


def ridits(people: np.ndarray) -> np.ndarray:
    """Middle of each group in the order of people from the least deprived (0) to the most (1);
    the most deprived group comes first, as in an output.
    """
    shares = people / people.sum()
    return 1 - np.cumsum(shares) + shares / 2


def gradient(rate: xr.DataArray, people: xr.DataArray) -> Gradient:
    """Slope and relative index of inequality of a rate (deprivation), by a regression on the ridit
    weighted by people (deprivation).

    Mackenbach JP, Kunst AE. Measuring the magnitude of socio-economic inequalities in health: an
    overview of available measures illustrated with two examples from Europe. Social Science &
    Medicine 1997;44:757-71.
    """
    weights, rates = people.values.astype(float), rate.values.astype(float)
    rank = ridits(weights)
    mean, middle = np.average(rates, weights=weights), np.average(rank, weights=weights)
    covariance = np.average((rank - middle) * (rates - mean), weights=weights)
    slope = covariance / np.average((rank - middle) ** 2, weights=weights)
    least = mean - slope * middle
    return Gradient(float(slope), float((least + slope) / least) if least > 0 else float("nan"))


def standardised_rate(events: xr.DataArray, years: xr.DataArray) -> xr.DataArray:
    """Events per 1,000 person-years (deprivation), from counts and person-years (deprivation,
    age_band), directly standardised for age: as if every quintile had the ages of all together.
    Bands of which a quintile has nobody are left out.
    """
    everywhere = (years > 0).all("deprivation")
    rates = (events / years.where(everywhere)).fillna(0)
    standard = years.sum("deprivation").where(everywhere, 0)
    return PER_THOUSAND * (rates * standard).sum("age_band") / standard.sum("age_band")


def by_quintile_and_age(run: Run, path: str) -> xr.DataArray:
    """A dataset by month, deprivation, age_band and perhaps more, summed to the two."""
    values = run.variable(path)
    others = [name for name in values.dims if name not in ("deprivation", "age_band")]
    return values.sum(others).transpose("deprivation", "age_band")


def gradient_of(run: Run, path: str) -> Gradient:
    """The gradient of a count of the run by deprivation and age, such as
    "activity/emergency_admissions_by_deprivation", per 1,000 person-years, standardised for age.
    """
    years = person_years(run).transpose("deprivation", "age_band")
    rate = standardised_rate(by_quintile_and_age(run, path), years)
    return gradient(rate, years.sum("age_band"))


def life_expectancy(first_ages: list[int], deaths: np.ndarray, years: np.ndarray) -> float:
    """Years to live at birth, from deaths and person-years in bands from these ages on, the last
    of which is open. NaN if nobody dies in it, or a band has no people.

    Abridged life table: Chiang CL. The life table and its applications. Malabar: Krieger, 1984.
    """
    if (years <= 0).any() or deaths[-1] <= 0:
        return float("nan")
    rates = deaths / years
    alive, lived = 1.0, 0.0
    for age, following, rate in zip(first_ages, first_ages[1:], rates):
        width, share = following - age, LIVED_BY_THE_DYING.get(age, 0.5)
        dead = alive * min(width * rate / (1 + (1 - share) * width * rate), 1.0)
        alive -= dead
        lived += width * (alive + share * dead)
    return float(lived + alive / rates[-1])


def life_expectancies(run: Run) -> xr.DataArray:
    """Years to live at birth (deprivation), at the death rates of the run, both sexes together."""
    deaths = by_quintile_and_age(run, "population/deaths_by_deprivation")
    years = person_years(run).transpose("deprivation", "age_band")
    ages = [first_age(band) for band in deaths["age_band"].values]
    expected = [life_expectancy(ages, d, y) for d, y in zip(deaths.values, years.values)]
    return xr.DataArray(expected, coords={"deprivation": deaths["deprivation"]}, dims="deprivation")


def life_expectancy_gap(run: Run) -> float:
    """Years by which people of the least deprived fifth outlive those of the most deprived."""
    expected = life_expectancies(run)
    return float(expected.sel(deprivation=5) - expected.sel(deprivation=1))
