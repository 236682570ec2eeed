"""Measures of the market, on numbers worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from catchment.measure import market

PROVIDERS = ["hospital", "clinic"]
AGENTS = [*PROVIDERS, "north-commissioner"]
SERVICES = ["gp_consultation", "outpatient_first", "day_case"]


def monthly(values, **coordinates):
    return xr.DataArray(np.array(values), dims=("month", *coordinates), coords=coordinates)


VARIABLES = {
    "money/balance": monthly([[1, -1, 500], [-2, -3, -9000]], agent=AGENTS),
    "money/income": monthly([[100, 50, 0], [125, 50, 0]], agent=AGENTS),  # 25 of it lent
    "money/cost": monthly([[90, 60, 0], [80, 44, 0]], agent=AGENTS),  # 4 of it paid back
    "money/paid": xr.DataArray([[0, 7, 0], [25, 7, 4]], dims=("month", "relation")),
    "money/payer": xr.DataArray(["treasury", "north-commissioner", "clinic"], dims="relation"),
    "money/payee": xr.DataArray(["hospital", "hospital", "lenders"], dims="relation"),
    "money/purpose": xr.DataArray(["loan", "contract", "loan_repayment"], dims="relation"),
    "population/persons": monthly([[[[20]]], [[[30]]]], locality=["n"], age_band=["0"], sex=["male"]),
    "activity/served": monthly([[[9, 1, 2], [0, 1, 0]], [[9, 2, 1], [0, 0, 1]]], provider=PROVIDERS, service=SERVICES),
    "activity/not_referred": monthly([[1], [2]], locality=["n"]),
    "activity/beds": monthly([[30, 0], [28, 0]], provider=PROVIDERS),
    "conduct/quality": monthly([[0.5, 0.8], [0.5, 0.8]], provider=PROVIDERS),
    "waiting/treated": monthly([[4], [6]], locality=["n"]),
    "waiting/treated_within_18_weeks": monthly([[4], [5]], locality=["n"]),
}
RUN = SimpleNamespace(
    variable=VARIABLES.__getitem__,
    root={"provider": xr.DataArray(PROVIDERS), "agent": xr.DataArray(AGENTS)},
    years=0.5,
    parameters={},
)


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(market, "agent_kinds", lambda run: dict(zip(AGENTS, ["hospitals", "community", "commissioners"])))


def test_debts_are_counted_by_month_and_provider():
    assert market.in_deficit(RUN) == 3 / 4


def test_what_is_kept_is_of_the_income_of_providers_without_loans():
    assert market.kept(RUN) == pytest.approx(30 / 300)


def test_the_account_of_commissioners_is_for_each_person_at_the_end():
    assert market.commissioners_balance(RUN) == pytest.approx(-90 / 30)


def test_concentration_is_of_planned_care():
    assert market.concentration(RUN) == pytest.approx((6 / 8) ** 2 + (2 / 8) ** 2)


def test_quality_is_that_of_the_patients():
    assert market.quality(RUN) == pytest.approx((6 * 0.5 + 2 * 0.8) / 8)


def test_counts_are_a_year_and_for_a_thousand():
    assert market.a_thousand("activity/not_referred")(RUN) == pytest.approx(1000 * 3 / 25 / 0.5)
    assert market.share_of("waiting/treated_within_18_weeks", "waiting/treated")(RUN) == 0.9
    assert market.beds(RUN) == 28
