"""Runs in which an allocation or a write goes wrong, and what must be true of what they leave behind.

The runs are of a tiny scenario: the least population that is allowed, no warm-up. What goes wrong is chosen with the
shared object libfail_nth.so (tests/integration/fail_nth.c), which stands beside the program.
"""

import multiprocessing
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

import h5py
import numpy

PROGRAM = Path(os.environ["CATCHMENT"])
SCENARIO = Path(os.environ["CATCHMENT_SOURCE"]) / "configs/small/small.yaml"
FAIL_NTH = PROGRAM.parent / "libfail_nth.so"
WORKERS = os.cpu_count() or 1
SECONDS = 60

TINY = {
    "population.size": 1000,
    "warm_up_days": 0,
    "population.life.reference_particles": 100,
    "area.people_per_locality": 1000,
}
# Attributes that differ between two runs of the same.
OF_THE_MOMENT = {"command", "start_time", "end_time", "wall_seconds", "peak_memory_bytes", "threads"}
# Lines that are no messages: progress, and what a build for `./dev coverage` cannot note down at its end.
NO_MESSAGE = re.compile(r" *\d+% done, |(libgcov )?profiling( error)?:")


class Wrong(Exception):
    """Something that must not be."""


class Run:
    """A finished process of the program, and the folder of its output, which is removed by close."""

    def __init__(self, *arguments, environment=None, **others):
        self.keeper = tempfile.TemporaryDirectory(prefix="catchment-faults-")
        self.folder = Path(self.keeper.name)
        self.path = self.folder / "run.h5"
        variables = {name: str(value).replace("{output}", str(self.path)) for name, value in (environment or {}).items()}
        command = [str(argument).replace("{output}", str(self.path)) for argument in arguments]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": self.folder, **others}
        process = subprocess.run(
            [PROGRAM, *command], env={**os.environ, **variables}, text=True, timeout=SECONDS, check=False, **options
        )
        self.status = process.returncode
        self.output = process.stdout
        self.messages = [line for line in (process.stderr or "").splitlines() if not NO_MESSAGE.match(line)]

    def close(self):
        self.keeper.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def said(self):
        return f"exit status {self.status}, {' | '.join(self.messages) or 'no message'}"


def arguments_of(until, threads=1, *options):
    sets = [word for path, value in TINY.items() for word in ("--set", f"{path}={value}")]
    return ["run", SCENARIO, "-o", "{output}", "--until", until, "--threads", threads, *sets, *options]


def faults(what, at=None, how=None, onwards=False, report=None):
    """The environment that makes a run fail (fail_nth.c says what each is)."""
    values = {
        "LD_PRELOAD": FAIL_NTH,
        "FAIL_WHAT": what,
        "FAIL_AT": at,
        "FAIL_HOW": how,
        "FAIL_ONWARDS": 1 if onwards else None,
        "FAIL_FILE": "{output}",
        "FAIL_REPORT": report,
    }
    return {name: value for name, value in values.items() if value is not None}


def count(arguments, what):
    """How many of them there are in an undisturbed run, and the first of each way: number, module, place in the program.
    """
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as report:
        with Run(*arguments, environment=faults(what, report=report.name)) as run:
            if run.status != 0:
                raise Wrong(f"the undisturbed run: {run.said()}")
        lines = [line.split() for line in report.read().splitlines()]
    ways = [(int(line[1]), line[2], line[3]) for line in lines if line[0] == "way"]
    return int(next(line[1] for line in lines if line[0] == "counted")), ways


_work = None  # of the processes that each() starts


def _attempt(item):
    try:
        return _work(item), None
    except Wrong as wrong:
        return None, f"{item}: {wrong}"
    except subprocess.TimeoutExpired:
        return None, f"{item}: not done after {SECONDS} s"


def each(work, items):
    """What work(item) gives for each item, side by side in processes; and the texts of what was wrong."""
    global _work
    items = list(items)
    _work = work
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        found = pool.map(_attempt, items, chunksize=1)
    return {item: result for item, (result, _) in zip(items, found)}, [wrong for _, wrong in found if wrong]


# --- outputs ---------------------------------------------------------------------------------------------------------


def plain_attributes(item):
    return {
        name: value.tolist() if hasattr(value, "tolist") else value
        for name, value in item.attrs.items()
        if name not in OF_THE_MOMENT and name not in ("REFERENCE_LIST", "DIMENSION_LIST", "status", "state_hash")
    }


