"""Compares runs of the reference scenario, replicates of each other, with its targets: compare.py FILE.h5... [--drift].
Exit 1 if one fails."""

import argparse
import sys

import h5py

import patterns


def findings_of(path, checks):
    """All findings of one run, in the order of the patterns."""
    with h5py.File(path) as run:
        return [finding for check in checks for finding in check(run)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE.h5")
    parser.add_argument("--drift", action="store_true", help="also compare the last year with the first")
    parser.add_argument("--failures", action="store_true", help="print only what fails")
    arguments = parser.parse_args()
    checks = patterns.REFERENCE + ((patterns.drift,) if arguments.drift else ())
    replicates = [findings_of(path, checks) for path in arguments.files]
    findings = [patterns.pooled(same) for same in zip(*replicates, strict=True)]
    failed = [finding for finding in findings if not finding.holds]
    for finding in failed if arguments.failures else findings:
        print(finding)
    print(f"{len(findings) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
