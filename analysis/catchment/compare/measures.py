"""The numbers of one output by which scenarios are compared. Sums over the whole run, as simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catchment.measure import market
from catchment.measure.inequality import gradient_of
from catchment.measure.money import (
    COMMISSIONERS,
    COUNCILS,
    SERVICE_USERS,
    payments_by_kind_of_payer,
    yearly_payments,
)
from catchment.run import MissingDataset, Run

# Days of members and what happens to them: name, label, dataset of /programmes, service.
MEMBERS = (
    ("member_days", "days of members", "member_days", None),
    ("members_emergency_admissions", "their emergency admissions", "emergency_admissions", None),
    ("members_emergency_bed_days", "their emergency bed days", "emergency_bed_days", None),
    ("members_attendances", "their A&E attendances", "served", "accident_emergency"),
    ("members_outpatient_first", "their first outpatients", "served", "outpatient_first"),
    ("members_elective_inpatient", "their planned admissions", "served", "elective_inpatient"),
    ("members_care_home_entries", "their entries to care homes", "served", "care_home"),
    ("members_deaths", "their deaths", "deaths", None),
)


@dataclass(frozen=True)
class Measure:
    """How a number is taken from a run. Scenarios differ by it in per cent of the base or, with a unit, in that unit:
    `take` times `times`."""

    name: str
    label: str
    take: Callable[[Run], float]
    unit: str = ""
    times: float = 1.0


def total_of(path: str, **where: str) -> Callable[[Run], float]:
    def take(run: Run) -> float:
        values = run.variable(path)
        return float((values.sel(where) if where else values).sum())

    return take


def paid_by(kind: str) -> Callable[[Run], float]:
    """Pounds paid for care by payers of this kind, less what they had back."""

    def take(run: Run) -> float:
        paid = payments_by_kind_of_payer(run, yearly_payments(run))
        if kind not in paid["payer"].values:
            return 0.0
        return float(paid.sel(payer=kind).sum()) * 1e6 * run.years / run.grossing

    return take


MEASURES = (
    Measure("emergency_admissions", "emergency admissions", total_of("activity/emergency_admissions")),
    Measure("emergency_bed_days", "emergency bed days", total_of("activity/emergency_bed_days")),
    Measure("delayed_days", "delayed days", total_of("activity/delayed_days")),
    Measure("attendances", "A&E attendances", total_of("activity/attendances_by_deprivation")),
    Measure("planned_admissions", "planned admissions", total_of("activity/planned_admissions_by_deprivation")),
    Measure("outpatient_first", "first outpatients", total_of("activity/served", service="outpatient_first")),
    Measure("consultations", "GP consultations", total_of("activity/consultations_by_deprivation")),
    Measure("deaths", "deaths", total_of("population/deaths")),
    Measure("carer_breakdowns", "breakdowns of carers", total_of("outcome/carer_breakdowns")),
    Measure("qalys", "QALYs", total_of("outcome/qalys")),
    Measure("paid_health", "paid by health, £", paid_by(COMMISSIONERS)),
    Measure("paid_council", "paid by councils, £", paid_by(COUNCILS)),
    Measure("paid_users", "paid by users, £", paid_by(SERVICE_USERS)),
    Measure("beds", "hospital beds at the end", market.beds),
    Measure("in_deficit", "providers in debt", market.in_deficit, "points", 100),
    Measure("kept", "kept by providers, of income", market.kept, "points", 100),
    Measure("commissioners_balance", "commissioners' accounts", market.commissioners_balance, "£ a person"),
    Measure("within_18_weeks", "treated within 18 weeks", market.share_of("waiting/treated_within_18_weeks", "waiting/treated"), "points", 100),
    Measure("concentration", "concentration of planned care", market.concentration, "points", 100),
    Measure("quality", "quality of planned care", market.quality, "points", 100),
    Measure("not_referred", "not referred", market.a_thousand("activity/not_referred"), "a year for 1,000"),
    Measure("turned_away", "turned away", market.a_thousand("activity/turned_away"), "a year for 1,000"),
    Measure("inequality", "relative index of emergency admissions", lambda run: gradient_of(run, "activity/emergency_admissions_by_deprivation").relative, "points", 100),
    *(
        Measure(name, label, total_of(f"programmes/{dataset}", **({"service": service} if service else {})))
        for name, label, dataset, service in MEMBERS
    ),
)


def measure_run(run: Run) -> dict[str, float]:
    """Each measure by its name; those of what a run does not have (programmes, money) are left out."""
    found = {}
    for measure in MEASURES:
        try:
            found[measure.name] = measure.take(run)
        except MissingDataset:
            continue
    return {**found, **measures_by_programme(run)}


def measures_by_programme(run: Run) -> dict[str, float]:
    """The measures of members for each programme, by of_programme."""
    if "programmes" not in run.groups:
        return {}
    found = {}
    for name, _, dataset, service in MEMBERS:
        values = run.variable(f"programmes/{dataset}")
        by_programme = (values.sel(service=service) if service else values.sum("locality")).sum("month")
        for programme in by_programme["programme"].values:
            found[of_programme(name, str(programme))] = float(by_programme.sel(programme=programme))
    return found


def of_programme(measure: str, programme: str) -> str:
    """The name of a measure of the members of one programme; of all programmes without one."""
    return f"{measure} of {programme}" if programme else measure
