"""A small output file with known numbers, in the layout that the program writes: the quarter
from April to June 2008, two localities, four providers, one simulated person for two in reality.
"""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

MONTH_DAYS = (30, 31, 30)
DAYS = sum(MONTH_DAYS)
SCALE = 0.5
AGE_BANDS = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+"]
SERVICES = [
    "gp_consultation",
    "accident_emergency",
    "emergency_inpatient",
    "elective_inpatient",
    "day_case",
    "outpatient_first",
    "district_nursing",
    "care_home",
]
HOSPITAL, PRACTICE, NURSING, HOMES = range(4)
PROVIDERS = ["general-hospital", "practice-1", "nursing", "homes-1"]
ECONOMIES = (-1, 0, 1, 0)  # of the providers
AGENTS = [*PROVIDERS, "other_care", "area-pct", "city"]
# payer, payee, service, purpose, pence a month
RELATIONS = [
    ("treasury", "area-pct", "none", "allocation", 900_000_00),
    ("area-pct", "general-hospital", "emergency_inpatient", "contract", 500_000_00),
    ("general-hospital", "area-pct", "emergency_inpatient", "refund", 20_000_00),
    ("area-pct", "practice-1", "gp_consultation", "contract", 100_000_00),
    ("area-pct", "other_care", "none", "contract", 200_000_00),
    ("other_care", "staff_and_suppliers", "none", "contract", 200_000_00),
    ("city", "homes-1", "care_home", "contract", 80_000_00),
    ("service_users", "homes-1", "care_home", "contract", 40_000_00),
    ("service_users", "city", "care_home", "charge", 30_000_00),
    ("general-hospital", "staff_and_suppliers", "none", "pay_and_goods", 460_000_00),
]
TEXT_AXES = {
    "locality": ["north-end", "south"],
    "age_band": AGE_BANDS,
    "sex": ["male", "female"],
    "condition": ["rare_one", "common_one"],
    "frailty_band": ["fit", "mild", "moderate", "severe"],
    "provider": PROVIDERS,
    "service": SERVICES,
    "agent": AGENTS,
    "economy": ["west-end", "economy-0002"],
    "clock_stop": ["admitted", "not_admitted"],
    "ambulance_category": ["A", "B", "C"],
    "response_standard": ["a_8_minutes", "a_19_minutes", "b_19_minutes"],
    "nursing_place": ["home", "clinic"],
    "problem": ["waited_too_long", "refused"],
    "care_hours": ["1-19", "20-49", "50+"],
    "breakdown": ["nothing", "home_care", "care_home", "emergency_admission"],
}
NUMBER_AXES = {"deprivation": np.arange(1.0, 6.0), "relation": np.arange(float(len(RELATIONS)))}
LENGTH = {name: len(values) for name, values in {**TEXT_AXES, **NUMBER_AXES}.items()} | {
    "month": len(MONTH_DAYS)
}
LABELS = {
    "population/condition_label": ("condition", ["Rare one (coded)", "Common one"]),
    "area/provider_label": (
        "provider",
        ["General Hospital NHS Foundation Trust", "Practice 1", "Nursing", "Homes 1"],
    ),
    "area/provider_kind": ("provider", ["named", "general_practice", "named", "care_home_group"]),
    "money/agent_label": (
        "agent",
        [
            "General Hospital NHS Trust",
            "Practice 1",
            "Nursing",
            "Homes 1",
            "other_care",
            "Area Primary Care Trust",
            "City Council",
        ],
    ),
    **{
        f"money/{column}": ("relation", [relation[i] for relation in RELATIONS])
        for i, column in enumerate(("payer", "payee", "service", "purpose"))
    },
}


def cells(*dimensions: str) -> np.ndarray:
    return np.zeros([LENGTH[name] for name in dimensions])


def population() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """Every locality has as many people of each age and sex: 100 and 200, and 10 more each
    month.
    """
    by_locality = ("month", "locality", "age_band", "sex")
    persons = cells(*by_locality)
    persons += np.array([100, 200])[:, None, None] + 10 * np.arange(3)[:, None, None, None]
    by_deprivation = cells("month", "deprivation", "age_band", "sex") + 60
    by_deprivation[:, 4, -1] = 1  # too few for a rate
    deaths = cells("month", "deprivation", "age_band", "sex") + 2
    deaths[:, 0] = 4
    conditions = cells("month", "condition", "age_band", "sex")
    conditions[:, 0, 10, 1] = 34
    conditions[:, 1, :, 0] = 68
    multimorbid = (
        cells("month", "deprivation", "age_band") + np.array([60, 48, 36, 24, 12])[:, None]
    )
    frailty = cells("month", "frailty_band", "age_band") + np.array([50, 30, 15, 5])[:, None]
    carers = cells("month", "care_hours", "deprivation", "age_band")
    carers[:, :, :, 12] = np.array([14, 2, 4])[:, None]
    moves = cells("month", "locality") + 3
    return {
        "persons": (by_locality, persons),
        "deaths": (by_locality, cells(*by_locality) + 1),
        "persons_by_deprivation": (("month", "deprivation", "age_band", "sex"), by_deprivation),
        "deaths_by_deprivation": (("month", "deprivation", "age_band", "sex"), deaths),
        "with_condition": (("month", "condition", "age_band", "sex"), conditions),
        "multimorbid": (("month", "deprivation", "age_band"), multimorbid),
        "frailty": (("month", "frailty_band", "age_band"), frailty),
        "carers": (("month", "care_hours", "deprivation", "age_band"), carers),
        **{name: (("month", "locality"), moves) for name in ("births", "arrivals", "departures")},
    }


