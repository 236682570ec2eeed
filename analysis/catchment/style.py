"""One look for all figures: page, colours, axes, labels at the ends of lines."""

from __future__ import annotations

import textwrap
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

DPI = 150
INK = "#222222"
GREY = "#767676"
PALE = "#D9D9D9"

# Okabe and Ito (2008): eight colours that people with any colour vision tell apart.
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
SERIES = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
MEN = BLUE
WOMEN = VERMILLION
QUINTILES = {1: VERMILLION, 2: ORANGE, 3: GREY, 4: SKY, 5: BLUE}  # 1 is most deprived

SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#E8E8E8",
    "grid.linewidth": 0.8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
}
MARGIN = 0.25  # inches round the page
TITLE_SIZE = 14
SUBTITLE_SIZE = 9.5
NOTE_SIZE = 8
LINE_HEIGHT = 1.35  # of the size of the letters
POINTS_PER_INCH = 72
LETTER_WIDTH = 0.52  # of the size, on average
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
APRIL = 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Page:
    """What stands round the axes: the kind of finding, place and time, what is shown."""

    title: str
    subtitle: str
    note: str


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Lines of a text in letters of `size` points that fit `width` inches."""
    letters = int(width * POINTS_PER_INCH / (size * LETTER_WIDTH))
    return textwrap.wrap(text, letters) or [""]


def height_of(lines: list[str], size: float) -> float:
    return len(lines) * size * LINE_HEIGHT / POINTS_PER_INCH


def look() -> AbstractContextManager[None]:
    """The settings of all figures; whatever draws or saves does it within."""
    return mpl.rc_context(SETTINGS)


def new_page(page: Page, width: float, height: float) -> Figure:
    """A figure of `width` x `height` inches with its texts, and room for axes between."""
    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    top = write_heading(figure, page, width, height)
    bottom = write_note(figure, page.note, width, height)
    side = MARGIN / width
    rect = (side, bottom / height, 1 - 2 * side, (top - bottom) / height)
    figure.get_layout_engine().set(rect=rect, w_pad=0.05, h_pad=0.05, wspace=0.02, hspace=0.03)
    return figure


def write_heading(figure: Figure, page: Page, width: float, height: float) -> float:
    """Title and subtitle at the top; where the axes may begin, in inches from the bottom."""
    y = height - MARGIN
    parts = ((page.title, TITLE_SIZE, "bold", INK), (page.subtitle, SUBTITLE_SIZE, "normal", GREY))
    for text, size, weight, colour in parts:
        lines = wrapped(text, size, width - 2 * MARGIN)
        write(figure, "\n".join(lines), y / height, "top", size, weight=weight, color=colour)
        y -= height_of(lines, size) + 0.03
    return y - 0.06


def write_note(figure: Figure, note: str, width: float, height: float) -> float:
    """The note at the bottom; where the axes may end, in inches from the bottom."""
    lines = wrapped(note, NOTE_SIZE, width - 2 * MARGIN)
    write(figure, "\n".join(lines), MARGIN / height, "bottom", NOTE_SIZE, color=GREY)
    return MARGIN + height_of(lines, NOTE_SIZE) + 0.08


def write(figure: Figure, text: str, y: float, va: str, size: float, **style: object) -> None:
    x = MARGIN / figure.get_figwidth()
    label = figure.text(x, y, text, va=va, ha="left", fontsize=size, linespacing=1.25, **style)
    label.set_in_layout(False)


def save(figure: Figure, path: Path) -> None:
    """Writes a PNG file of DPI dots an inch."""
    figure.savefig(path, dpi=DPI, format="png")


def thousands(value: float) -> str:
    """A count with commas, a minus sign that is one, and decimals only where they say something."""
    if not np.isfinite(value):
        return "none"
    size = abs(value)
    digits = 0 if size >= 20 or value == round(value) else 1 if size >= 1 else 2
    return f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def number_axis(axis: object, suffix: str = "", ticks: int = 5) -> None:
    """Few round numbers, with commas."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value) + suffix))


def tick_text(value: float) -> str:
    return (
        f"{round(value, 6):,g}".replace("-", "\N{MINUS SIGN}")
        if abs(value) < 1e5
        else thousands(value)
    )


