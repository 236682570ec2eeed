"""The table of measurements: one row for each number of each repeat, kept as CSV."""

import csv
from dataclasses import asdict, dataclass, fields, replace

KINDS = {"people": int, "threads": int, "repeat": int, "value": float}


@dataclass(frozen=True)
class Row:
    what: str  # "seconds", "phase seconds", "peak memory", "copy bandwidth"
    part: str  # the phase; of random reads the size; else empty
    people: int  # 0 for what the machine can do
    threads: int
    setting: str  # PATH=VALUE that was varied, or empty
    repeat: int  # from 1
    value: float
    unit: str
    build: str  # the git revision, or what was given as A or B
    date: str  # UTC, ISO 8601
    machine: str


COLUMNS = [field.name for field in fields(Row)]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(asdict(replace(row, value=f"{row.value:.9g}")))


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return [Row(**{name: KINDS.get(name, str)(text) for name, text in line.items()}) for line in lines]


def select(rows, **wanted):
    """The rows whose columns have these values."""
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def values(rows, **wanted):
    """Their values in the order of the repeats."""
    return [row.value for row in sorted(select(rows, **wanted), key=lambda row: row.repeat)]


def distinct(rows, name):
    """The values of a column, each once, in the order in which they come."""
    return list(dict.fromkeys(getattr(row, name) for row in rows))


def settings(rows):
    """The settings of the runs of the program, as (build, people, threads, setting)."""
    runs = select(rows, what="seconds")
    return list(dict.fromkeys((row.build, row.people, row.threads, row.setting) for row in runs))
