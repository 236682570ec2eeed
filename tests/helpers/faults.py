"""Runs in which an allocation or a write goes wrong, and what must be true of what they leave behind.

The runs are of a tiny scenario: the least population that is allowed, no warm-up. What goes wrong is chosen with the
shared object libfail_nth.so (tests/integration/fail_nth.c), which stands beside the program.
"""

import contextlib
import multiprocessing
import multiprocessing.util
import os
import re
import select
import signal
import struct
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


class Ended:
    """How a process of the program ended, and the folder in which its output is."""

    def __init__(self, folder, status, output, errors):
        self.folder, self.path = folder, folder / "run.h5"
        self.status = status
        self.output = output
        self.messages = [line for line in (errors or "").splitlines() if not NO_MESSAGE.match(line)]

    def said(self):
        return f"exit status {self.status}, {' | '.join(self.messages) or 'no message'}"


def filled(words, path):
    """The words of a command or environment, with the output in its place."""
    return [str(word).replace("{output}", str(path)) for word in words]


def surroundings(variables, path):
    return {**os.environ, **dict(zip(variables, filled(variables.values(), path)))}


def new_folder():
    """What keeps it, and an empty folder in it: the same length of name each time."""
    keeper = tempfile.TemporaryDirectory(prefix="catchment-faults-")
    folder = Path(keeper.name) / "output"
    folder.mkdir()
    return keeper, folder


class Run(Ended):
    """A finished process of the program; its folder is removed at the end."""

    def __init__(self, *arguments, environment=None, **others):
        self.keeper, folder = new_folder()
        path = folder / "run.h5"
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": folder, **others}
        process = subprocess.run(
            [PROGRAM, *filled(arguments, path)],
            env=surroundings(environment or {}, path),
            text=True,
            timeout=SECONDS,
            check=False,
            **options,
        )
        super().__init__(folder, process.returncode, process.stdout, process.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.keeper.cleanup()


class Server:
    """A run with one thread that stops where it would open its output, and from there goes on as often as it is told to, in a
    new process each time, in which the number told goes wrong. `before` were counted until it stopped."""

    def __init__(self, arguments, plan):
        self.keeper, self.folder = new_folder()
        self.texts = [self.folder.parent / name for name in ("stdout", "stderr", "report")]
        path = self.folder / "run.h5"
        numbers, self.tell = os.pipe()
        self.hear, statuses = os.pipe()
        plan = {**plan, "FAIL_REPORT": self.texts[2], "FAIL_SERVE": f"{numbers} {statuses}"}
        with self.texts[0].open("a") as output, self.texts[1].open("a") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, *filled(arguments, path)],
                cwd=self.folder,
                env=surroundings(plan, path),
                stdout=output,
                stderr=errors,
                pass_fds=(numbers, statuses),
                start_new_session=True,
            )
        os.close(numbers)
        os.close(statuses)
        (self.before,) = self.answer("q")

    def answer(self, form):
        if not select.select([self.hear], [], [], SECONDS)[0]:
            self.close()
            raise subprocess.TimeoutExpired(self.process.args, SECONDS)
        return struct.unpack(form, os.read(self.hear, struct.calcsize(form)))

    @contextlib.contextmanager
    def run(self, number):
        """How it ended, and its report."""
        for text in self.texts:
            os.truncate(text, 0)
        os.write(self.tell, struct.pack("q", number))
        (status,) = self.answer("i")
        output, errors, report = (text.read_text(encoding="utf-8") for text in self.texts)
        try:
            yield Ended(self.folder, os.waitstatus_to_exitcode(status), output, errors), report
        finally:
            for path in self.folder.iterdir():
                path.unlink()

    def close(self):
        os.close(self.tell)
        os.close(self.hear)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.keeper.cleanup()


def arguments_of(until, threads=1, *options):
    sets = [word for path, value in TINY.items() for word in ("--set", f"{path}={value}")]
    return ["run", SCENARIO, "-o", "{output}", "--until", until, "--threads", threads, *sets, *options]