class Content:
    """All of an output that does not depend on the moment; scales, which take long, only if asked for."""

    def __init__(self, file, scales=True):
        self.scales = scales
        self.ends = {name: bytes(file.attrs[name]).rstrip(b"\0") for name in ("status", "state_hash")}
        self.months = len(file["month"])
        self.items = {}
        file.visititems(self._keep)
        self.items[""] = (plain_attributes(file),)

    def _keep(self, name, item):
        if not isinstance(item, h5py.Dataset):
            self.items[name] = (plain_attributes(item),)
            return
        layout = (str(item.dtype), item.maxshape, item.chunks, item.shuffle, item.compression, item.fletcher32)
        scales = [[scale.name for scale in dimension.values()] for dimension in item.dims] if self.scales else None
        self.items[name] = (plain_attributes(item), layout, scales, item[()])

    def check_against(self, good):
        """Equal to a good one in all months that it has."""
        if self.items.keys() != good.items.keys():
            raise Wrong(f"the output lacks {sorted(good.items.keys() - self.items.keys())[:3]}")
        for name, (attributes, *rest) in self.items.items():
            wanted, *wanted_rest = good.items[name]
            if not same_attributes(attributes, wanted):
                raise Wrong(f"/{name}: attributes {attributes} in place of {wanted}")
            if rest:
                self._check_dataset(name, rest, wanted_rest)

    def _check_dataset(self, name, found, wanted):
        (layout, scales, values), (wanted_layout, wanted_scales, wanted_values) = found, wanted
        if layout != wanted_layout or (scales is not None and scales != wanted_scales):
            raise Wrong(f"/{name}: {layout} {scales} in place of {wanted_layout} {wanted_scales}")
        if len(layout[1]) > 0 and layout[1][0] is None:
            if len(values) < self.months:
                raise Wrong(f"/{name} has {len(values)} months of {self.months}")
            values, wanted_values = values[: self.months], wanted_values[: self.months]
        if not same_values(values, wanted_values):
            raise Wrong(f"/{name}: other values than those of a good run")


def same_attributes(found, wanted):
    return found.keys() == wanted.keys() and all(
        found[name] == wanted[name] or (found[name] != found[name] and wanted[name] != wanted[name]) for name in wanted
    )


def same_values(found, wanted):
    reals = isinstance(found, numpy.ndarray) and found.dtype.kind == "f"
    return numpy.array_equal(found, wanted, equal_nan=reals)


def content(path, scales=True, **how):
    try:
        with h5py.File(path, "r", **how) as file:
            return Content(file, scales)
    except (OSError, KeyError, RuntimeError) as error:
        raise Wrong(f"the output cannot be read: {error}") from error


def good_output(arguments):
    with Run(*arguments) as run:
        if run.status != 0:
            raise Wrong(f"the undisturbed run: {run.said()}")
        return content(run.path)


def check_complete(run, good):
    """A run that did not notice must have done all of its work."""
    found = content(run.path)
    if found.months != good.months or found.ends != good.ends:
        raise Wrong(f"{found.months} months, {found.ends}, in place of {good.months} months, {good.ends}")
    found.check_against(good)


def check_left(run, good, strays=False):
    """What a run leaves that has failed: nothing, or an output that can be read, does not say that it is complete unless
    it is, and has the months of a good run as far as it goes. With `strays` a file that was never finished may lie beside it, under a
    name of its own. Returns the months."""
    left = {path.name for path in run.folder.iterdir()} - {"run.h5"}
    if left and not (strays and all(name.startswith("run.h5.new-") for name in left)):
        raise Wrong(f"left behind: {sorted(left)}; {run.said()}")
    if not run.path.exists():
        return None
    try:
        found = content(run.path, scales=False, swmr=True, libver="latest")
        subprocess.run(["h5clear", "-s", "--increment=0", run.path], check=True, capture_output=True)
        cleared = content(run.path)
        for one in (found, cleared):
            complete = one.months == good.months and one.ends == good.ends
            if one.ends["status"] != b"running" and not complete:
                raise Wrong(f"the output says that it is {one.ends['status'].decode()}, with {one.months} months")
            one.check_against(good)
        if found.months != cleared.months:
            raise Wrong(f"{found.months} months as it was, {cleared.months} after h5clear")
    except Wrong as wrong:
        raise Wrong(f"{wrong}; {run.said()}") from wrong
    except subprocess.CalledProcessError as error:
        raise Wrong(f"h5clear: {error.stderr.decode()}; {run.said()}") from error
    return found.months


def check_message(run, *words):
    """It ended with exit status 3 and one message, in which these words are."""
    if run.status != 3:
        name = f" ({signal.Signals(-run.status).name})" if run.status < 0 else ""
        raise Wrong(f"{run.said()}{name}")
    if len(run.messages) != 1 or not run.messages[0].startswith("catchment: "):
        raise Wrong(f"not one message: {run.said()}")
    for word in words:
        if word not in run.messages[0]:
            raise Wrong(f"does not say {word}: {run.said()}")
