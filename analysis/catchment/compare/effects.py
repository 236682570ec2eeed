"""Differences between scenarios over replicates, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from scipy.stats import t as student_t

from catchment.compare.measures import Measure, of_programme
from catchment.compare.runs import PLAIN, Results

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean and the ends of its interval; the ends are NaN with one replicate."""

    value: float
    low: float
    high: float


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of replicates and its t interval."""
    mean = fmean(values)
    if len(values) < 2:
        return Estimate(mean, math.nan, math.nan)
    half = student_t.ppf((1 + LEVEL) / 2, len(values) - 1) * math.sqrt(variance(values) / len(values))
    return Estimate(mean, mean - half, mean + half)


def replicates_of(results: Results, scenario: str, variant: str = PLAIN) -> list[int]:
    return sorted(r for name, kind, r in results if name == scenario and kind == variant)


def pairs_of(results: Results, scenario: str, base: str, measure: str) -> list[tuple[float, float]]:
    """The measure with and without what the scenario changes, replicate by replicate; none where either lacks it."""
    pairs = [
        (results[scenario, PLAIN, r].get(measure), results[base, PLAIN, r].get(measure))
        for r in replicates_of(results, scenario)
        if (base, PLAIN, r) in results
    ]
    return [] if any(with_it is None or without is None for with_it, without in pairs) else pairs


def change(results: Results, scenario: str, base: str, measure: Measure) -> Estimate | None:
    """The difference from the base with the same replicate, in per cent or in the measure's unit."""
    if not measure.unit:
        return change_per_cent(results, scenario, base, measure.name)
    pairs = pairs_of(results, scenario, base, measure.name)
    return estimate([measure.times * (with_it - without) for with_it, without in pairs]) if pairs else None


def change_per_cent(results: Results, scenario: str, base: str, measure: str) -> Estimate | None:
    """The difference from the base with the same replicate, in per cent of the mean of the base; None
    where either lacks the measure, or the base has none of it."""
    pairs = pairs_of(results, scenario, base, measure)
    if not pairs:
        return None
    mean = fmean(without for _, without in pairs)
    if mean == 0:
        return None
    return estimate([100 * (with_it - without) / mean for with_it, without in pairs])


def members_ratio(
    results: Results, scenario: str, outcome: str, without_effect: str, programme: str = ""
) -> Estimate | None:
    """What happens to members a day, of one programme or all, against the same members in a run whose programmes have
    no effect."""
    of_days, of_events = of_programme("member_days", programme), of_programme(f"members_{outcome}", programme)
    ratios = []
    for r in replicates_of(results, scenario):
        rates = []
        for variant in (PLAIN, without_effect):
            measures = results.get((scenario, variant, r), {})
            days, events = measures.get(of_days, 0), measures.get(of_events)
            if not days or events is None:
                return None
            rates.append(events / days)
        if rates[1] == 0:
            return None
        ratios.append(rates[0] / rates[1])
    return estimate(ratios) if ratios else None


def variance_ratio(results: Results, scenario: str, base: str, measure: str) -> float | None:
    """The variance of the difference with common luck, over that with luck of its own for each: of
    one replicate against the base of the next."""
    numbers = [r for r in replicates_of(results, scenario) if (base, PLAIN, r) in results]
    if len(numbers) < 3:
        return None
    with_it = [results[scenario, PLAIN, r][measure] for r in numbers]
    without = [results[base, PLAIN, r][measure] for r in numbers]
    common = variance([a - b for a, b in zip(with_it, without)])
    apart = variance([a - b for a, b in zip(with_it, without[1:] + without[:1])])
    return common / apart if apart > 0 else None
