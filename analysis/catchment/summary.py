"""The headline figures of a run as text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from catchment.draw.pages import first_day, last_day, sample_note
from catchment.measure import care, money, people, programmes
from catchment.measure.people import PER_CENT, first_age
from catchment.names import agent_labels, service_name
from catchment.run import DAYS_PER_YEAR, MissingDataset, Run
from catchment.style import thousands

Rows = list[tuple[str, str]]
OLD = 65
MOST_IN_THE_RED = 10


def total(run: Run, path: str) -> float:
    """Sum of a dataset over all its dimensions, as simulated."""
    return float(run.variable(path).sum())


def person_years(run: Run) -> float:
    return float((people.people(run) * run.days).sum()) / DAYS_PER_YEAR


def rows_of_people(run: Run) -> Rows:
    counts = people.people(run).values * run.grossing
    rows = [
        ("People at the end of the first month", thousands(round(counts[0]))),
        (f"People on {last_day(run)}", thousands(round(counts[-1]))),
    ]
    for name in ("births", "deaths", "arrivals", "departures"):
        a_year = round(total(run, f"population/{name}") * run.grossing / run.years)
        rows.append((f"{name.capitalize()} a year", thousands(a_year)))
    return rows


def rows_of_use(run: Run) -> Rows:
    years = person_years(run)
    per_thousand = 1000 / years
    rows = [("Person-years", thousands(round(years * run.grossing)))]
    for name, text in (
        ("emergency_admissions", "Emergency admissions"),
        ("planned_admissions", "Planned admissions"),
        ("attendances", "A&E attendances"),
        ("consultations", "GP consultations"),
    ):
        rate = total(run, f"activity/{name}_by_deprivation") * per_thousand
        rows.append((f"{text} per 1,000 people a year", thousands(round(rate, 1))))
    rows.append(
        (
            f"Emergency bed days per 1,000 people of {OLD} and over a year",
            thousands(round(old_bed_days(run))),
        )
    )
    return rows


def old_bed_days(run: Run) -> float:
    """Emergency bed days per 1,000 person-years at 65 and over."""
    persons = run.variable("population/persons").sum(["locality", "sex"])
    old = [first_age(band) >= OLD for band in persons["age_band"].values]
    years = float((persons.isel(age_band=old).sum("age_band") * run.days).sum()) / DAYS_PER_YEAR
    days = float(run.variable("activity/emergency_bed_days").isel(age_band=old).sum())
    return 1000 * days / years if years > 0 else np.nan


def rows_of_carers(run: Run) -> Rows:
    """Informal carers: how many hours they give, and how many cannot go on."""
    carers = run.variable("population/carers").sum(["deprivation", "age_band"])
    everybody = carers.sum("care_hours")
    hours = total(run, "outcome/informal_care_hours") * run.grossing
    strained = run.variable("outcome/carers_strained").sum("deprivation")
    sought = run.variable("outcome/carer_breakdowns_by_deprivation").sum(
        ["month", "deprivation", "age_band"]
    )
    sought = sought * run.grossing / run.years
    rows = [("Carers, mean of month ends", thousands(round(float(everybody.mean()) * run.grossing)))]
    for band in carers["care_hours"].values:
        share = PER_CENT * float((carers.sel(care_hours=band) / everybody).mean())
        rows.append((f"  who give {band} hours a week", f"{share:.1f}%"))
    rows.append(("Hours of informal care a year", thousands(round(hours / run.years))))
    rows.append(
        ("Strained carers", thousands(round(float(strained.mean()) * run.grossing)))
    )
    rows.append(("Breakdowns of carers a year", thousands(round(float(sought.sum())))))
    for way in sought["breakdown"].values:
        name = str(way).replace("_", " ")
        rows.append((f"  then sought: {name}", thousands(round(float(sought.sel(breakdown=way))))))
    return rows


def rows_of_nursing(run: Run) -> Rows:
    visits = run.variable("activity/district_nursing_by_place").sum(
        ["month", "deprivation", "age_band"]
    )
    chance = total(run, "outcome/oldest_nursed_chance") / 1e6
    at_home = float(visits.sel(nursing_place="home") / visits.sum())
    within_a_year = chance / total(run, "outcome/oldest")
    return [
        ("Visits at home", f"{PER_CENT * at_home:.1f}%"),
        ("In contact within a year at 85 and over, expected", f"{PER_CENT * within_a_year:.1f}%"),
    ]


def rows_of_beds(run: Run) -> Rows:
    mean = float(care.occupancy_of_all(run).mean())
    beds = float(run.variable("activity/beds").isel(month=-1).sum()) * run.grossing
    delayed = float(care.delayed_days(run).sum()) / float(run.days.sum())
    return [
        ("Hospital beds at the end", thousands(round(beds))),
        ("Mean bed occupancy at month ends", f"{mean:.1f}%"),
        ("Patients delayed on an average day", thousands(round(delayed, 1))),
    ]


def rows_of_waiting(run: Run) -> Rows:
    """Waits in the last month: mean of the medians of providers, by people served."""
    everyone = list(range(run.root.sizes["provider"]))
    served = care.planned(run.variable("activity/served"), everyone).isel(month=-1)
    medians = care.median_waits(run, everyone).isel(month=-1)
    waiting = care.queues(run, everyone).isel(month=-1).sum("provider")
    rows = []
    for service in served["service"].values:
        seen = served.sel(service=service).sum()
        wait = (
            float((medians.sel(service=service) * served.sel(service=service)).sum() / seen)
            if seen > 0
            else np.nan
        )
        people_waiting = thousands(round(float(waiting.sel(service=service))))
        rows.append((f"{service_name(str(service))}: waiting at the end", people_waiting))
        rows.append(
            (f"{service_name(str(service))}: typical wait, days", thousands(round(wait, 1)))
        )
    return rows


def rows_of_treatment(run: Run) -> Rows:
    """Pathways from referral to treatment that were completed in the run."""
    stops = care.referral_to_treatment(run)
    rows = []
    for stop in stops["clock_stop"].values:
        of_stop = stops.sel(clock_stop=stop)
        name = str(stop).replace("_", " ").capitalize()
        a_year = float(of_stop.treated) * run.grossing / run.years
        rows.append((f"{name}: pathways completed a year", thousands(round(a_year))))
        rows.append((f"{name}: within 18 weeks", f"{PER_CENT * float(of_stop.in_time):.1f}%"))
        rows.append((f"{name}: mean days", thousands(round(float(of_stop.mean_days), 1))))
    return rows


def rows_of_ambulances(run: Run) -> Rows:
    """Responses by category, and how many of them are in time."""
    responses = run.variable("waiting/ambulance_responses").sum(["month", "provider"])
    rows = []
    for category in responses["ambulance_category"].values:
        a_year = round(float(responses.sel(ambulance_category=category)) * run.grossing / run.years)
        rows.append((f"Responses of category {category} a year", thousands(a_year)))
    in_time = care.responses_in_time(run)
    for name in in_time["response_standard"].values:
        category, minutes, _ = str(name).split("_")
        text = f"Category {category.upper()} within {minutes} minutes"
        rows.append((text, f"{float(in_time.sel(response_standard=name)):.1f}%"))
    return rows


def rows_of_money(run: Run) -> Rows:
    income, cost, balance = (
        money.account_by_kind(run, name) for name in ("income", "cost", "balance")
    )
    rows = []
    for kind in income["kind"].values:
        a_year = [float(values.sel(kind=kind).sum()) / run.years for values in (income, cost)]
        last = float(balance.sel(kind=kind).isel(month=-1))
        texts = [pounds(value) for value in (*a_year, last)]
        rows.append(
            (str(kind).capitalize(), "income {} a year, cost {} a year, balance {}".format(*texts))
        )
    return rows + rows_of_debtors(run)


def pounds(millions: float) -> str:
    sign = "\N{MINUS SIGN}" if millions < 0 else ""
    return f"{sign}£{abs(millions):,.1f}m"


def rows_of_debtors(run: Run) -> Rows:
    """The agents with the largest debts at the end."""
    balance = run.variable("money/balance").isel(month=-1).astype(float) * run.grossing
    balance = balance / money.PENCE_PER_MILLION_POUNDS
    order = [int(i) for i in np.argsort(balance.values) if balance.values[i] < 0]
    labels = agent_labels(run)
    rows = [("Agents in the red at the end", thousands(len(order)))]
    for i in order[:MOST_IN_THE_RED]:
        name = str(balance["agent"].values[i])
        rows.append((f"  {labels[name]}", pounds(balance.values[i])))
    return rows


def rows_of_refusal(run: Run) -> Rows:
    requested = total(run, "activity/requested")
    rows = []
    for name, text in (
        ("refused", "Refused"),
        ("withdrawn", "Withdrawn"),
        ("died_waiting", "Ended by death"),
    ):
        share = PER_CENT * total(run, f"activity/{name}") / requested if requested > 0 else np.nan
        rows.append((text, f"{share:.2f}% of requests"))
    return rows


def rows_of_experience(run: Run) -> Rows:
    """A problem score: contacts in which nothing is known to have gone wrong. It is not satisfaction."""
    contacts = run.variable("outcome/contacts_by_deprivation").sum(["month", "age_band"])
    problems = run.variable("outcome/problems").sum(["month", "age_band"])
    free = PER_CENT * (1 - problems.sum("problem") / contacts)
    everybody = PER_CENT * (1 - float(problems.sum()) / float(contacts.sum()))
    rows = [
        ("Contacts without a problem", f"{everybody:.2f}%"),
        ("  in the most deprived fifth", f"{float(free.isel(deprivation=0)):.2f}%"),
        ("  in the least deprived fifth", f"{float(free.isel(deprivation=-1)):.2f}%"),
    ]
    for problem in problems["problem"].values:
        rate = 1000 * float(problems.sel(problem=problem).sum()) / float(contacts.sum())
        rows.append((f"  per 1,000: {str(problem).replace('_', ' ')}", f"{rate:.2f}"))
    return rows


def rows_of_programmes(run: Run) -> Rows:
    """Members of each programme, and how well the choice of people fits those who would be admitted."""
    data, aim = run["programmes"], programmes.targeting(run)
    joined = data.started.sum(["month", "locality"]) * run.grossing
    members = data.members.isel(month=-1).sum("locality") * run.grossing
    rows = []
    for name in data["programme"].values:
        people_text = (
            f"{thousands(round(float(joined.sel(programme=name))))} joined, "
            f"{thousands(round(float(members.sel(programme=name))))} members at the end; meant for "
        )
        label = str(data.programme_label.sel(programme=name).item())
        rows.append((label, people_text + aim_text(aim.sel(programme=name))))
    return rows


def aim_text(aim: xr.Dataset) -> str:
    if not float(aim.share) > 0:
        return "nobody"
    share, value, sensitivity = (
        PER_CENT * float(aim[name]) for name in ("share", "predictive_value", "sensitivity")
    )
    return (
        f"{share:.1f}% of people: of them {value:.0f}% would be admitted as an emergency within a year, "
        f"{sensitivity:.0f}% of all who would"
    )


SECTIONS: tuple[tuple[str, Callable[[Run], Rows]], ...] = (
    ("People", rows_of_people),
    ("Use of care", rows_of_use),
    ("Informal carers", rows_of_carers),
    ("District nursing", rows_of_nursing),
    ("Beds", rows_of_beds),
    ("Waiting for planned care", rows_of_waiting),
    ("From referral to treatment", rows_of_treatment),
    ("Ambulances", rows_of_ambulances),
    ("Requests not served", rows_of_refusal),
    ("Experience", rows_of_experience),
    ("Programmes", rows_of_programmes),
    ("Money", rows_of_money),
)


def section_text(run: Run, title: str, rows_of: Callable[[Run], Rows]) -> str:
    try:
        rows = rows_of(run)
    except MissingDataset:
        return ""
    width = max(len(name) for name, _ in rows) + 2
    lines = [f"{name:<{width}}{value}" for name, value in rows]
    return "\n".join(["", title, "-" * len(title), *lines, ""])


def summary(run: Run) -> str:
    """All headline figures that the file has data for."""
    title = f"{run.title}. Simulated {first_day(run)} to {last_day(run)}."
    status, state_hash = (
        run.attributes.get(name) or "unknown" for name in ("status", "state_hash")
    )
    facts = [
        title,
        "=" * len(title),
        f"Status {status}, state hash {state_hash}." + sample_note(run, counts=True),
    ]
    return "\n".join(facts) + "\n" + "".join(section_text(run, *section) for section in SECTIONS)
