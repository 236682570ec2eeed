"""Figures of the people."""

from __future__ import annotations

import textwrap

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from catchment import style
from catchment.draw.pages import day_text, end_page, last_day, period_page
from catchment.measure import people
from catchment.names import condition_name
from catchment.run import Run

PANELS_ACROSS = 6
FRAILTY_COLOURS = {"fit": "#DCE9F2", "mild": style.SKY, "moderate": style.BLUE, "severe": style.INK}
QUINTILE_NAMES = {1: "1 most deprived", 5: "5 least deprived"}


def draw_pyramid(run: Run) -> Figure:
    """Population by sex and age band at the start and at the end."""
    persons = people.pyramid(run)
    start = day_text(run.variable_of_root("month_end").values[0])
    end = last_day(run)
    note = (
        f"Bars: people alive on {end}. Lines: on {start}, the end of the first month. "
        "The last band is open."
    )
    figure = style.new_page(
        period_page(run, "Population by age and sex", note, counts=True), 7.5, 8
    )
    men, women = figure.subplots(1, 2, sharey=True)
    limit = float(persons.max()) * 1.05
    for axes, sex, colour in ((men, "male", style.MEN), (women, "female", style.WOMEN)):
        draw_half(axes, persons.sel(sex=sex), colour)
        axes.set_xlim((limit, 0) if sex == "male" else (0, limit))
        axes.set_xlabel("People")
        style.number_axis(axes.xaxis, ticks=4)
    men.set_title(f"Men, {style.thousands(persons.sel(when='last', sex='male').sum().item())}")
    women.set_title(
        f"Women, {style.thousands(persons.sel(when='last', sex='female').sum().item())}"
    )
    men.set_ylabel("Age (years)")
    return figure


def draw_half(axes: Axes, persons: xr.DataArray, colour: str) -> None:
    """One sex: bars for the end, an outline for the start."""
    bands = [str(band) for band in persons["age_band"].values]
    places = np.arange(len(bands))
    axes.barh(places, persons.sel(when="last").values, height=0.9, color=colour, alpha=0.75)
    edges = np.arange(len(bands) + 1) - 0.5
    axes.stairs(
        persons.sel(when="first").values, edges, orientation="horizontal", color=style.INK, lw=1.3
    )
    axes.set_yticks(places, bands)
    axes.set_ylim(-0.6, len(bands) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)