def served() -> np.ndarray:
    """(provider, service) in each month."""
    counts = cells("provider", "service")
    counts[HOSPITAL, 1:6] = (400, 90, 20, 40, 100)
    counts[PRACTICE, 0] = 5000
    counts[NURSING, 5:7] = (10, 700)
    counts[HOMES, 7] = 4
    return counts


def activity() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    by_line = ("month", "provider", "service")
    by_age = ("month", "deprivation", "age_band")
    beds = cells("month", "provider")
    beds[:, HOSPITAL] = 50
    occupied = cells("month", "provider")
    occupied[:, HOSPITAL] = (40, 45, 52)
    delayed = cells(*by_line)
    delayed[:, HOSPITAL, 2] = (60, 62, 90)
    refused = cells(*by_line)
    refused[:, HOSPITAL, 3] = 2
    nursing = np.array([80, 20])[:, None, None]
    events = cells(*by_age) + 3 * np.arange(1, 6)[:, None]
    return {
        "requested": (by_line, cells(*by_line) + served() + refused),
        "served": (by_line, cells(*by_line) + served()),
        "refused": (by_line, refused),
        "withdrawn": (by_line, cells(*by_line)),
        "died_waiting": (by_line, cells(*by_line)),
        "delayed_days": (by_line, delayed),
        "beds": (("month", "provider"), beds),
        "beds_occupied": (("month", "provider"), occupied),
        "district_nursing_by_place": (
            ("month", "nursing_place", "deprivation", "age_band"),
            cells("month", "nursing_place", "deprivation", "age_band") + nursing,
        ),
        "emergency_bed_days": (
            ("month", "locality", "age_band"),
            cells("month", "locality", "age_band") + 50,
        ),
        **{
            f"{name}_by_deprivation": (by_age, events)
            for name in (
                "emergency_admissions",
                "planned_admissions",
                "attendances",
                "consultations",
            )
        },
    }


def outcome() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    sought = cells("month", "breakdown", "deprivation", "age_band")
    sought[:, 0, :, 15] = 2
    sought[:, 2, 1, 17] = 5
    problems = cells("month", "problem", "deprivation", "age_band")
    problems[:, 0, :, 10] = 8
    problems[:, 1, 0, 10] = 20
    return {
        "contacts_by_deprivation": (
            ("month", "deprivation", "age_band"),
            cells("month", "deprivation", "age_band") + 10,
        ),
        "problems": (("month", "problem", "deprivation", "age_band"), problems),
        "carers_strained": (("month", "deprivation"), cells("month", "deprivation") + 20),
        "oldest": (("month", "deprivation"), cells("month", "deprivation") + 50),
        "oldest_nursed_chance": (("month", "deprivation"), cells("month", "deprivation") + 30e6),
        "informal_care_hours": (("month", "deprivation"), cells("month", "deprivation") + 1000.0),
        "carer_breakdowns_by_deprivation": (
            ("month", "breakdown", "deprivation", "age_band"),
            sought,
        ),
    }


def waiting() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    by_line = ("month", "provider", "service")
    queue = cells(*by_line)
    queue[:, HOSPITAL, 3] = (100, 110, 120)
    queue[:, HOSPITAL, 5] = 200
    median = cells(*by_line) + np.nan
    median[:, HOSPITAL, 3] = (60, 80, 130)
    median[:, HOSPITAL, 5] = 30
    median[2, NURSING, 5] = 19
    by_stop = ("month", "locality", "clock_stop")
    treated = cells(*by_stop) + np.array([40, 100])
    by_category = ("month", "provider", "ambulance_category")
    by_standard = ("month", "provider", "response_standard")
    responses, in_time = cells(*by_category), cells(*by_standard)
    responses[:, HOSPITAL], in_time[:, HOSPITAL] = (100, 200, 0), (75, 95, 180)
    return {
        "queue": (by_line, queue),
        "median_days": (by_line, median),
        "treated": (by_stop, treated),
        "treated_within_18_weeks": (by_stop, treated * np.array([0.9, 1.0])),
        "treated_days": (by_stop, treated * np.array([60.0, 25.0])),
        "ambulance_responses": (by_category, responses),
        "ambulance_responses_in_time": (by_standard, in_time),
    }


