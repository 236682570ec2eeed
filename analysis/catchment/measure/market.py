"""The market: who earns, who owes, how concentrated care is, and what providers make of their freedom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from catchment.measure.money import COMMISSIONERS, agent_kinds
from catchment.run import Run

PLANNED = ("outpatient_first", "elective_inpatient", "day_case")
PENCE = 100


def of_providers(run: Run, name: str) -> xr.DataArray:
    """/money/NAME of providers, pence (month, agent)."""
    return run.variable(f"money/{name}").sel(agent=run.root["provider"].values)


def in_deficit(run: Run) -> float:
    """Of the months of all providers, the part that ended with a debt."""
    return float((of_providers(run, "balance") < 0).mean())


def lent(run: Run, purpose: str, side: str) -> float:
    """Pence of loans that providers got (as "payee") or paid back (as "payer") in the run."""
    providers = {str(name) for name in run.root["provider"].values}
    paid = run.variable("money/paid").sum("month").values
    agents, purposes = (run.variable(f"money/{name}").values for name in (side, "purpose"))
    theirs = [str(agent) in providers and str(why) == purpose for agent, why in zip(agents, purposes)]
    return float(paid[np.array(theirs, bool)].sum())


def kept(run: Run) -> float:
    """Of the income of all providers, what they keep after their costs; loans are neither."""
    income, cost = (float(of_providers(run, name).sum()) for name in ("income", "cost"))
    earned = income - lent(run, "loan", "payee")
    spent = cost - lent(run, "loan_repayment", "payer")
    return (earned - spent) / earned if earned > 0 else float("nan")


def commissioners_balance(run: Run) -> float:
    """Health commissioners' accounts at the end, pounds a person simulated."""
    balance = run.variable("money/balance").isel(month=-1)
    kinds = agent_kinds(run)
    theirs = [kinds[str(agent)] == COMMISSIONERS for agent in balance["agent"].values]
    people = float(run.variable("population/persons").isel(month=-1).sum())
    return float(balance.values[np.array(theirs)].sum()) / PENCE / people


def planned_care(run: Run) -> xr.DataArray:
    """Planned care served (month, provider)."""
    served = run.variable("activity/served")
    offered = [service for service in PLANNED if service in served["service"].values]
    return served.sel(service=offered).sum("service")


def concentration(run: Run) -> float:
    """Herfindahl-Hirschman index of planned care: 1 when one provider gives all of it."""
    by_provider = planned_care(run).sum("month").values.astype(float)
    total = by_provider.sum()
    return float(((by_provider / total) ** 2).sum()) if total > 0 else float("nan")


def quality(run: Run) -> float:
    """Quality of the providers of planned care, as patients see it, by their patients."""
    weights = planned_care(run).values.astype(float)
    return float(np.average(run.variable("conduct/quality").values, weights=weights))


def beds(run: Run) -> float:
    """Hospital beds at the end."""
    return float(run.variable("activity/beds").isel(month=-1).sum())


def share_of(part: str, whole: str) -> Callable[[Run], float]:
    """A function that takes one count of a run over another, both summed."""

    def take(run: Run) -> float:
        return float(run.variable(part).sum()) / float(run.variable(whole).sum())

    return take


def a_thousand(path: str) -> Callable[[Run], float]:
    """A function that takes a count of a run for 1,000 people a year."""

    def take(run: Run) -> float:
        people = float(run.variable("population/persons").sum(["locality", "age_band", "sex"]).mean())
        return 1000 * float(run.variable(path).sum()) / people / run.years

    return take