def draw_conditions(run: Run) -> Figure:
    """Prevalence of each condition by age, men and women, the most common first."""
    prevalence = people.prevalence(run)
    rows = -(-prevalence.sizes["condition"] // PANELS_ACROSS)
    note = (
        "Per cent of men and of women of each age who have the condition, in order of prevalence "
        "in people of all ages (beside the name). The scale is the same along a row, and differs "
        f"between rows. Groups of fewer than {people.SMALLEST_GROUP:.0f} people are left out."
    )
    page = end_page(run, "Long-term conditions by age and sex", note)
    figure = style.new_page(page, 12, 1.3 + 2.05 * rows)
    grid = figure.subplots(rows, PANELS_ACROSS, sharex=True, sharey="row", squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place >= prevalence.sizes["condition"]:
            axes.set_visible(False)
            continue
        draw_condition(axes, prevalence.isel(condition=place))
        style.label_grid(
            axes, place, PANELS_ACROSS, prevalence.sizes["condition"], "Age (years)", "Per cent"
        )
    for row in grid:
        scale_row(row)
    name_sexes(grid[0][0])
    return figure


def draw_condition(axes: Axes, prevalence: xr.DataArray) -> None:
    ages = [people.middle_age(band) for band in prevalence["age_band"].values]
    for sex, colour in (("male", style.MEN), ("female", style.WOMEN)):
        axes.plot(ages, prevalence.sel(sex=sex).values, color=colour, lw=1.5)
    name = condition_name(str(prevalence["label"].values))
    title = f"{name}, {style.thousands(float(prevalence['overall']))}%"
    axes.set_title("\n".join(textwrap.wrap(title, 24)), fontsize=8.5)
    axes.set_xlim(0, 95)
    axes.set_xticks([0, 20, 40, 60, 80])


def scale_row(row: np.ndarray) -> None:
    """One scale from 0 for all panels of a row, with their lines in it."""
    tops = [
        np.nanmax(line.get_ydata())
        for axes in row
        for line in axes.lines
        if np.isfinite(line.get_ydata()).any()
    ]
    row[0].set_ylim(0, max(max(tops, default=1) * 1.08, 0.1))
    style.number_axis(row[0].yaxis, ticks=4)


def name_sexes(axes: Axes) -> None:
    for text, colour, place in (("Men", style.MEN, 0.93), ("Women", style.WOMEN, 0.79)):
        axes.text(
            0.06,
            place,
            text,
            transform=axes.transAxes,
            color=colour,
            va="top",
            fontsize=8.5,
            weight="bold",
        )


def draw_multimorbidity(run: Run) -> Figure:
    """Two or more conditions by age and deprivation; bands of frailty by age."""
    note = (
        "Left: share of people with two or more of the simulated conditions, by deprivation "
        "quintile of their neighbourhood. Right: share of people of 50 and over in each band of "
        f"the electronic frailty index. Groups of fewer than {people.SMALLEST_GROUP:.0f} people "
        "are left out."
    )
    page = end_page(run, "Multimorbidity and frailty by age", note)
    figure = style.new_page(page, 11, 5.6)
    left, right = figure.subplots(1, 2)
    draw_quintiles(left, people.multimorbidity(run))
    left.set_title("Two or more conditions")
    left.set_ylabel("Per cent of people")
    left.set_ylim(0, 100)
    style.number_axis(left.yaxis, "%")
    draw_frailty(right, people.frailty(run))
    style.settle(figure)
    label_quintiles(left)
    return figure


def draw_quintiles(axes: Axes, values: xr.DataArray) -> None:
    """A line over age for each deprivation quintile."""
    ages = [people.middle_age(band) for band in values["age_band"].values]
    for quintile in values["deprivation"].values.astype(int):
        width = 2.2 if quintile in QUINTILE_NAMES else 1.2
        axes.plot(
            ages, values.sel(deprivation=quintile).values, color=style.QUINTILES[quintile], lw=width
        )
    axes.set_xlim(0, 95)
    axes.set_xticks(range(0, 100, 10))
    axes.set_xlabel("Age (years)")


def label_quintiles(axes: Axes) -> None:
    style.label_line_ends(
        axes, [QUINTILE_NAMES.get(quintile, str(quintile)) for quintile in style.QUINTILES]
    )


def draw_frailty(axes: Axes, shares: xr.DataArray) -> None:
    """Bars of 100 per cent by age, the frailest at the bottom, so that they stand on the axis."""
    bands = [str(band) for band in shares["age_band"].values]
    below = np.zeros(len(bands))
    middles = []
    for name in reversed([str(band) for band in shares["frailty_band"].values]):
        height = shares.sel(frailty_band=name).values
        axes.bar(bands, height, bottom=below, width=0.88, color=FRAILTY_COLOURS[name])
        last = len(bands) - 1 - int(np.argmax(np.isfinite(height[::-1])))
        middles.append((name, below[last] + height[last] / 2))
        below = below + np.nan_to_num(height)
    label_bands(axes, middles)
    axes.set_title("Frailty")
    axes.set_xlabel("Age (years)")
    axes.set_ylabel("Per cent of people")
    axes.set_ylim(0, 100)
    axes.set_xlim(-0.6, len(bands) - 0.4)
    style.number_axis(axes.yaxis, "%")
    axes.tick_params(axis="x", length=0)


def label_bands(axes: Axes, middles: list[tuple[str, float]]) -> None:
    """The names of the bands beside the last bar."""
    places = style.spread([place for _, place in middles], 5, 0, 100)
    for (name, _), place in zip(middles, places):
        colour = style.GREY if name == "fit" else FRAILTY_COLOURS[name]
        style.label_beside(axes, name, place, colour)
