"""The machine: what it is, without its name, and what else it is doing."""

import os
from pathlib import Path

KIBIBYTE, GIBIBYTE = 1 << 10, 1 << 30
# Fields of the first line of /proc/stat that are time taken from us: user, nice, system, interrupts, other guests.
BUSY_FIELDS = (0, 1, 2, 5, 6, 7)


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return os.uname().machine


def memory_gibibytes():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE)


def cores():
    return len(os.sched_getaffinity(0))


def describe(compiler):
    return f"{processor()}, {cores()} cores, {memory_gibibytes()} GiB, {compiler}"


def busy_seconds():
    """Time that all processors together have worked since the start."""
    times = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]
    return sum(int(times[field]) for field in BUSY_FIELDS) / os.sysconf("SC_CLK_TCK")


def load():
    """Processes that have wanted a core in the last minute, on average."""
    return os.getloadavg()[0]
