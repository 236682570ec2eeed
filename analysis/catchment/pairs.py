"""Runs each scenario of a folder against what it extends with the same luck, and writes what it changes.

    python3 -m catchment.pairs configs/models-of-care -o results/models-of-care --replicates 10

The folder has a base (base.yaml), scenarios that extend it or one another, and perhaps evidence.csv, published
ratios to set beside what comes out. A scenario that extends nothing of the folder is set against the base. The program is the environment variable CATCHMENT, or build/release/catchment.
Runs that stand in the folder of the results already are not run again, unless they are of another version.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from catchment.compare.report import (
    BY_NAME,
    SHOWN,
    WITHOUT_EFFECT,
    read_evidence,
    table_of_changes,
    table_of_evidence,
    table_of_variances,
    write_changes,
)
from catchment.compare.runs import Job, Results, read_measures, run_all, write_measures
from catchment.run import RunError

NO_EFFECT = ("care.programmes_work_share=0",)


EXTENDS = re.compile(r"^extends:\s*(\S+)\s*$", re.MULTILINE)


def jobs_of(paths: Iterable[Path], with_members: set[str], replicates: int) -> list[Job]:
    """Each scenario, and those with evidence on members without the effects of programmes."""
    jobs = []
    for replicate in range(replicates):
        for path in paths:
            jobs.append(Job(path, replicate))
            if path.stem in with_members:
                jobs.append(Job(path, replicate, WITHOUT_EFFECT, NO_EFFECT))
    return jobs


def base_of(scenario: Path, otherwise: Path) -> Path:
    """What a scenario is set against: that which it extends, if it stands beside it."""
    extends = EXTENDS.search(scenario.read_text(encoding="utf-8"))
    extended = scenario.parent / extends[1] if extends else otherwise
    return extended if extended.parent == otherwise.parent and extended.is_file() else otherwise


def scenarios_of(folder: Path, base: Path, only: list[str]) -> list[Path]:
    found = sorted(path for path in folder.glob("*.yaml") if path != base)
    unknown = set(only) - {path.stem for path in found}
    if unknown:
        raise RunError(f"{folder}: no scenario {', '.join(sorted(unknown))}")
    return [path for path in found if not only or path.stem in only]


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="catchment.pairs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the results")
    parser.add_argument("--base", default="base", help="name of the base of the folder")
    parser.add_argument(
        "--show", nargs="+", default=SHOWN, choices=sorted(BY_NAME), metavar="MEASURE",
        help="columns of the report; changes.csv has all: %(choices)s",
    )  # fmt: skip
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these scenarios alone")
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="in all runs")
    return parser.parse_args(arguments)


def program() -> Path:
    return Path(os.environ.get("CATCHMENT", "build/release/catchment"))


def version_of(path: Path, options: argparse.Namespace) -> str:
    """What the measures depend on beside scenario and replicate."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return said + "".join(f"{value}\n" for value in options.set)


def earlier_results(options: argparse.Namespace, version: str) -> Results:
    same = options.output / "version.txt"
    measures = options.output / "measures.csv"
    if same.is_file() and measures.is_file() and same.read_text(encoding="utf-8") == version:
        return read_measures(measures)
    return {}


def run_pairs(options: argparse.Namespace) -> tuple[Results, dict[str, str]]:
    """The measures of all runs, and the name of the base of each scenario."""
    base = options.folder / f"{options.base}.yaml"
    scenarios = scenarios_of(options.folder, base, options.only)
    bases = {path: base_of(path, base) for path in scenarios}
    evidence = read_evidence(options.folder / "evidence.csv")
    paths = dict.fromkeys([*bases.values(), *scenarios])
    jobs = jobs_of(paths, {row.model for row in evidence if row.is_of_members}, options.replicates)
    options.output.mkdir(parents=True, exist_ok=True)
    version = version_of(program(), options)
    results = earlier_results(options, version)
    left = [job for job in jobs if job.key not in results]
    for done, (job, measures) in enumerate(run_all(program(), left, options.set, options.processes), 1):
        results[job.key] = measures
        print(f"{done} of {len(left)}: {job.scenario.stem}, replicate {job.replicate}", file=sys.stderr)
        if done % 20 == 0 or done == len(left):
            write_measures(options.output / "measures.csv", results)
            (options.output / "version.txt").write_text(version, encoding="utf-8")
    return results, {path.stem: against.stem for path, against in bases.items()}


def report(results: Results, bases: Mapping[str, str], options: argparse.Namespace) -> str:
    evidence = read_evidence(options.folder / "evidence.csv")
    return (
        f"## Change with 95% intervals of {options.replicates} replicates, per cent where there is no other unit\n\n"
        + table_of_changes(results, bases, options.show)
        + ("\n## Beside the evidence\n\n" + table_of_evidence(results, bases, evidence) if evidence else "")
        + "\n## Variance of the difference with common luck, over that with luck of its own\n\n"
        + table_of_variances(results, bases)
    )


def main(arguments: list[str]) -> int:
    options = read_options(arguments)
    try:
        results, bases = run_pairs(options)
    except RunError as error:
        print(f"catchment.pairs: {error}", file=sys.stderr)
        return 1
    text = report(results, bases, options)
    (options.output / "report.md").write_text(text, encoding="utf-8")
    write_changes(options.output / "changes.csv", results, bases)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
