"""What is run, in which order: repeat by repeat, so that a slow minute of the machine meets all alike."""

import datetime
import sys
import tempfile
from dataclasses import dataclass

from . import machine
from .program import BenchmarkError, Point
from .rows import Row
from .summary import OTHER_WORK_ALLOWED

LOAD_ALLOWED = 0.5


@dataclass(frozen=True)
class Period:
    """The days that are run and recorded, without a warm-up: its days would be run and not recorded."""

    start: datetime.date
    until: datetime.date

    def days(self):
        return (self.until - self.start).days

    def arguments(self):
        return ["--set", "warm_up_days=0", "--set", f"start={self.start}", "--until", f"{self.until}"]


YEAR = Period(datetime.date(2008, 4, 1), datetime.date(2009, 4, 1))
MONTH = Period(datetime.date(2008, 4, 1), datetime.date(2008, 5, 1))


@dataclass(frozen=True)
class Plan:
    points: list  # of Point
    repeats: int
    period: Period
    sets: list  # PATH=VALUE, for all

    def runs(self, programs):
        """(repeat, point, program) in order; which program comes first changes with every repeat."""
        for repeat in range(1, self.repeats + 1):
            for point in self.points:
                for program in programs if repeat % 2 else programs[::-1]:
                    yield repeat, point, program


def points(sizes, threads, settings):
    return [Point(people, count, setting) for setting in settings for people in sizes for count in threads]


def say(text):
    print(text, file=sys.stderr, flush=True)


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def rows_of(run, point, repeat, program):
    """Every number of one run, those included that follow from others."""

    def row(what, value, unit, part=""):
        return Row(what, part, point.people, point.threads, point.setting, repeat, value, unit, program.build, date,
                   host)

    date, host = now(), machine.describe(program.compiler)
    rows = [
        row("seconds", run.seconds, "s"),
        row("processor seconds", run.processor_seconds, "s"),
        row("other work", run.other_work, "share of all cores"),
        row("person-years", run.person_years, "1"),
        row("rate", run.person_years / run.life_seconds, "person-years/s"),
        row("rate with synthesis", run.person_years / run.seconds, "person-years/s"),
        row("synthesis rate", run.people / run.phases["synthesis"].seconds, "people/s"),
        row("peak memory", run.peak_memory, "B"),
        row("memory per person", run.peak_memory / run.people, "B"),
        row("output file", run.file_bytes, "B"),
        row("output share", run.phases["output"].seconds / run.life_seconds, "share of the time without synthesis"),
    ]
    for name, phase in run.phases.items():
        rows.append(row("phase seconds", phase.seconds, "s", name))
        rows.append(row("phase events", phase.events, "1", name))
        rows.append(row("phase bytes", phase.bytes, "B", name))
    return rows


class Sameness:
    """Threads and repeats must not change results; two builds may."""

    def __init__(self):
        self.seen = {}

    def check(self, run, point, program):
        work = {name: (phase.events, phase.bytes) for name, phase in run.phases.items()}
        known = self.seen.setdefault((program.build, point.people, point.setting), (run.state_hash, work))
        if known != (run.state_hash, work):
            raise BenchmarkError(f"{program.build}, {point}: not the results of the other runs of this size")

    def hashes(self, point):
        """By build."""
        return {build: known[0] for (build, people, setting), known in self.seen.items()
                if (people, setting) == (point.people, point.setting)}


def warn_of_load():
    if machine.load() > LOAD_ALLOWED:
        say(f"warning: load average {machine.load():.2f} before the first run: the machine is doing other work")


def warn_of_other_work(rows):
    disturbed = [row for row in rows if row.what == "other work" and row.value > OTHER_WORK_ALLOWED]
    if disturbed:
        worst = max(row.value for row in disturbed)
        say(f"warning: in {len(disturbed)} runs other processes took more than {OTHER_WORK_ALLOWED:.0%} of all cores, "
            f"{worst:.0%} at worst; do not trust the times")


def perform(plan, programs, folder):
    """Runs the plan. Returns the rows and the Sameness."""
    rows, sameness = [], Sameness()
    with tempfile.TemporaryDirectory(dir=folder) as place:
        for program in programs:
            smallest = min(plan.points, key=lambda point: point.people)
            program.run(smallest, MONTH, plan.sets, place)  # reads program and figures into the cache
        for repeat, point, program in plan.runs(programs):
            run = program.run(point, plan.period, plan.sets, place)
            sameness.check(run, point, program)
            rows += rows_of(run, point, repeat, program)
            say(f"repeat {repeat} of {plan.repeats}, {program.build}, {point}: {run.seconds:.2f} s, "
                f"{run.person_years / run.life_seconds:,.0f} person-years/s")
    warn_of_other_work(rows)
    return rows, sameness
