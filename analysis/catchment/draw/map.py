"""The map: where people live and at which hospital they are treated."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
import xarray as xr
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from catchment import style
from catchment.draw.labels import Name, place_names
from catchment.draw.pages import period_page
from catchment.measure import places
from catchment.names import place_name, provider_labels
from catchment.run import Run

WIDEST_LINE = 9.0  # points
THINNEST_LINE = 0.5  # thinner ones are left out
LARGEST_CIRCLE = 26.0  # points across
HOSPITAL_SIZE = 11.0
OTHER_SIZE = 7.0
DOT_SIZE = 2.2
LINE_TO_AVOID = 1.5
MOST_NAMED_HOSPITALS = 10
MOST_NAMED_LOCALITIES = 40  # with more of them, none has a name
SCALE_BARS = (1, 2, 5, 10, 20, 50, 100, 200)
HALO = [patheffects.withStroke(linewidth=2.2, foreground="white")]


@dataclass(frozen=True)
class Ground:
    """What stands on the map. Places in km, (x, y) in rows."""

    localities: np.ndarray
    providers: np.ndarray
    people: xr.DataArray  # (locality)
    admissions: xr.DataArray  # (locality, provider), a year; hospitals only
    hospitals: list[int]  # places among the providers, in the order of admissions
    kinds: list[str]
    is_named: np.ndarray  # (provider), not generated
    labels: list[str]

    def colour(self, hospital: int) -> str:
        return style.SERIES[hospital] if hospital < len(style.SERIES) else style.GREY


def survey(run: Run) -> Ground:
    """Reads all that the map shows; the busiest hospitals first."""
    admissions = places.yearly_admissions(run)
    admissions = admissions.isel(
        provider=np.argsort(-admissions.sum("locality").values, kind="stable")
    )
    names = [str(name) for name in run.root["provider"].values]
    return Ground(
        localities=places.coordinates_km(run, "locality"),
        providers=places.coordinates_km(run, "provider"),
        people=places.locality_people(run),
        admissions=admissions,
        hospitals=[names.index(str(name)) for name in admissions["provider"].values],
        kinds=places.provider_kinds(run),
        is_named=run.variable("area/provider_kind").values == places.NAMED,
        labels=provider_labels(run),
    )


def draw_flows_map(run: Run) -> Figure:
    """Localities, providers, and lines from where people live to where they are admitted."""
    ground = survey(run)
    note = (
        "Circles: localities, in the colour of the hospital that admits most of their people. "
        "Lines: emergency and planned admissions and day cases a year, in the colour of the "
        "hospital."
    )
    figure = style.new_page(
        period_page(run, "Where people are admitted", note, counts=True), 11, 8.5
    )
    axes, key = figure.subplots(1, 2, width_ratios=[5, 1])
    frame_map(axes, ground)
    draw_lines(axes, ground)
    draw_localities(axes, ground)
    draw_dots(axes, ground)
    draw_scale_bar(axes)
    draw_key(key, ground)
    style.settle(figure)
    lines = [line for line in axes.lines if line.get_linewidth() >= LINE_TO_AVOID]
    place_names(
        axes,
        names_of_hospitals(ground) + names_of_others(ground) + names_of_localities(ground),
        lines,
    )
    return figure


def frame_map(axes: Axes, ground: Ground) -> None:
    """Limits with a margin, one km as long upwards as sideways."""
    marks = np.vstack([ground.localities, ground.providers[ground.hospitals], other_places(ground)])
    low, high = marks.min(axis=0), marks.max(axis=0)
    margin = 0.07 * max(*(high - low), 5.0)
    axes.set_xlim(low[0] - margin, high[0] + margin)
    axes.set_ylim(low[1] - 1.6 * margin, high[1] + margin)
    axes.set_aspect("equal", adjustable="datalim")
    axes.grid(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def line_width(admissions: float, most: float) -> float:
    return WIDEST_LINE * admissions / most


def draw_lines(axes: Axes, ground: Ground) -> None:
    """Wide ones first, so that narrow ones stay visible."""
    values = ground.admissions.values
    most = values.max()
    for cell in np.argsort(-values, axis=None):
        locality, hospital = np.unravel_index(cell, values.shape)
        width = line_width(values[locality, hospital], most)
        if width < THINNEST_LINE:
            break
        ends = np.vstack(
            [ground.localities[locality], ground.providers[ground.hospitals[hospital]]]
        )
        axes.plot(*ends.T, color=ground.colour(hospital), lw=width, alpha=0.45, zorder=2)


def circle_size(people: np.ndarray | float, most: float) -> np.ndarray | float:
    """Diameter in points; the area goes with the people."""
    return LARGEST_CIRCLE * np.sqrt(people / most)


def draw_localities(axes: Axes, ground: Ground) -> None:
    main = ground.admissions.values.argmax(axis=1)
    colours = [ground.colour(hospital) for hospital in main]
    sizes = circle_size(ground.people.values, float(ground.people.max()))
    axes.scatter(
        *ground.localities.T,
        s=sizes**2,
        c=colours,
        alpha=0.55,
        lw=0.8,
        edgecolors="white",
        zorder=3,
    )


def draw_dots(axes: Axes, ground: Ground) -> None:
    """Hospitals as squares, other named providers as triangles, practices as dots."""
    practices = [i for i, kind in enumerate(ground.kinds) if kind == "practices"]
    axes.scatter(*ground.providers[practices].T, s=DOT_SIZE**2, c=style.GREY, lw=0, zorder=4)
    axes.scatter(
        *other_places(ground).T,
        s=OTHER_SIZE**2,
        c=style.INK,
        marker="^",
        edgecolors="white",
        zorder=5,
    )
    for hospital, place in enumerate(ground.hospitals):
        axes.scatter(
            *ground.providers[place],
            s=HOSPITAL_SIZE**2,
            color=ground.colour(hospital),
            marker="s",
            edgecolors="white",
            lw=1.2,
            zorder=6,
        )


def others(ground: Ground) -> list[int]:
    """Named providers that are neither hospitals nor practices."""
    return [
        i
        for i, kind in enumerate(ground.kinds)
        if ground.is_named[i] and kind not in ("hospitals", "practices")
    ]


def other_places(ground: Ground) -> np.ndarray:
    return ground.providers[others(ground)].reshape(-1, 2)


def draw_scale_bar(axes: Axes) -> None:
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    length = max([bar for bar in SCALE_BARS if bar <= (right - left) / 4], default=SCALE_BARS[0])
    x, y = left + 0.02 * (right - left), bottom + 0.02 * (top - bottom)
    axes.plot([x, x + length], [y, y], color=style.INK, lw=2, solid_capstyle="butt", zorder=7)
    axes.annotate(
        f"{length} km",
        (x + length / 2, y),
        (0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8,
    )


def round_below(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... that is not larger."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(max(step * power for step in (1, 2, 5) if step * power <= value))


def draw_key(axes: Axes, ground: Ground) -> None:
    """What widths, sizes and marks mean."""
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    most = float(ground.admissions.max())
    people = float(ground.people.max())
    y = write_heading(axes, 0.98, "Admissions a year")
    for value in (round_below(most), round_below(most) / 2, round_below(most) / 10):
        axes.plot(
            [0.02, 0.3], [y, y], color=style.GREY, lw=line_width(value, most), solid_capstyle="butt"
        )
        y = write_entry(axes, y, style.thousands(value))
    y = write_heading(axes, y - 0.02, "People in the locality")
    for value in (round_below(people), round_below(people) / 2):
        axes.scatter(0.16, y, s=circle_size(value, people) ** 2, color=style.GREY, alpha=0.55, lw=0)
        y = write_entry(axes, y, style.thousands(value), 0.055)
    y = write_heading(axes, y - 0.02, "Providers")
    axes.scatter(0.16, y, s=HOSPITAL_SIZE**2, color=style.GREY, marker="s", lw=0)
    y = write_entry(axes, y, "hospital")
    if others(ground):
        axes.scatter(0.16, y, s=OTHER_SIZE**2, color=style.INK, marker="^", lw=0)
        y = write_entry(axes, y, "other, by name")
    axes.scatter(0.16, y, s=DOT_SIZE**2, color=style.GREY, lw=0)
    write_entry(axes, y, "general practice")


def write_heading(axes: Axes, y: float, text: str) -> float:
    axes.text(0, y, text, fontsize=8.5, weight="bold", va="center")
    return y - 0.05


def write_entry(axes: Axes, y: float, text: str, step: float = 0.04) -> float:
    axes.text(0.38, y, text, fontsize=8.5, va="center")
    return y - step


def name_at(text: str, place: np.ndarray, diameter: float, **look: object) -> Name:
    return Name(
        text,
        float(place[0]),
        float(place[1]),
        diameter / 2,
        {"path_effects": HALO, "zorder": 8, "linespacing": 1.0, **look},
    )


def names_of_hospitals(ground: Ground) -> list[Name]:
    return [
        name_at(
            "\n".join(textwrap.wrap(ground.labels[place], 22)),
            ground.providers[place],
            HOSPITAL_SIZE,
            color=ground.colour(hospital),
            weight="bold",
            fontsize=9.5,
        )
        for hospital, place in enumerate(ground.hospitals[:MOST_NAMED_HOSPITALS])
    ]


def names_of_others(ground: Ground) -> list[Name]:
    return [
        name_at(
            "\n".join(textwrap.wrap(ground.labels[i], 26)),
            ground.providers[i],
            OTHER_SIZE,
            fontsize=8,
        )
        for i in others(ground)
    ]


def names_of_localities(ground: Ground) -> list[Name]:
    """The largest localities first."""
    if len(ground.people) > MOST_NAMED_LOCALITIES:
        return []
    order = np.argsort(-ground.people.values)
    sizes = circle_size(ground.people.values, float(ground.people.max()))
    names = [
        "\n".join(textwrap.wrap(place_name(str(name)), 14))
        for name in ground.people["locality"].values
    ]
    return [
        name_at(names[i], ground.localities[i], float(sizes[i]), fontsize=7.5, color="#555555")
        for i in order
    ]
