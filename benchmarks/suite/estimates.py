"""Medians, and ratios with their intervals. Noise multiplies times, so ratios are taken of logarithms."""

import math
from dataclasses import dataclass
from statistics import median

from scipy.stats import t as student_t

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A ratio and its interval, which is infinite when there are too few repeats to tell."""

    ratio: float
    low: float
    high: float

    def __str__(self):
        if math.isinf(self.high):
            return f"{self.ratio:.3f}"
        return f"{self.ratio:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def excludes_one(self):
        return self.low > 1 or self.high < 1


@dataclass(frozen=True)
class Spread:
    """The middle and the ends of some repeats."""

    median: float
    low: float
    high: float


def spread(values):
    values = list(values)
    return Spread(median(values), min(values), max(values))


def mean_and_variance(values):
    mean = math.fsum(values) / len(values)
    if len(values) < 2:
        return mean, math.inf
    return mean, math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def interval_of(mean, error, freedom, level):
    if math.isinf(error):
        return Interval(math.exp(mean), 0.0, math.inf)
    half = float(student_t.ppf((1 + level) / 2, freedom)) * error if error > 0 else 0.0
    return Interval(math.exp(mean), math.exp(mean - half), math.exp(mean + half))


def ratio_of_pairs(tops, bottoms, level=LEVEL):
    """The geometric mean of top / bottom, of pairs measured one after the other: t interval of the log ratios."""
    if len(tops) != len(bottoms) or not tops:
        raise ValueError(f"pairs wanted, found {len(tops)} and {len(bottoms)} values")
    logs = [math.log(top / bottom) for top, bottom in zip(tops, bottoms)]
    mean, variance = mean_and_variance(logs)
    return interval_of(mean, math.sqrt(variance / len(logs)), len(logs) - 1, level)


def ratio_of_groups(tops, bottoms, level=LEVEL):
    """The same of two groups measured apart (Welch)."""
    mean_top, variance_top = mean_and_variance([math.log(value) for value in tops])
    mean_bottom, variance_bottom = mean_and_variance([math.log(value) for value in bottoms])
    part_top, part_bottom = variance_top / len(tops), variance_bottom / len(bottoms)
    both = part_top + part_bottom
    mean = mean_top - mean_bottom
    if both == 0 or math.isinf(both):
        return interval_of(mean, math.sqrt(both), 1, level)
    freedom = both**2 / (part_top**2 / (len(tops) - 1) + part_bottom**2 / (len(bottoms) - 1))
    return interval_of(mean, math.sqrt(both), freedom, level)


def slope(points):
    """The least-squares slope of y over x of (x, y) pairs."""
    mean_x = math.fsum(x for x, _ in points) / len(points)
    mean_y = math.fsum(y for _, y in points) / len(points)
    return math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / math.fsum((x - mean_x) ** 2 for x, _ in points)
