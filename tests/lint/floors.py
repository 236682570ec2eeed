#!/usr/bin/env python3
"""floors.py FOLDER...: check the includes of the C files in the folders, the first of which holds the floors.

A file includes headers of its own floor and of those below it only, names them relative to the folder of the floors, and
no chain of includes comes back to where it began. Files outside the folder of the floors (tests) may include any floor.
"""

import re
import sys
from pathlib import Path

FLOORS = ["base", "scenario", "people", "care", "market", "engine", "output", "program"]
GENERATED = {"catchment_version.h"}
SUFFIXES = {".c", ".cpp", ".h", ".def", ".inc"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def blank(match):
    """Take a comment away and keep its lines, so that the line numbers stay."""
    return "\n" * match.group().count("\n")


def includes(path):
    """Yield (line, name) for each include in quotes."""
    text = COMMENT.sub(blank, path.read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1)


def level(path, source):
    """The number of the floor that a path stands on; None outside the floors."""
    if source not in path.parents:
        return None
    return FLOORS.index(path.relative_to(source).parts[0])


def misplaced(files, source):
    """Problems of files that stand on no floor."""
    for path in files:
        if source in path.parents and path.relative_to(source).parts[0] not in FLOORS:
            yield f"{path}: is not on one of the floors {', '.join(FLOORS)}"


def examine(path, source):
    """Return the project's files that a file includes, and the problems found on the way."""
    targets, problems = [], []
    for line, name in includes(path):
        target = source / name
        if name in GENERATED:
            continue
        if not target.is_file():
            beside = path.parent / name
            if source in path.parents or not beside.is_file():
                problems.append(f'{path}:{line}: "{name}" is not a file relative to {source}')
            else:
                targets.append(beside)
            continue
        targets.append(target)
        own, other = level(path, source), level(target, source)
        if own is not None and other > own:
            problems.append(f'{path}:{line}: {FLOORS[own]} includes "{name}" of a floor above it')
    return targets, problems


def circle(graph):
    """Return the first circle of includes as a list of paths, or None."""
    finished = set()

    def visit(path, trail):
        if path in trail:
            return trail[trail.index(path):] + [path]
        if path in finished:
            return None
        for target in graph.get(path, []):
            found = visit(target, trail + [path])
            if found:
                return found
        finished.add(path)
        return None

    return next(filter(None, (visit(path, []) for path in graph)), None)


def main(folders):
    source = Path(folders[0])
    files = sorted(
        path
        for folder in map(Path, folders)
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    )
    problems = list(misplaced(files, source))
    if not problems:
        graph = {}
        for path in files:
            graph[path], found = examine(path, source)
            problems += found
        around = circle(graph)
        if around:
            problems.append("includes form a circle: " + " -> ".join(map(str, around)))
    for problem in problems:
        print(problem)
    print(f"    {len(files)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: floors.py FOLDER...")
    sys.exit(main(sys.argv[1:]))
