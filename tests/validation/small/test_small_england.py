"""The reference scenario on 60,000 people for one year, trends off, against the same patterns as the long validation.

The tolerance of each pattern is widened by three standard errors of a count in this sample, where the pattern is a rate
of rare events; prevalences, whose sampling is systematic, keep theirs. Seeds are fixed, so that the result is too.
"""

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import patterns  # noqa: E402

PEOPLE = 60_000


def simulate(folder):
    """Runs the scenario and returns the path of its output."""
    output = Path(folder) / "small.h5"
    source = Path(os.environ["CATCHMENT_SOURCE"])
    command = [os.environ["CATCHMENT"], "run", str(source / "configs/england-2008/england.yaml"), "-o", str(output)]
    settings = (f"population.size={PEOPLE}", "population.life.trends=false", "warm_up_days=120")
    subprocess.run(command + [f"--set={setting}" for setting in settings], check=True, capture_output=True)
    return output


def widened(finding, sample):
    """The finding with the tolerance that a sample of this size allows: three standard errors."""
    error = 0.0
    if "life expectancy" in finding.pattern:
        error = 1.6 if "fifth" in finding.pattern else 0.75
    elif "deaths a year" in finding.pattern:
        error = 3 / math.sqrt(sample["deaths"]) * finding.target
    elif "%" in finding.pattern and "occupancy" not in finding.pattern:
        share = min(max(finding.target / 100, 1e-5), 1 - 1e-5)
        error = 3 * 100 * patterns.sampling_error(sample["people_at_the_age"], share)
    elif "at " in finding.pattern and "admissions" in finding.pattern:
        error = 3 * finding.target / math.sqrt(finding.target / 1000 * sample["people_at_the_age"])
    elif "delayed" in finding.pattern:
        error = 0.35 * finding.target
    elif "bed days" in finding.pattern or "occupancy" in finding.pattern:
        error = 0.06 * finding.target
    elif "millions" in finding.pattern:
        error = 0.03 * finding.target
    finding.tolerance += error
    return finding


def main():
    with tempfile.TemporaryDirectory() as folder:
        with h5py.File(simulate(folder)) as run:
            deaths = run["population/deaths"][:].sum()
            sample = {"deaths": deaths, "people_at_the_age": PEOPLE / 25}
            checks = [check for check in patterns.REFERENCE if check is not patterns.multimorbidity]
            findings = [widened(finding, sample) for check in checks for finding in check(run)]
            order = [finding for finding in findings if "rises with every fifth" in finding.pattern]
    failed = [finding for finding in findings if not finding.holds and finding not in order]
    for finding in failed:
        print(finding)
    print(f"{len(findings) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
