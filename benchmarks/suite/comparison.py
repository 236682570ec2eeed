"""Ratios of two builds, and of a build to the baseline."""

from .estimates import ratio_of_groups, ratio_of_pairs
from .rows import distinct, select, values
from .summary import name, points
from .tables import Table

HEADER = ["what", "people x threads", "ratio", "95% from", "to", ""]


def verdict(interval):
    if interval.high == float("inf"):
        return ""
    if not interval.excludes_one():
        return "no difference seen"
    return "faster" if interval.ratio < 1 else "slower"


def line(text, point, interval):
    ends = ["", ""] if interval.high == float("inf") else [f"{interval.low:.3f}", f"{interval.high:.3f}"]
    return [text, name(*point), f"{interval.ratio:.3f}", *ends, verdict(interval)]


def measures(rows):
    """(text, what, part) of the times to compare: the whole run, by clock and of processors, then its phases."""
    phases = distinct(select(rows, what="phase seconds"), "part")
    whole = [("whole run", "seconds", ""), ("processor time", "processor seconds", "")]
    return [*whole, *((phase, "phase seconds", phase) for phase in phases)]


def table(rows_a, rows_b, ratio, title):
    """Times of b over those of a, where both have them; below 1, b is faster."""
    found = Table(title, HEADER, [])
    for point in points(rows_b):
        people, threads, setting = point
        for text, what, part in measures(rows_b):
            times = [values(rows, what=what, part=part, people=people, threads=threads, setting=setting)
                     for rows in (rows_b, rows_a)]
            if all(times) and min(min(times[0]), min(times[1])) > 0:
                found.rows.append(line(text, point, ratio(*times)))
    return found


def of_builds(rows, a, b):
    """Runs of one call, in turns: each repeat is a pair."""
    return table(select(rows, build=a), select(rows, build=b), ratio_of_pairs, f"Time of {b} over time of {a}")


def with_baseline(rows, baseline):
    """Runs of another day, if it was the same kind of machine; else None."""
    if rows[0].machine != baseline[0].machine:
        return None
    return table(baseline, rows, ratio_of_groups, f"Time over that of the baseline ({baseline[0].build})")