def from_zero(axes: Axes, room: float = 1.05) -> None:
    """The vertical axis from 0 to a little above the largest value."""
    tops = [
        np.nanmax(line.get_ydata()) for line in axes.lines if np.isfinite(line.get_ydata()).any()
    ]
    axes.set_ylim(0, max([top * room for top in tops if top > 0], default=1))


def month_axis(axes: Axes, months: np.ndarray, most: int = 5) -> None:
    """At most so many months as ticks, counted from April, where the financial year begins."""
    number = months.astype("datetime64[M]").astype(int)  # since January 1970
    step = next((step for step in MONTH_STEPS if len(months) <= step * most), MONTH_STEPS[-1])
    shown = months[(number - APRIL) % step == 0]
    texts = [str(month)[:7] for month in shown.astype("datetime64[M]")]
    axes.set_xticks(shown, [f"{MONTHS[int(text[5:]) - 1]}\n{text[:4]}" for text in texts])
    axes.tick_params(axis="x", labelsize=8)


def plot_months(axes: Axes, months: np.ndarray, values: np.ndarray, **look: object) -> None:
    """A line over months, with a mark at values without neighbours, which a line does not show."""
    axes.plot(months, values, marker="o", ms=3, markevery=alone(values), **look)


def alone(line: np.ndarray) -> list[int]:
    """Places of values without neighbours, which a line does not show."""
    is_there = np.concatenate([[False], np.isfinite(line), [False]])
    return [int(i) for i in np.flatnonzero(is_there[1:-1] & ~is_there[:-2] & ~is_there[2:])]


def label_grid(axes: Axes, place: int, across: int, count: int, below: str, beside: str) -> None:
    """Axis labels for one of `count` panels in rows of `across`, at the edges only."""
    is_lowest = place + across >= count
    axes.xaxis.set_tick_params(labelbottom=is_lowest)
    axes.set_xlabel(below if is_lowest else "")
    axes.set_ylabel(beside if place % across == 0 else "")


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Moves places apart until neighbours are `gap` away from each other, in their order, within
    low to high if there is room.
    """
    order = np.argsort(places, kind="stable")
    moved = np.array(places, dtype=float)[order]
    groups = [[value] for value in moved]
    merged = True
    while merged:
        merged = False
        for i in range(len(groups) - 1):
            if (
                bottom_of(groups[i + 1], gap, low, high) - top_of(groups[i], gap, low, high)
                < gap - 1e-9
            ):
                groups[i : i + 2] = [groups[i] + groups[i + 1]]
                merged = True
                break
    result = np.empty(len(places))
    result[order] = [
        bottom_of(group, gap, low, high) + k * gap for group in groups for k in range(len(group))
    ]
    return [float(value) for value in result]


def bottom_of(group: list[float], gap: float, low: float, high: float) -> float:
    """The lowest place of a group that stands `gap` apart round its mean."""
    length = gap * (len(group) - 1)
    return max(low, min(high - length, float(np.mean(group)) - length / 2))


def top_of(group: list[float], gap: float, low: float, high: float) -> float:
    return bottom_of(group, gap, low, high) + gap * (len(group) - 1)


def label_beside(
    axes: Axes, text: str, place: float, colour: str, size: float | None = None
) -> None:
    """Writes a text to the right of the axes, at a place of the vertical one."""
    axes.annotate(
        text,
        xy=(1, place),
        xycoords=("axes fraction", "data"),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )


def label_line_ends(axes: Axes, names: list[str], size: float = 8) -> None:
    """Writes the name of each line at its right end, apart from each other. Call it when the
    limits are final and the layout of the figure has been settled.
    """
    lines = axes.lines[: len(names)]
    ends = [last_value(line.get_ydata()) for line in lines]
    shown = [i for i, end in enumerate(ends) if end is not None]
    low, high = axes.get_ylim()
    height = axes.get_position().height * axes.figure.get_figheight()
    gap = (high - low) * size * LINE_HEIGHT / POINTS_PER_INCH / height
    places = spread([ends[i] for i in shown], gap, low, high)
    for i, place in zip(shown, places):
        label_beside(axes, names[i], place, lines[i].get_color(), size)


def settle(figure: Figure) -> None:
    """Lays the axes out, so that their sizes can be asked for."""
    figure.draw_without_rendering()


def last_value(values: np.ndarray) -> float | None:
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    return float(finite[-1]) if len(finite) else None
