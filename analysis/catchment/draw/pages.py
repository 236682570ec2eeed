"""The texts round a figure that depend on the run: where and when."""

from __future__ import annotations

import numpy as np

from catchment.run import Run
from catchment.style import MONTHS, Page


def day_text(day: np.datetime64) -> str:
    """30 April 2008 as "30 Apr 2008"."""
    year, month, number = str(day.astype("datetime64[D]")).split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def first_day(run: Run) -> str:
    return day_text(run.root["month"].values[0])


def last_day(run: Run) -> str:
    return day_text(run.variable_of_root("month_end").values[-1])


def period_page(run: Run, title: str, note: str, counts: bool = False) -> Page:
    """A page about the whole time; `counts` says that it shows numbers that were grossed up."""
    return Page(
        title,
        f"{run.title}. Simulated {first_day(run)} to {last_day(run)}.",
        note + sample_note(run, counts),
    )


def end_page(run: Run, title: str, note: str) -> Page:
    """A page about the people at the end."""
    return Page(title, f"{run.title}. People on {last_day(run)}.", note)


def sample_note(run: Run, counts: bool) -> str:
    if not counts or abs(run.scale - 1) < 1e-3:
        return ""
    return f" Grossed up: the run simulates 1 person for {run.grossing:,.3g} in reality."
