"""Short runs of the program, whose outputs are to be compared."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["CATCHMENT"]
# Nothing happens before the first day, and few particles show how long people live.
SHORT = ("warm_up_days=0", "population.life.reference_particles=100")


class InFolder(unittest.TestCase):
    """Tests that share a folder, which goes after the last of them."""

    @classmethod
    def setUpClass(cls):
        keeper = tempfile.TemporaryDirectory()
        cls.addClassCleanup(keeper.cleanup)
        cls.folder = Path(keeper.name)


def run_two_months(scenario, output, *options, settings=(), folder=None, before=(), **environment):
    """Runs April and May 2008; returns the path of the output. The environment is the caller's with these changes."""
    command = [*before, PROGRAM, "run", str(scenario), "-o", str(output), "--until", "2008-06-01", *options]
    command += [f"--set={setting}" for setting in (*SHORT, *settings)]
    own = {name: value for name, value in os.environ.items() if name != "OMP_SCHEDULE"} | environment
    process = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, timeout=300, check=False)
    assert process.returncode == 0, process.stderr
    return Path(output)
