"""Tables of what scenarios change, as Markdown and CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catchment.compare.effects import Estimate, change, change_per_cent, members_ratio, variance_ratio
from catchment.compare.measures import MEASURES, Measure
from catchment.compare.runs import Results

SHOWN = (
    "emergency_admissions",
    "emergency_bed_days",
    "delayed_days",
    "attendances",
    "deaths",
    "qalys",
    "paid_health",
    "paid_council",
    "paid_users",
)
BY_NAME = {measure.name: measure for measure in MEASURES}
LABELS = {measure.name: measure.label for measure in MEASURES}
WITHOUT_EFFECT = "without effect"
MEMBERS = "members"


@dataclass(frozen=True)
class Evidence:
    """A row of evidence.csv: a published ratio with the model over without it.

    people   "everybody", "members", or "members of" a programme
    """

    model: str
    outcome: str
    people: str
    value: float
    low: float | None
    high: float | None
    source: str
    grade: str

    @property
    def is_of_members(self) -> bool:
        return self.people.startswith(MEMBERS)


def number(text: str) -> float | None:
    return float(text) if text.strip() else None


def read_evidence(path: Path) -> list[Evidence]:
    """The rows of the table; lines that begin with # are comments."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [
            Evidence(
                row["model"], row["outcome"], row["people"], float(row["value"]),
                number(row["low"]), number(row["high"]), row["source"], row["grade"],
            )
            for row in rows
        ]  # fmt: skip


def interval(found: Estimate | None, digits: int = 2, sign: str = "+") -> str:
    if found is None:
        return ""
    middle = f"{found.value:{sign}.{digits}f}"
    if found.low != found.low:
        return middle
    return f"{middle} ({found.low:{sign}.{digits}f} to {found.high:{sign}.{digits}f})"


def published(row: Evidence) -> str:
    if row.low is None or row.high is None:
        return f"{row.value:.2f}"
    return f"{row.value:.2f} ({row.low:.2f} to {row.high:.2f})"


def ratio_found(results: Results, row: Evidence, base: str) -> Estimate | None:
    """What the model gives for a row of the evidence, as a ratio."""
    if row.is_of_members:
        programme = row.people.removeprefix(MEMBERS).removeprefix(" of ")
        return members_ratio(results, row.model, row.outcome, WITHOUT_EFFECT, programme)
    change = change_per_cent(results, row.model, base, row.outcome)
    if change is None:
        return None
    return Estimate(*(1 + value / 100 for value in (change.value, change.low, change.high)))


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def heading(measure: Measure) -> str:
    return f"{measure.label}, {measure.unit}" if measure.unit else measure.label


def table_of_changes(results: Results, bases: Mapping[str, str], shown: Sequence[str] = SHOWN) -> str:
    """A row a scenario: changes against its base, in per cent or the unit of the heading, with 95% intervals."""
    measures = [BY_NAME[name] for name in shown]
    rows = [
        [name, base, *(interval(change(results, name, base, measure)) for measure in measures)]
        for name, base in bases.items()
    ]
    return markdown(["scenario", "against", *(heading(measure) for measure in measures)], rows)


def table_of_evidence(results: Results, bases: Mapping[str, str], evidence: list[Evidence]) -> str:
    """A row a figure of the evidence: the published ratio, and that of the model."""
    rows = [
        [row.model, row.outcome.replace("_", " "), row.people, published(row),
         interval(ratio_found(results, row, bases[row.model]), 2, ""), f"{row.source} ({row.grade})"]
        for row in evidence
        if row.model in bases
    ]  # fmt: skip
    return markdown(["model", "outcome", "of", "published ratio", "here", "source"], rows)


def table_of_variances(results: Results, bases: Mapping[str, str]) -> str:
    """Variance of the difference with common luck over that with luck of its own."""
    measures = ("emergency_admissions", "emergency_bed_days", "deaths")
    rows = []
    for name, base in bases.items():
        found = [variance_ratio(results, name, base, measure) for measure in measures]
        rows.append([name, *("" if ratio is None else f"{ratio:.3f}" for ratio in found)])
    return markdown(["model", *(LABELS[measure] for measure in measures)], rows)


def write_changes(path: Path, results: Results, bases: Mapping[str, str]) -> None:
    """The changes as CSV: scenario, base, measure, change, its unit (per cent where there is no other), low, high."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("scenario", "against", "measure", "unit", "change", "low", "high"))
        for name, base in bases.items():
            for measure in MEASURES:
                found = change(results, name, base, measure)
                if found is not None:
                    unit = measure.unit or "per cent"
                    rows.writerow((name, base, measure.name, unit, found.value, found.low, found.high))
