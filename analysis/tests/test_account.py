"""The account of a market, of events made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from catchment import account

AGENTS = ["hospital", "practice-001", "north-commissioner"]
MONTHS = 24
EVENTS = [
    ("2008-06-30", "capacity_opening", "hospital", "day_case", 280000, "day_case: 10% more"),
    ("2008-06-30", "quality_lowered", "practice-001", "none", 1000, "quality -0.05"),
    ("2009-03-31", "warning", "hospital", "none", -500, "rated 1"),
    ("2009-04-01", "policy", "", "none", 0, "A tariff"),
]


def monthly(first, last):
    """By agent: so much in each month of the first year, and of the second."""
    values = np.array([first] * 12 + [last] * 12) * 100
    return xr.DataArray(values, dims=("month", "agent"), coords={"agent": AGENTS})


@pytest.fixture
def run(monkeypatch):
    columns = dict(zip(("date", "kind", "agent", "service", "amount", "note"), zip(*EVENTS)))
    table = xr.Dataset({name: ("row", np.array(values)) for name, values in columns.items()})
    table["date"] = ("row", np.array(columns["date"], "datetime64[D]"))
    variables = {
        "money/agent_label": xr.DataArray(["The Hospital", "Practice 1", "North"]),
        "money/income": monthly([100, 10, 0], [150, 10, 0]),
        "money/cost": monthly([90, 10, 0], [160, 10, 0]),
        "money/balance": monthly([0, 0, 0], [-7, 0, 5]),
        "area/provider_kind": xr.DataArray(["named", "general_practice"]),
    }
    monkeypatch.setattr(account, "provider_kinds", lambda run: ["hospitals", "practices"])
    return SimpleNamespace(
        title="A test", years=2.0, variable=variables.__getitem__,
        root={"agent": xr.DataArray(AGENTS), "provider": xr.DataArray(AGENTS[:2])}, table=table,
    )  # fmt: skip


@pytest.fixture
def text(run, monkeypatch):
    monkeypatch.setattr(account, "events_of", lambda _: [
        account.Event(np.datetime64(date), kind, agent, service, amount / 100, note)
        for date, kind, agent, service, amount, note in EVENTS
    ])
    return account.account_of(run)


def test_it_says_who_moved(text):
    assert "2 decisions in 2 years" in text
    assert "| The Hospital | 1 | capacity opening 1 |" in text
    assert "| practices | 1 | quality lowered 1 |" in text


def test_it_sets_what_came_beside_what_was_expected(text):
    assert "| The Hospital | £1,200 | £1,800 | £120 | -£120 | £2,800 | -£7 |" in text
    assert "Practice 1" not in text


def test_it_says_who_failed_and_why(text):
    assert "- 2009-03-31: **The Hospital**: warning (-£5). rated 1" in text


def test_it_tells_the_years_in_order(text):
    first, second = text.index("### 2008/09"), text.index("### 2009/10")
    assert first < text.index("- 2008-06-30: **The Hospital**: capacity opening (£2,800). day_case: 10% more") < second
    assert first < text.index("- 1 times practices: quality lowered") < second
    assert text.index("policy. A tariff") > second


def test_events_are_read_as_they_are(run):
    found = account.events_of(Table(run.table))
    assert [event.kind for event in found] == ["capacity_opening", "quality_lowered", "warning", "policy"]
    assert found[0].pounds == 2800
    assert [event.year for event in found] == [2008, 2008, 2008, 2009]
    assert [event.is_decision for event in found] == [True, True, False, False]


class Table:
    """A run that has this table of events."""

    def __init__(self, table):
        self.table = table

    def __getitem__(self, group):
        return {"event": self.table}[group]
