"""Compares a run of the reference scenario with its targets: compare.py FILE.h5 [--drift]. Exit 1 if one fails."""

import argparse
import sys

import h5py

import patterns


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--drift", action="store_true", help="also compare the last year with the first")
    parser.add_argument("--failures", action="store_true", help="print only what fails")
    arguments = parser.parse_args()
    checks = patterns.REFERENCE + ((patterns.drift,) if arguments.drift else ())
    with h5py.File(arguments.file) as run:
        findings = [finding for check in checks for finding in check(run)]
    failed = [finding for finding in findings if not finding.holds]
    for finding in failed if arguments.failures else findings:
        print(finding)
    print(f"{len(findings) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