def faults(what, how=None, onwards=False, report=None):
    """The environment that makes runs fail (fail_nth.c says what each is)."""
    values = {
        "LD_PRELOAD": FAIL_NTH,
        "FAIL_WHAT": what,
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


@contextlib.contextmanager
def run_alone(arguments, plan, number):
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as report:
        with Run(*arguments, environment={**plan, "FAIL_AT": number, "FAIL_REPORT": report.name}) as run:
            yield run, report.read()


_server = None  # of this process: what it was started for, and itself


def server_for(arguments, plan):
    global _server
    if _server is None or _server[0] != (arguments, plan):
        if _server is not None:
            _server[1].close()
        server = Server(arguments, plan)
        multiprocessing.util.Finalize(server, server.close, exitpriority=1)
        _server = (arguments, plan), server
    return _server[1]


def run_with_failure(arguments, plan, number):
    """How a run ended in which that number went wrong, and its report; for work that is given to each()."""
    server = server_for(arguments, plan)
    return server.run(number) if number > server.before else run_alone(arguments, plan, number)


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
    pool = multiprocessing.get_context("fork").Pool(WORKERS)
    found = pool.map(_attempt, items, chunksize=1)
    pool.close()
    pool.join()
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

    def _length(self, name):
        """How much of a dataset that grows must be there: a slab for each month, or the rows of a table."""
        rows = name.rpartition("/")[0] + "/rows"
        if rows not in self.items or name == rows or self.months == 0:
            return self.months
        return int(self.items[rows][-1][self.months - 1])

    def _check_dataset(self, name, found, wanted):
        (layout, scales, values), (wanted_layout, wanted_scales, wanted_values) = found, wanted
        if layout != wanted_layout or (scales is not None and scales != wanted_scales):
            raise Wrong(f"/{name}: {layout} {scales} in place of {wanted_layout} {wanted_scales}")
        if len(layout[1]) > 0 and layout[1][0] is None:
            length = self._length(name)
            if len(values) < length:
                raise Wrong(f"/{name} has {len(values)} of {length}")
            values, wanted_values = values[:length], wanted_values[:length]
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


class Good(Content):
    """The output of an undisturbed run, and its bytes without those that depend on the moment."""

    def __init__(self, file, data, other):
        """`other` are the bytes of a second one."""
        super().__init__(file)
        self.data = data
        self.blanks = {*places_of_the_moment(file, data), *places_of_the_root(data)}
        pairs = zip(self.without_blanks(data), self.without_blanks(other))
        checksums = [place for place, (one, another) in enumerate(pairs) if one != another]
        self.blanks.update(near for place in checksums for near in range(place - 3, place + 4))

    def without_blanks(self, data):
        data = bytearray(data)
        for place in self.blanks:
            data[place] = 0
        return data

    def is_same(self, data):
        return len(data) == len(self.data) and self.without_blanks(data) == self.without_blanks(self.data)


def places_of_the_moment(file, data):
    for name in OF_THE_MOMENT - {"threads"}:
        value = file["provenance"].attrs[name]
        value = value.encode() if isinstance(value, str) else value.tobytes()
        for found in re.finditer(re.escape(value), data):
            yield from range(*found.span())


def places_of_the_root(data):
    """The times of the root group, which HDF5 notes whatever it is told, and the checksum of its header."""
    first = data.index(b"OHDR\x02")
    flags = data[first + 5]
    times = first + 6
    size = times + 16 + (4 if flags & 0x10 else 0)
    width = 1 << (flags & 3)
    end = size + width + int.from_bytes(data[size : size + width], "little")
    return {*range(times, times + 16), *range(end, end + 4)}


def good_output(arguments):
    with Run(*arguments) as run, Run(*arguments) as other:
        for each_run in (run, other):
            if each_run.status != 0:
                raise Wrong(f"the undisturbed run: {each_run.said()}")
        with h5py.File(run.path) as file:
            return Good(file, run.path.read_bytes(), other.path.read_bytes())


def check_complete(run, good):
    """A run that did not notice must have done all of its work."""
    if good.is_same(run.path.read_bytes()):
        return
    found = content(run.path)
    if found.months != good.months or found.ends != good.ends:
        raise Wrong(f"{found.months} months, {found.ends}, in place of {good.months} months, {good.ends}")
    found.check_against(good)


def check_left(run, good, strays=False, quickly=False):
    """What a run leaves that has failed: nothing, or an output that can be read, does not say that it is complete unless
    it is, and has the months of a good run as far as it goes. With `strays` a file that was never finished may lie beside
    it, under a name of its own. Quickly: scales are left out, and of the file as it is only the months are counted.
    Returns the months."""
    left = {path.name for path in run.folder.iterdir()} - {"run.h5"}
    if left and not (strays and all(name.startswith("run.h5.new-") for name in left)):
        raise Wrong(f"left behind: {sorted(left)}; {run.said()}")
    if not run.path.exists():
        return None
    try:
        live = {"scales": False, "swmr": True, "libver": "latest"}
        found = months_of(run.path) if quickly else check_content(content(run.path, **live), good)
        subprocess.run(["h5clear", "-s", "--increment=0", run.path], check=True, capture_output=True)
        cleared = check_content(content(run.path, scales=not quickly), good)
        if found != cleared:
            raise Wrong(f"{found} months as it was, {cleared} after h5clear")
    except Wrong as wrong:
        raise Wrong(f"{wrong}; {run.said()}") from wrong
    except subprocess.CalledProcessError as error:
        raise Wrong(f"h5clear: {error.stderr.decode()}; {run.said()}") from error
    return cleared


def months_of(path):
    try:
        with h5py.File(path, "r", swmr=True, libver="latest") as file:
            return len(file["month"])
    except (OSError, KeyError, RuntimeError) as error:
        raise Wrong(f"the output cannot be read: {error}") from error


def check_content(found, good):
    """Right as far as it goes, and not said to be complete unless it is. Returns the months."""
    complete = found.months == good.months and found.ends == good.ends
    if found.ends["status"] != b"running" and not complete:
        raise Wrong(f"the output says that it is {found.ends['status'].decode()}, with {found.months} months")
    found.check_against(good)
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
