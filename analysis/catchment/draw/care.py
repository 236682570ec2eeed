"""Figures of care: who uses it, how much, how long they wait, how full the beds are."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from catchment import style
from catchment.draw.pages import period_page
from catchment.draw.people import draw_quintiles, label_quintiles
from catchment.measure import care
from catchment.measure.people import SMALLEST_GROUP
from catchment.names import provider_labels, service_name
from catchment.run import Run

MAIN_PROVIDERS = len(style.SERIES)
PANELS_ACROSS = 4
USES = (
    ("emergency_admissions", "Emergency admissions"),
    ("attendances", "A&E attendances"),
    ("consultations", "GP consultations"),
)


def draw_hospital_use(run: Run) -> Figure:
    """Emergency admissions, A&E attendances and GP consultations by age and deprivation."""
    note = (
        "Events per 1,000 person-years by age and by deprivation quintile of the neighbourhood "
        f"where people live. Groups of less than {SMALLEST_GROUP:.0f} person-years are left out."
    )
    page = period_page(run, "Use of hospital and general practice by age and deprivation", note)
    figure = style.new_page(page, 13, 5)
    panels = figure.subplots(1, len(USES))
    for axes, (name, title) in zip(panels, USES):
        draw_quintiles(axes, care.rate_by_deprivation(run, name))
        axes.set_title(title)
        axes.set_xticks(range(0, 100, 20))
        style.from_zero(axes)
        style.number_axis(axes.yaxis)
    panels[0].set_ylabel("Per 1,000 person-years")
    style.settle(figure)
    for axes in panels:
        label_quintiles(axes)
    return figure


def draw_use_of_care(run: Run) -> Figure:
    """Activity per 1,000 people a month, a panel for each service."""
    use = care.use_by_service(run)
    count = use.sizes["service"]
    rows = -(-count // PANELS_ACROSS)
    note = (
        "Requests served per 1,000 people, as in a month of average length (30.4 days). Each "
        "panel has its own scale from 0."
    )
    figure = style.new_page(period_page(run, "Use of care by service", note), 12, 1.3 + 2.25 * rows)
    grid = figure.subplots(rows, PANELS_ACROSS, sharex=True, squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place >= count:
            axes.set_visible(False)
            continue
        draw_service(axes, use.isel(service=place))
        style.label_grid(axes, place, PANELS_ACROSS, count, "", "Per 1,000 a month")
    return figure


def draw_service(axes: Axes, use: xr.DataArray) -> None:
    months = use["month"].values
    style.plot_months(axes, months, use.values, color=style.BLUE)
    yearly = style.thousands(round(float(use.mean()) * 12, 1))
    axes.set_title(service_name(str(use["service"].values)), fontsize=9, pad=17)
    axes.text(
        0,
        1.03,
        f"{yearly} per 1,000 people a year",
        transform=axes.transAxes,
        color=style.GREY,
        fontsize=8,
    )
    style.from_zero(axes, 1.15)
    style.number_axis(axes.yaxis, ticks=4)
    style.month_axis(axes, months, 4)


def draw_waiting(run: Run) -> Figure:
    """Queues and median waits for planned services of the main providers."""
    providers = care.planned_providers(run, MAIN_PROVIDERS)
    queue = care.queues(run, providers)
    wait = care.median_waits(run, providers)
    note = (
        f"The providers that served most planned patients, {MAIN_PROVIDERS} at most. Above: people "
        "waiting at the end of the month. Below: median wait of those served in the month; "
        "dashed: 18 weeks, the longest that the NHS of 2008 allowed from referral to treatment. "
        "Each panel has its own scale from 0."
    )
    page = period_page(run, "Waiting for planned care", note, counts=True)
    figure = style.new_page(page, 14, 7.5)
    services = [str(name) for name in queue["service"].values]
    grid = figure.subplots(2, len(services), sharex=True, squeeze=False)
    for column, service in enumerate(services):
        draw_providers(grid[0][column], queue.sel(service=service))
        draw_providers(grid[1][column], wait.sel(service=service))
        grid[0][column].set_title(service_name(service))
    draw_target(
        grid[1][services.index("elective_inpatient")]
        if "elective_inpatient" in services
        else grid[1][-1]
    )
    grid[0][0].set_ylabel("People waiting")
    grid[1][0].set_ylabel("Median wait (days)")
    for axes in grid.flat:
        style.from_zero(axes, 1.1)
        style.number_axis(axes.yaxis)
    style.settle(figure)
    names = provider_labels(run)
    for axes in grid.flat:
        style.label_line_ends(axes, [names[place] for place in providers], size=7.5)
    return figure


def draw_providers(axes: Axes, values: xr.DataArray) -> None:
    """A line over months for each provider (month, provider) that has anything."""
    months = values["month"].values
    for place, colour in zip(range(values.sizes["provider"]), style.SERIES):
        line = values.isel(provider=place).values.astype(float)
        line = line if np.nansum(line) > 0 else np.full(len(line), np.nan)
        style.plot_months(axes, months, line, color=colour)
    style.month_axis(axes, months, 6)


def draw_target(axes: Axes) -> None:
    axes.axhline(care.TARGET_WAIT_DAYS, color=style.INK, lw=1, ls=(0, (4, 3)))
    axes.text(
        0.01,
        care.TARGET_WAIT_DAYS,
        "18 weeks",
        transform=axes.get_yaxis_transform(),
        va="bottom",
        fontsize=8,
    )


def draw_beds(run: Run) -> Figure:
    """Occupancy of hospital beds and patients who wait in them for support elsewhere."""
    occupancy = care.occupancy(run).isel(provider=slice(MAIN_PROVIDERS))
    delayed = care.delayed_days(run).isel(provider=slice(MAIN_PROVIDERS)) / run.days
    note = (
        "Left: beds occupied at the end of the month, per cent of the beds there are; dashed: all "
        "of them. Beds opened by escalation make it more than 100. Right: bed days after the end "
        "of treatment, divided by the days of the month."
    )
    figure = style.new_page(
        period_page(run, "Hospital beds and delayed discharge", note, counts=True), 12, 5
    )
    left, right = figure.subplots(1, 2)
    draw_providers(left, occupancy)
    left.set_title("Bed occupancy")
    left.set_ylabel("Per cent of beds")
    scale_occupancy(left)
    draw_providers(right, delayed)
    right.set_title("Delayed discharge")
    right.set_ylabel("Patients delayed on an average day")
    style.from_zero(right, 1.1)
    style.number_axis(right.yaxis)
    style.settle(figure)
    names = dict(zip(run.root["provider"].values, provider_labels(run)))
    shown = [names[name] for name in occupancy["provider"].values]
    style.label_line_ends(left, shown)
    style.label_line_ends(right, shown)
    return figure


def scale_occupancy(axes: Axes) -> None:
    """Per cent from 0 with a line where all beds are full."""
    style.from_zero(axes)
    axes.set_ylim(0, max(axes.get_ylim()[1], 105))
    style.number_axis(axes.yaxis, "%")
    axes.axhline(100, color=style.INK, lw=1, ls=(0, (4, 3)))
