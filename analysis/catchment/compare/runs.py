"""Runs scenarios over replicates, several processes at a time, and keeps the measures of each run."""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from catchment.compare.measures import measure_run
from catchment.run import RunError, open_run

COLUMNS = ("scenario", "variant", "replicate", "measure", "value")
PLAIN = "plain"


@dataclass(frozen=True)
class Job:
    """A scenario file, a variant of it (PLAIN, or a name for `sets`), and a replicate."""

    scenario: Path
    replicate: int
    variant: str = PLAIN
    sets: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        return self.scenario.stem, self.variant, self.replicate


Results = dict[tuple[str, str, int], dict[str, float]]


def run_job(program: Path, job: Job, common: Iterable[str]) -> dict[str, float]:
    """The measures of one run; its output is not kept. Errors: RunError with what the program said."""
    with tempfile.TemporaryDirectory(prefix="catchment-pairs-") as folder:
        output = Path(folder) / "run.h5"
        command = [program, "run", job.scenario, "-o", output, "--threads", "1"]
        command += ["--replicate", str(job.replicate)]
        for value in (*common, *job.sets):
            command += ["--set", value]
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            raise RunError(f"{job.scenario}: {done.stderr.strip().splitlines()[-1]}")
        with open_run(output) as run:
            return measure_run(run)


def run_all(program: Path, jobs: list[Job], common: Iterable[str], processes: int) -> Iterator[tuple[Job, dict[str, float]]]:
    """Each job with its measures, in the order of the jobs."""
    common = tuple(common)
    with ProcessPoolExecutor(processes) as pool:
        futures = [pool.submit(run_job, program, job, common) for job in jobs]
        try:
            for job, future in zip(jobs, futures):
                yield job, future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def write_measures(path: Path, results: Mapping[tuple[str, str, int], Mapping[str, float]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for (scenario, variant, replicate), measures in results.items():
            rows.writerows((scenario, variant, replicate, name, repr(value)) for name, value in measures.items())


def read_measures(path: Path) -> Results:
    results: Results = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (row["scenario"], row["variant"], int(row["replicate"]))
            results.setdefault(key, {})[row["measure"]] = float(row["value"])
    return results
