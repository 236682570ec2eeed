"""Money by kind of agent, and who pays whom. Pounds, grossed up to all people."""

from __future__ import annotations

import numpy as np
import xarray as xr

from catchment.measure.places import provider_kinds
from catchment.run import Run

PENCE_PER_MILLION_POUNDS = 1e8
COMMISSIONERS = "commissioners"
COUNCILS = "councils"
OTHER_CARE = "other care"
SERVICE_USERS = "service users"
KINDS = (
    "hospitals",
    "practices",
    "community",
    "ambulance and out-of-hours",
    "social care",
    OTHER_CARE,
    COMMISSIONERS,
    COUNCILS,
)
FOR_CARE = ("contract", "charge", "refund")
OUTSIDE_PAYERS = {"service_users": SERVICE_USERS}
OTHER_CARE_AGENT = "other_care"  # is paid for care that is not simulated


def is_council(run: Run, name: str) -> bool:
    prefix = f"market.councils.{name}."
    return name.endswith("-council") or any(path.startswith(prefix) for path in run.parameters)


def agent_kinds(run: Run) -> dict[str, str]:
    """The kind of each agent by its name: that of the provider, or commissioners or councils."""
    providers = [str(name) for name in run.root["provider"].values]
    kinds = dict(zip(providers, provider_kinds(run)))
    for name in (str(name) for name in run.root["agent"].values):
        if name == OTHER_CARE_AGENT:
            kinds[name] = OTHER_CARE
        elif name not in kinds:
            kinds[name] = COUNCILS if is_council(run, name) else COMMISSIONERS
    return kinds


def account_by_kind(run: Run, name: str) -> xr.DataArray:
    """/money/NAME (income, cost, balance) summed by kind, £ million (month, kind)."""
    values = run.variable(f"money/{name}")
    kinds = agent_kinds(run)
    kind_of = np.array([kinds[str(agent)] for agent in values["agent"].values])
    present = [kind for kind in KINDS if kind in kind_of]
    columns = [values.isel(agent=np.flatnonzero(kind_of == kind)).sum("agent") for kind in present]
    total = xr.concat(columns, "kind").assign_coords(kind=present)
    return (total * run.grossing / PENCE_PER_MILLION_POUNDS).transpose("month", "kind")


def yearly_payments(run: Run) -> xr.DataArray:
    """Paid for care, millions of pounds a year (payer, kind): contracts less refunds, and
    charges to users. Payers are agents by name, or service users; what goes to nobody with an
    account (staff, suppliers) is left out.
    """
    paid = (
        run.variable("money/paid").sum("month").values
        * run.grossing
        / PENCE_PER_MILLION_POUNDS
        / run.years
    )
    columns = ("payer", "payee", "purpose")
    names = [[str(text) for text in run.variable(f"money/{column}").values] for column in columns]
    kinds = agent_kinds(run)
    sums: dict[tuple[str, str], float] = {}
    for payer, payee, purpose, pounds in zip(*names, paid):
        if purpose == "refund":
            payer, payee, pounds = payee, payer, -pounds
        if purpose not in FOR_CARE or payee not in kinds:
            continue
        key = (OUTSIDE_PAYERS.get(payer, payer), kinds[payee])
        sums[key] = sums.get(key, 0.0) + pounds
    return table_of(sums)


def table_of(sums: dict[tuple[str, str], float]) -> xr.DataArray:
    """The sums as (payer, kind): the largest payer first, kinds in their order."""
    totals: dict[str, float] = {}
    for (payer, _), pounds in sums.items():
        totals[payer] = totals.get(payer, 0.0) + pounds
    payers = sorted(
        (payer for payer in totals if totals[payer] > 0), key=lambda payer: -totals[payer]
    )
    kinds = [kind for kind in KINDS if any(sums.get((payer, kind), 0) for payer in payers)]
    values = [[sums.get((payer, kind), 0.0) for kind in kinds] for payer in payers]
    shape = (len(payers), len(kinds))
    return xr.DataArray(
        np.reshape(values, shape), {"payer": payers, "kind": kinds}, ("payer", "kind")
    )


def payments_by_kind_of_payer(run: Run, payments: xr.DataArray) -> xr.DataArray:
    """The same with all payers of a kind as one."""
    kinds = agent_kinds(run)
    sums: dict[tuple[str, str], float] = {}
    for payer in payments["payer"].values:
        for kind in payments["kind"].values:
            key = (kinds.get(str(payer), str(payer)), str(kind))
            sums[key] = sums.get(key, 0.0) + float(payments.sel(payer=payer, kind=kind))
    return table_of(sums)
