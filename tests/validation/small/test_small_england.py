"""The reference scenario on 200,000 people for one year, trends off, against the patterns of the long validation.

A sample of this size cannot meet the tolerances of the long validation where few people or events are behind a number;
there, three standard errors of the sample are allowed beside them. Seeds are fixed.
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

PEOPLE = 200_000
# Standard error of life expectancy, years, in so many person-years of each sex: about 17 / sqrt(deaths) (Chiang 1984).
LIFE_EXPECTANCY_ERROR = 17 / math.sqrt(0.0091 * PEOPLE / 2)
# Standard deviation of a total, as a share of it, between eight populations of this size (seeds 1 to 8), as measured.
TOTAL_ERRORS = {
    "GP consultations": 0.0014,
    "A&E attendances": 0.0036,
    "emergency admissions": 0.0067,
    "day cases": 0.0103,
    "planned inpatients": 0.0118,
    "outpatient attendances": 0.0026,
    "ambulance responses": 0.0034,
    "district nursing visits": 0.0064,
}


def simulate(folder):
    """Runs the scenario and returns the path of its output."""
    output = Path(folder) / "small.h5"
    source = Path(os.environ["CATCHMENT_SOURCE"])
    command = [os.environ["CATCHMENT"], "run", str(source / "configs/england-2008/england.yaml"), "-o", str(output)]
    settings = (f"population.size={PEOPLE}", "population.life.trends=false")
    subprocess.run(command + [f"--set={setting}" for setting in settings], check=True, capture_output=True)
    return output


def mortality(run):
    """Life expectancy of each sex and deaths; by fifths the sample is too small."""
    findings = [finding for finding in patterns.mortality(run) if "fifth" not in finding.pattern]
    for finding in findings:
        finding.tolerance += 3 * LIFE_EXPECTANCY_ERROR
    for finding in patterns.deaths(run):
        finding.tolerance += 3 * finding.target / math.sqrt(run["population/deaths"][:].sum())
        findings.append(finding)
    return findings


def prevalence(run):
    """Prevalence by age, with the error of a share of the people of that age."""
    bounds = patterns.lower_bounds(run)
    persons = run["population/persons_by_deprivation"][:].mean(axis=0).sum(axis=(0, 2))
    findings = list(patterns.prevalence(run))
    for finding in findings:
        ages = finding.pattern.split(" at ")[1].split(",")[0]
        here = patterns.between(bounds, *(int(age) for age in ages.split("-")))
        error = patterns.sampling_error(persons[here].sum(), finding.target / 100)
        finding.tolerance += 3 * 100 * error
    return findings


def use_by_age(run):
    """Emergency admissions by age, with the error of a count."""
    findings = list(patterns.use_by_age(run))
    share = run["activity/emergency_admissions"][:].sum() / PEOPLE / len(findings)
    for finding in findings:
        finding.tolerance += 3 * finding.target / math.sqrt(share * PEOPLE / 2)
    return findings


def use_of_care(run):
    """National totals, with the error of each between populations."""
    findings = list(patterns.use_of_care(run))
    for finding in findings:
        name = next(name for name in TOTAL_ERRORS if finding.pattern.startswith(name))
        finding.tolerance += 3 * TOTAL_ERRORS[name] * finding.target
    return findings


def ambulances(run):
    """One station, whose calls vary more from day to day than those of a larger one, so that more days are busy."""
    findings = list(patterns.ambulances(run))
    for finding in findings:
        finding.tolerance += 1.5
    return findings


def home_care(run):
    """Two thousand users, of whom about 600 pay."""
    findings = list(patterns.home_care(run))
    for finding in findings:
        finding.tolerance += 0.1 * finding.target
    return findings


def beds(run):
    """Beds of one trust: its chance variation is that of about 20,000 admissions with long stays."""
    findings = list(patterns.beds(run))
    for finding in findings:
        finding.tolerance += (0.3 if "delayed" in finding.pattern else 0.04) * finding.target
    return findings


def referral_to_treatment(run):
    """Completed pathways, with what their shares and the median vary by between populations, as measured in six of
    500,000 people and taken to this size."""
    findings = list(patterns.referral_to_treatment(run))
    for finding in findings:
        finding.tolerance += 3 * (0.07 if "median" in finding.pattern else 0.3)
    return findings


def main():
    checks = (
        mortality,
        prevalence,
        patterns.multimorbidity,
        patterns.frailty,
        patterns.care_homes,
        use_of_care,
        ambulances,
        home_care,
        patterns.nursing,
        beds,
        referral_to_treatment,
        use_by_age,
    )
    with tempfile.TemporaryDirectory() as folder:
        with h5py.File(simulate(folder)) as run:
            findings = [finding for check in checks for finding in check(run)]
    failed = [finding for finding in findings if not finding.holds]
    for finding in failed:
        print(finding)
    print(f"{len(findings) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
