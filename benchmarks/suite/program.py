"""One run of the program, measured."""

import csv
import os
import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import h5py

from . import machine

DAYS_PER_YEAR = 365.25
ENVIRONMENT = {**os.environ, "OMP_WAIT_POLICY": "passive"}  # as ./dev runs it
PRINTED = re.compile(
    r"^(?P<phase>[a-z][a-z -]*?) +(?P<seconds>[0-9.]+) +[0-9.]+ % +(?P<events>\d+)(?: +(?P<bytes>\d+))?$", re.M)
HASH = re.compile(r"^state hash +([0-9a-f]+)$", re.M)


class BenchmarkError(Exception):
    """A measurement failed, or its numbers cannot be true."""


@dataclass(frozen=True)
class Point:
    """What is run: so many people on so many threads, with one more setting (PATH=VALUE) or none."""

    people: int
    threads: int
    setting: str = ""

    def __str__(self):
        return f"{self.people:,} people, {self.threads} threads" + (f", {self.setting}" if self.setting else "")


@dataclass(frozen=True)
class Phase:
    seconds: float
    events: int
    bytes: int


@dataclass(frozen=True)
class Run:
    seconds: float
    processor_seconds: float
    other_work: float  # of other processes: share of the time of all cores
    phases: dict  # name -> Phase
    people: int
    person_years: float
    peak_memory: int  # bytes
    file_bytes: int
    state_hash: str

    @property
    def phase_seconds(self):
        return sum(phase.seconds for phase in self.phases.values())

    @property
    def life_seconds(self):
        return self.phase_seconds - self.phases["synthesis"].seconds


class Program:
    """A build of catchment and the scenario that it runs."""

    def __init__(self, path, scenario, label=None):
        self.path, self.scenario = Path(path).resolve(), Path(scenario).resolve()
        version = self.output("--version")
        revision = re.search(r"^git revision +(\S+)", version, re.M).group(1)
        self.compiler = re.search(r"^compiler +(.+)$", version, re.M).group(1).strip()
        self.build = label or revision[:10]
        self.has_profile_file = "--profile-file" in self.output("run", "--help")

    def output(self, *arguments):
        return subprocess.run([self.path, *arguments], check=True, capture_output=True, text=True).stdout

    def run(self, point, period, sets, folder):
        """Runs it once; `period` is a Period, `sets` are PATH=VALUE, `folder` takes the output for the time being."""
        output, profile = Path(folder) / "run.h5", Path(folder) / "profile.csv"
        command = [self.path, "run", self.scenario, "-o", output, "--force", "--threads", str(point.threads)]
        command += ["--profile", *(["--profile-file", profile] if self.has_profile_file else [])]
        command += ["--set", f"population.size={point.people}", *period.arguments()]
        for text in [*sets, *([point.setting] if point.setting else [])]:
            command += ["--set", text]
        busy, used, begin = machine.busy_seconds(), processor_seconds(), time.perf_counter()
        process = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
        seconds, own = time.perf_counter() - begin, processor_seconds() - used
        other = max(0.0, machine.busy_seconds() - busy - own) / (seconds * os.cpu_count())
        if process.returncode != 0:
            raise BenchmarkError(f"{self.build}, {point}: exit status {process.returncode}\n{process.stderr}")
        phases = read_profile(profile) if self.has_profile_file else parse_profile(process.stdout)
        with h5py.File(output, "r") as file:
            peak_memory = int(file["provenance"].attrs["peak_memory_bytes"])
        run = Run(seconds, own, other, phases, point.people, person_years(phases, point.people, period), peak_memory,
                  output.stat().st_size, HASH.search(process.stdout).group(1))
        output.unlink()
        check(run, f"{self.build}, {point}")
        return run


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_profile(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {
            line["phase"]: Phase(float(line["seconds"]), int(line["events"]), int(line["bytes"]))
            for line in csv.DictReader(file)
        }


def parse_profile(printed):
    """The same from what builds without --profile-file print; those without bytes have gone through 0."""
    return {
        match["phase"]: Phase(float(match["seconds"]), int(match["events"]), int(match["bytes"] or 0))
        for match in PRINTED.finditer(printed)
    }


def person_years(phases, people, period):
    """As lived; builds that do not count them count as if nobody were born, came, left or died."""
    lived = phases["people and pathways"].events
    return lived / DAYS_PER_YEAR if lived > 0 else people * period.days() / DAYS_PER_YEAR


def check(run, name):
    """Refuses what cannot be true."""
    if not run.phases or min(phase.seconds for phase in run.phases.values()) < 0:
        raise BenchmarkError(f"{name}: no phases, or one of negative time")
    if not 0 < run.phase_seconds <= run.seconds:
        raise BenchmarkError(f"{name}: phases of {run.phase_seconds} s in a run of {run.seconds} s")
    if min(run.life_seconds, run.person_years, run.peak_memory, run.file_bytes) <= 0:
        raise BenchmarkError(f"{name}: time, person-years, memory and output must be above 0: {run}")
