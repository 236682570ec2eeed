"""Accounts and payments, by value, in millions of pounds."""

import pytest
from catchment.measure import money
from catchment.run import DAYS_PER_YEAR
from synthetic import DAYS

TO_YEAR = 3 / (DAYS / DAYS_PER_YEAR)  # three months of payments


def test_kinds_of_agents(run):
    kinds = money.agent_kinds(run)
    assert kinds["general-hospital"] == "hospitals"
    assert kinds["other_care"] == "other care"
    assert kinds["area-pct"] == "commissioners"
    assert kinds["city"] == "councils", "the scenario names it under market.councils"


def test_accounts_by_kind(run):
    income = money.account_by_kind(run, "income")
    assert list(income["kind"].values) == [
        "hospitals",
        "practices",
        "community",
        "social care",
        "other care",
        "commissioners",
        "councils",
    ]
    assert income.sel(kind="hospitals").values == pytest.approx([1.0] * 3)
    assert money.account_by_kind(run, "balance").sel(kind="hospitals").values == pytest.approx(
        [-2, -4, -6]
    )


def test_who_pays_whom(run):
    paid = money.yearly_payments(run)
    assert list(paid["payer"].values) == ["area-pct", "city", "service users"]
    first = paid.sel(payer="area-pct")
    assert first.sel(kind="hospitals") == pytest.approx(2 * 0.48 * TO_YEAR), "less the refund"
    assert first.sel(kind="practices") == pytest.approx(2 * 0.1 * TO_YEAR)
    assert first.sel(kind="other care") == pytest.approx(2 * 0.2 * TO_YEAR)
    users = paid.sel(payer="service users")
    assert users.sel(kind="social care") == pytest.approx(2 * 0.04 * TO_YEAR)
    assert users.sel(kind="councils") == pytest.approx(2 * 0.03 * TO_YEAR)


def test_allocations_and_wages_are_not_payments_for_care(run):
    everything = 0.48 + 0.1 + 0.2 + 0.08 + 0.04 + 0.03
    assert float(money.yearly_payments(run).sum()) == pytest.approx(2 * everything * TO_YEAR)


def test_payers_of_a_kind_together(run):
    paid = money.payments_by_kind_of_payer(run, money.yearly_payments(run))
    assert list(paid["payer"].values) == ["commissioners", "councils", "service users"]
    assert paid.sel(payer="councils", kind="social care") == pytest.approx(2 * 0.08 * TO_YEAR)
