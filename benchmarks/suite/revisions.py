"""Builds of git revisions, beside the checkout and without touching it."""

import shutil
import subprocess
from pathlib import Path

from .plan import say
from .program import BenchmarkError, Program

SCENARIO = Path("configs/england-2008/england.yaml")


def command(*arguments, **options):
    made = subprocess.run(arguments, capture_output=True, text=True, **options)
    if made.returncode != 0:
        words = " ".join(map(str, arguments))
        raise BenchmarkError(f"{words}: exit status {made.returncode}\n{made.stdout}{made.stderr}")
    return made.stdout


def has_changed(top):
    """Whether tracked files differ from the last commit; not known without git."""
    made = subprocess.run(["git", "-C", top, "--no-optional-locks", "diff", "--quiet", "HEAD"], capture_output=True)
    return made.returncode == 1


def unpack(top, revision, source):
    source.mkdir(parents=True)
    archive = source.with_suffix(".tar")
    command("git", "-C", top, "archive", "-o", archive, revision)
    command("tar", "-xf", archive, "-C", source)
    archive.unlink()


def build(top, text):
    """The folder of the sources, the program and the number of a revision, which is built if it has not been."""
    revision = command("git", "-C", top, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}").strip()
    folder = top / "build/bench" / revision[:10]
    source, program = folder / "source", folder / "release/catchment"
    if not program.exists():
        say(f"building {text} in {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        unpack(top, revision, source)
        # git would find the revision of the checkout around it.
        command("cmake", "-S", source, "-B", program.parent, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                "-DCMAKE_C_COMPILER=gcc", "-DCMAKE_CXX_COMPILER=g++", "-DBUILD_TESTING=OFF",
                "-DCMAKE_DISABLE_FIND_PACKAGE_Git=ON")
        command("cmake", "--build", program.parent, "--target", "catchment")
    return source, program, revision[:10]


def program_of(top, text, letter, scenario):
    """What A or B names: a file is a program, anything else a git revision, which runs its own scenario."""
    path = Path(text)
    if path.is_file():
        return Program(path, scenario or top / SCENARIO, f"{letter} {path}")
    try:
        source, program, revision = build(top, text)
    except BenchmarkError as error:
        raise BenchmarkError(f"{text}: neither a program nor a revision that can be built\n{error}") from None
    return Program(program, scenario or source / SCENARIO, f"{letter} {revision}")
