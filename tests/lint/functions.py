#!/usr/bin/env python3
"""functions.py FOLDER...: how long the functions and files of the C code are, folder by folder.

A function counts from the line of its name to its closing brace; initialised tables inside it do not count. Prints how
many there are, the median, the 90th centile, how many are in which range of lengths, and the longest. Fails if the
median is above 20 lines, if more than one in ten has more than 60, if any has more than 150, or a file more than 800.
"""

import re
import sys
from pathlib import Path
from statistics import median

MEDIAN = 20
NINE_IN_TEN = 60
LONGEST_FUNCTION = 150
LONGEST_FILE = 800
RANGES = [5, 10, 20, 30, 40, 60, LONGEST_FUNCTION]
SHOWN = 5

# Comments, texts and characters, and directives with their continued lines: none of them holds code.
NOISE = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | ^[ \t]*\#(?:\\\n|[^\n])*""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
NAME = re.compile(r"(\w+)\s*\(")
OPENS_FUNCTION = re.compile(r"\)[\s\w]*\Z")


def blank(match):
    """Replace noise by as many lines of nothing."""
    return " " + "\n" * match.group().count("\n")


def closing(text, start):
    """The place of the brace that closes the one at start, or the end of the text."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    return len(text)


def table_lines(body):
    """The lines that initialisers (= { ... }) of more than one line take in the body of a function."""
    lines, place = 0, 0
    while match := re.compile(r"=\s*\{").search(body, place):
        end = closing(body, match.end() - 1)
        lines += body.count("\n", match.end(), end)
        place = end
    return lines


def functions(text):
    """Yield (name, first line, lines) for each function defined in the text of a file."""
    text = NOISE.sub(blank, text)
    start = 0
    while (brace := text.find("{", start)) >= 0:
        head = text[start:brace]
        head = head[max(head.rfind(";"), head.rfind("}")) + 1:]
        end = closing(text, brace)
        name = NAME.search(head)
        if name and OPENS_FUNCTION.search(head) and "=" not in head:
            first = text.count("\n", 0, brace - len(head) + name.start()) + 1
            last = text.count("\n", 0, end) + 1
            yield called(head[name.start():]), first, last - first + 1 - table_lines(text[brace:end])
        start = end + 1


def called(head):
    """The name of a function, or SUITE.TEST of a Criterion test."""
    test = re.match(r"Test\(\s*(\w+)\s*,\s*(\w+)", head)
    return f"{test.group(1)}.{test.group(2)}" if test else NAME.match(head).group(1)


def centile(values, share):
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def measure(folder):
    """Return [(lines, name, path, first line)] of functions and [(lines, path)] of files."""
    found, files = [], []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".c", ".h"}):
        text = path.read_text(encoding="utf-8")
        files.append((text.count("\n"), path))
        found += [(lines, name, path, first) for name, first, lines in functions(text)]
    return found, files


def distribution(lengths):
    """How many functions have up to so many lines."""
    words, least = [], 1
    for most in RANGES:
        words.append(f"{least}-{most}: {sum(least <= length <= most for length in lengths)}")
        least = most + 1
    return ", ".join(words) + f", more: {sum(length >= least for length in lengths)}"


def report(folder, found, files):
    """Print what was measured in a folder."""
    lengths = [entry[0] for entry in found]
    print(
        f"    {folder}: {len(found)} functions, median {median(lengths):g} lines (at most {MEDIAN}), "
        f"90th centile {centile(lengths, 90)} (at most {NINE_IN_TEN}), longest {max(lengths)} (at most {LONGEST_FUNCTION})"
    )
    print(f"    by lines: {distribution(lengths)}")
    for lines, name, path, first in sorted(found, reverse=True)[:SHOWN]:
        print(f"    {lines:5d}  {name}  {path}:{first}")
    lines, path = max(files)
    print(f"    {len(files)} files, longest {lines} lines (at most {LONGEST_FILE})  {path}")


def problems(folder, found, files):
    """What is longer than allowed."""
    lengths = [entry[0] for entry in found]
    if median(lengths) > MEDIAN:
        yield f"{folder}: the median function has {median(lengths):g} lines, more than {MEDIAN}"
    if centile(lengths, 90) > NINE_IN_TEN:
        yield f"{folder}: more than one function in ten has more than {NINE_IN_TEN} lines"
    for lines, name, path, first in found:
        if lines > LONGEST_FUNCTION:
            yield f"{path}:{first}: {name} has {lines} lines, more than {LONGEST_FUNCTION}"
    for lines, path in files:
        if lines > LONGEST_FILE:
            yield f"{path}: {lines} lines, more than {LONGEST_FILE}"


def main(folders):
    wrong = []
    for folder in map(Path, folders):
        found, files = measure(folder)
        if found:
            report(folder, found, files)
            wrong += problems(folder, found, files)
    print("".join(f"{problem}\n" for problem in wrong), end="")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: functions.py FOLDER...")
    sys.exit(main(sys.argv[1:]))
