"""The figure of money."""

from __future__ import annotations

import textwrap

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from catchment import style
from catchment.draw.pages import period_page
from catchment.measure import money
from catchment.names import agent_labels, sentence
from catchment.run import MissingDataset, Run

MOST_PAYERS = 7
SMALL_SUMS = 5.0  # £m a month: when all incomes are below, thousands are shown
KIND_COLOURS = {
    "hospitals": style.BLUE,
    "practices": style.GREEN,
    "community": style.SKY,
    "ambulance and out-of-hours": style.YELLOW,
    "social care": style.ORANGE,
    money.OTHER_CARE: style.PALE,
    money.COMMISSIONERS: style.PURPLE,
    money.COUNCILS: style.VERMILLION,
}
SHARE_WITH_LABEL = 0.035  # of the longest bar: shorter parts have no number


def draw_money(run: Run) -> Figure:
    """Income, cost and balance by kind of agent and month; who pays whom for care in a year."""
    income, cost, balance = (
        money.account_by_kind(run, name) for name in ("income", "cost", "balance")
    )
    payments = money.yearly_payments(run)
    if payments.sizes["payer"] == 0:
        raise MissingDataset(f"{run.path}: nobody has paid for care")
    if payments.sizes["payer"] > MOST_PAYERS:
        payments = money.payments_by_kind_of_payer(run, payments)
    unit, factor = ("£m", 1) if float(income.max()) >= SMALL_SUMS else ("£ thousand", 1000)
    note = (
        "Above: sums over all agents of a kind; each panel has its own scale. Balance: what their "
        "accounts hold at the end of the month; below the line they are overdrawn. Bars: "
        "contracts for care less refunds, and charges to users, in an average year."
    )
    page = period_page(run, "Money: income, cost, balance, and who pays whom", note, counts=True)
    kinds = [str(kind) for kind in income["kind"].values]
    figure = style.new_page(page, 15, 6.4 + 0.5 * payments.sizes["payer"])
    bars_height = 0.7 + 0.5 * payments.sizes["payer"]
    rows = GridSpec(3, len(kinds), figure=figure, height_ratios=[2, 1.6, bars_height])
    for column, kind in enumerate(kinds):
        above = figure.add_subplot(rows[0, column])
        below = figure.add_subplot(rows[1, column], sharex=above)
        draw_flows(above, factor * income.sel(kind=kind), factor * cost.sel(kind=kind))
        draw_balance(below, factor * balance.sel(kind=kind))
        above.set_title("\n".join(textwrap.wrap(sentence(kind), 15)), fontsize=9)
        above.tick_params(axis="x", labelbottom=False)
    figure.axes[0].set_ylabel(f"Income and cost\n({unit} a month)")
    figure.axes[1].set_ylabel(f"Balance\n({unit})")
    draw_payments(figure.add_subplot(rows[2, :]), payments, run)
    style.settle(figure)
    style.label_line_ends(figure.axes[2 * len(kinds) - 2], ["Income", "Cost"])
    return figure


def draw_flows(axes: Axes, income: xr.DataArray, cost: xr.DataArray) -> None:
    months = income["month"].values
    style.plot_months(axes, months, income.values, color=style.BLUE)
    style.plot_months(axes, months, cost.values, color=style.VERMILLION, lw=1.4)
    style.from_zero(axes, 1.15)
    style.number_axis(axes.yaxis, ticks=4)


def draw_balance(axes: Axes, balance: xr.DataArray) -> None:
    months = balance["month"].values
    axes.fill_between(months, 0, balance.values, color=style.PALE, lw=0)
    style.plot_months(axes, months, balance.values, color=style.INK, lw=1.4)
    axes.axhline(0, color=style.GREY, lw=0.8)
    style.number_axis(axes.yaxis, ticks=4)
    if not balance.any():
        axes.set_ylim(-1, 1)
        axes.set_yticks([0])
    style.month_axis(axes, months, 2)


def draw_payments(axes: Axes, payments: xr.DataArray, run: Run) -> None:
    """A bar for each payer, in parts by kind of payee with the sum in those that are wide."""
    payers = [str(payer) for payer in payments["payer"].values]
    names = agent_labels(run)
    places = np.arange(len(payers))
    left = np.zeros(len(payers))
    longest = float(payments.clip(min=0).sum("kind").max())
    for kind in (str(kind) for kind in payments["kind"].values):
        widths = payments.sel(kind=kind).clip(min=0).values
        axes.barh(
            places, widths, left=left, height=0.7, color=KIND_COLOURS[kind], label=sentence(kind)
        )
        for place, width in zip(places, widths):
            if width > SHARE_WITH_LABEL * longest:
                write_sum(axes, left[place] + width / 2, place, width, kind)
        left = left + widths
    for place, total in zip(places, left):
        text = f"£{style.thousands(total)}m"
        axes.text(total + longest * 0.006, place, text, va="center", fontsize=8.5)
    axes.set_yticks(
        places,
        ["\n".join(textwrap.wrap(names.get(payer, sentence(payer)), 20)) for payer in payers],
    )
    axes.set_ylim(len(payers) - 0.4, -0.6)
    axes.set_xlim(0, longest * 1.08)
    axes.set_xlabel("Paid for care (£m a year)")
    axes.set_title("Who pays whom")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    style.number_axis(axes.xaxis, ticks=8)
    axes.legend(
        ncols=len(payments["kind"]),
        frameon=False,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        fontsize=8,
        handlelength=1,
        handleheight=1,
        columnspacing=1.2,
    )


def write_sum(axes: Axes, x: float, y: float, width: float, kind: str) -> None:
    dark = KIND_COLOURS[kind] in (style.BLUE, style.GREEN, style.VERMILLION)
    colour = "white" if dark else style.INK
    axes.text(x, y, style.thousands(width), ha="center", va="center", color=colour, fontsize=8.5)
