#!/usr/bin/env python3
"""Places that cannot be written or read: a full disk, a missing folder, no permission, an output in the way, a full or
closed standard output, a scenario that cannot be read. Each has one clear message and exit status 3 (2 where the scenario
is at fault), before anything is computed where that is possible."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import faults

UNTIL = "2010-04-01"
MONTHS = 24
NOBODY = 65534


def limit_files(size):
    """What the process may write; the signal that it would get is ignored, as it is under most schedulers, or not."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def size_of(until):
    with faults.Run(*faults.arguments_of(until)) as run:
        return run.path.stat().st_size


def become_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


class Full(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.arguments = faults.arguments_of(UNTIL)
        cls.good = faults.good_output(cls.arguments)
        cls.begun, cls.size = size_of("2008-05-01"), size_of(UNTIL)

    def test_a_file_that_may_not_grow_stops_the_run(self):
        """At sizes from nothing to nearly all of a good output."""
        left = []
        for size in (0, 4096, self.begun // 2, *(self.begun + (self.size - self.begun) * part // 6 for part in range(6))):
            with faults.Run(*self.arguments, preexec_fn=limit_files(size), restore_signals=False) as run:
                faults.check_message(run, str(run.path), "File too large")
                left.append(faults.check_left(run, self.good))
        self.assertEqual(left[:3], [None] * 3)
        self.assertEqual(left[3:], sorted(left[3:]))
        self.assertEqual(left[3:], [months // 3 * 3 for months in left[3:]])
        self.assertGreaterEqual(left[-1], MONTHS // 2)

    def test_a_full_disk_stops_the_run(self):
        """On a file system that has no room for half of the months, where this machine lets one be made."""
        folder = tempfile.mkdtemp(prefix="catchment-full-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        made = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", f"mount -t tmpfs -o size=4096k none {folder}"],
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            self.skipTest("no file system can be made here")
        size = (self.begun + self.size) // 2 // 4096 * 4
        script = f"""mount -t tmpfs -o size={size}k none {folder} || exit 99
            "$@"; status=$?; cp {folder}/* "$KEPT"; exit $status"""
        with tempfile.TemporaryDirectory() as kept:
            arguments = [str(word).replace("{output}", f"{folder}/run.h5") for word in self.arguments]
            process = subprocess.run(
                ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", faults.PROGRAM, *arguments],
                env={**os.environ, "KEPT": kept},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(process.returncode, 3, process.stderr)
            self.assertIn("No space left on device", process.stderr)
            self.assertIn(f"{folder}/run.h5", process.stderr)
            self.assertEqual([path.name for path in Path(kept).iterdir()], ["run.h5"])
            found = faults.content(Path(kept) / "run.h5", swmr=True, libver="latest")
            found.check_against(self.good)
            self.assertIn(found.months, range(3, MONTHS, 3))


class InTheWay(unittest.TestCase):
    def refused(self, *words, output="{output}", prepare=None, **others):
        """Refused before anything is computed; returns what is then in the folder."""
        arguments = [word if word != "{output}" else output for word in faults.arguments_of("2028-04-01")]
        folder = tempfile.TemporaryDirectory(prefix="catchment-place-")
        self.addCleanup(folder.cleanup)
        path = Path(folder.name)
        path.chmod(0o755)
        if prepare is not None:
            prepare(path)
        began = time.monotonic()
        with faults.Run(*(str(word).replace("{folder}", folder.name) for word in arguments), **others) as run:
            faults.check_message(run, *words)
        self.assertLess(time.monotonic() - began, 20)
        return path

    def test_a_folder_that_is_missing_is_named(self):
        left = self.refused("/no/run.h5", "No such file or directory", output="{folder}/no/run.h5")
        self.assertEqual(list(left.iterdir()), [])

    def test_a_folder_is_no_output(self):
        left = self.refused("not a regular file", output="{folder}/here", prepare=lambda path: (path / "here").mkdir())
        self.assertEqual([path.name for path in left.iterdir()], ["here"])

    def test_a_device_is_no_output(self):
        self.refused("/dev/full", "not a regular file", output="/dev/full")

    def test_a_file_is_no_folder(self):
        self.refused(
            "Not a directory", output="{folder}/file/run.h5", prepare=lambda path: (path / "file").write_text("precious")
        )

    def test_an_output_is_kept_without_force(self):
        left = self.refused(
            "exists", "--force", output="{folder}/run.h5", prepare=lambda path: (path / "run.h5").write_text("precious")
        )
        self.assertEqual((left / "run.h5").read_text(), "precious")

    def test_a_folder_without_permission_is_refused(self):
        others = {} if os.geteuid() != 0 else {"preexec_fn": become_nobody, "cwd": "/"}
        left = self.refused("Permission denied", output="{folder}/run.h5", prepare=lambda path: path.chmod(0o555), **others)
        self.assertEqual(list(left.iterdir()), [])


class Printing(unittest.TestCase):
    def commands(self, folder):
        """Each command that prints, with the words to call it."""
        output = Path(folder) / "run.h5"
        run = faults.arguments_of("2008-05-01")
        with faults.Run(*run) as first:
            shutil.copy(first.path, output)
        scenario = faults.SCENARIO
        return [["describe", scenario], ["validate", scenario], ["info", output], ["--version"], ["--help"], run]

    def test_a_report_that_cannot_be_printed_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in self.commands(folder):
                with open("/dev/full", "wb") as full, faults.Run(*command, stdout=full) as run:
                    faults.check_message(run, "standard output", "No space left on device")
                with faults.Run(*command, stdout=None, preexec_fn=lambda: os.close(1)) as run:
                    faults.check_message(run, "standard output", "Bad file descriptor")

    def test_messages_that_cannot_be_printed_change_nothing_else(self):
        """A run without standard error does its work and says so by its exit status."""
        arguments = faults.arguments_of("2008-06-01")
        good = faults.good_output(arguments)
        with open("/dev/full", "wb") as full, faults.Run(*arguments, stderr=full) as run:
            self.assertEqual(run.status, 0)
            faults.check_complete(run, good)
        with faults.Run(*arguments, stderr=None, preexec_fn=lambda: os.close(2)) as run:
            self.assertEqual(run.status, 0)
            faults.check_complete(run, good)

    def test_a_reader_that_goes_away_does_not_matter(self):
        """As in `catchment describe | head -1`."""
        process = subprocess.Popen(
            [faults.PROGRAM, "describe", faults.SCENARIO], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.close()
        errors = process.stderr.read().decode()
        process.stderr.close()
        self.assertIn(process.wait(), (-signal.SIGPIPE, 3), errors)


class Reading(unittest.TestCase):
    def test_a_scenario_that_cannot_be_read_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scenario.yaml"
            others = {}
            for name, reason in (("missing.yaml", "No such file or directory"), (".", "Is a directory")):
                with faults.Run("validate", Path(folder) / name) as run:
                    self.assertEqual(run.status, 2)
                    self.assertIn(reason, "\n".join(run.messages))
            path.write_text("title: x\n", encoding="utf-8")
            path.chmod(0)
            Path(folder).chmod(0o755)
            if os.geteuid() == 0:
                others = {"preexec_fn": become_nobody, "cwd": "/"}
            with faults.Run("validate", path, **others) as run:
                self.assertEqual(run.status, 2)
                self.assertIn(f"cannot read {path}: Permission denied", "\n".join(run.messages))


if __name__ == "__main__":
    sys.exit(unittest.main())
