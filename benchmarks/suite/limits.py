"""The limits of the machine: runs the program of benchmarks/limits.c, builds it if need be."""

import csv
import subprocess
from pathlib import Path

from . import machine
from .plan import now
from .program import ENVIRONMENT, BenchmarkError
from .rows import Row


def find(program):
    """The program limits of the same build folder."""
    path = program.path.with_name("limits")
    if not path.exists():
        made = subprocess.run(["cmake", "--build", path.parent, "--target", "limits"], capture_output=True, text=True)
        if made.returncode != 0 or not path.exists():
            raise BenchmarkError(f"cannot build {path}\n{made.stdout}{made.stderr}")
    return path


def measure(program, repeats, mebibytes):
    """The rows of all limits, with arrays of so many MiB."""
    command = [find(program), str(repeats), str(mebibytes)]
    process = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    if process.returncode != 0:
        raise BenchmarkError(f"{Path(command[0]).name}: exit status {process.returncode}\n{process.stderr}")
    date, host = now(), machine.describe(program.compiler)
    return [
        Row(line["what"], line["part"], 0, int(line["threads"]), "", int(line["repeat"]), float(line["value"]),
            line["unit"], program.build, date, host)
        for line in csv.DictReader(process.stdout.splitlines())
    ]