def flow() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """Of what the providers serve, a quarter is for the people of the first locality."""
    shares = np.array([0.25, 0.75])[:, None, None]
    counts = (cells("month", "locality", "provider", "service") + shares * served()).astype(int)
    month, *places = np.nonzero(counts)
    table = {"flow": np.arange(len(month))}
    table |= dict(zip(("locality", "provider", "service"), places), served=counts[counts != 0])
    rows = np.searchsorted(month, np.arange(len(counts)), side="right")
    return {"rows": (("month",), rows), **{name: (("flow",), values) for name, values in table.items()}}


def money() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    paid = cells("month", "relation") + np.array([relation[4] for relation in RELATIONS])
    income = cells("month", "agent") + 1e6 * np.array([50, 10, 2, 12, 20, 90, 8])
    cost = cells("month", "agent") + 1e6 * np.array([48, 10, 2, 11, 20, 80, 9])
    balance = cells("month", "agent")
    balance[:, 0] = (-1e8, -2e8, -3e8)
    balance[:, 5] = 4e8
    by_agent = ("month", "agent")
    return {
        "paid": (("month", "relation"), paid),
        "income": (by_agent, income),
        "cost": (by_agent, cost),
        "balance": (by_agent, balance),
    }


def area() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    return {
        "locality_x_km": (("locality",), np.array([0.0, 10.0])),
        "locality_y_km": (("locality",), np.array([0.0, 5.0])),
        "locality_economy": (("locality",), np.array([0, 1])),
        "provider_economy": (("provider",), np.array(ECONOMIES)),
        "provider_x_km": (("provider",), np.array([1.0, 2.0, 3.0, 4.0])),
        "provider_y_km": (("provider",), np.array([1.0, 1.0, 6.0, 3.0])),
    }


GROUPS = {
    "population": population,
    "activity": activity,
    "outcome": outcome,
    "waiting": waiting,
    "flow": flow,
    "money": money,
    "area": area,
}
REALS = ("median_days", "informal_care_hours", "locality_x_km", "locality_y_km", "provider_x_km", "provider_y_km")


def write_axes(file: h5py.File) -> None:
    starts = np.cumsum([0, *MONTH_DAYS[:-1]])
    for name, values in (("month", starts), ("month_end", starts + np.array(MONTH_DAYS) - 1)):
        axis = file.create_dataset(name, data=values.astype("i4"), maxshape=(None,), chunks=(120,))
        axis.attrs["units"] = "days since 2008-04-01"
        axis.attrs["calendar"] = "proleptic_gregorian"
    for name, texts in TEXT_AXES.items():
        file.create_dataset(name, data=texts, dtype=h5py.string_dtype())
    for name, values in NUMBER_AXES.items():
        file.create_dataset(name, data=values)
    for name in LENGTH:
        file[name].make_scale(name)
    file["month_end"].dims[0].attach_scale(file["month"])


def attach(dataset: h5py.Dataset, dimensions: tuple[str, ...]) -> None:
    for place, name in enumerate(dimensions):
        scale = dataset.file[f"{name}/{name}" if name == "flow" else name]
        if scale == dataset:
            scale.make_scale(name)
        else:
            dataset.dims[place].attach_scale(scale)


def write_group(file: h5py.File, group: str, without: tuple[str, ...]) -> None:
    for name, (dimensions, values) in GROUPS[group]().items():
        path = f"{group}/{name}"
        if path in without:
            continue
        kind = "f8" if name in REALS else "i8"
        grows = (None if dimensions[0] == "month" else values.shape[0], *values.shape[1:])
        dataset = file.create_dataset(path, data=values.astype(kind), maxshape=grows, chunks=True)
        dataset.attrs["units"] = "pence" if group == "money" else "1"
        attach(dataset, dimensions)


def write_labels(file: h5py.File, without: tuple[str, ...]) -> None:
    for path, (dimension, texts) in LABELS.items():
        if path in without or path.split("/")[0] in without:
            continue
        attach(file.create_dataset(path, data=texts, dtype=h5py.string_dtype()), (dimension,))


def write_run(path: Path, without: tuple[str, ...] = ()) -> Path:
    """Writes the file, `without` some groups ("money") or datasets ("population/frailty")."""
    with h5py.File(path, "w") as file:
        file.attrs["title"] = "A quarter of a year"
        file.attrs["status"] = np.bytes_("complete")
        file.attrs["state_hash"] = np.bytes_("0123456789abcdef")
        write_axes(file)
        for group in GROUPS:
            if group not in without:
                write_group(file, group, without)
        write_labels(file, without)
        if "area" in file:
            file["area"].attrs["scale"] = SCALE
        file.create_group("provenance").attrs["seed"] = np.uint64(7)
        parameters = {"path": ["seed", "market.councils.city.reserves_pounds"], "value": ["7", "0"]}
        for column, texts in parameters.items():
            file.create_dataset(
                f"scenario/parameters/{column}", data=texts, dtype=h5py.string_dtype()
            )
    return path
