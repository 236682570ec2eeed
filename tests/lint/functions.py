#!/usr/bin/env python3
"""functions.py FOLDER...: how long the functions and files of the C code are.

A function counts from the line of its name to its closing brace; initialised tables inside it do not count. Reports the
median, the 90th centile and the longest, and fails if a function has more than 150 lines or a file more than 800.
"""

import re
import sys
from pathlib import Path
from statistics import median

LONGEST_FUNCTION = 150
LONGEST_FILE = 800
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
            yield name.group(1), first, last - first + 1 - table_lines(text[brace:end])
        start = end + 1


def centile(values, share):
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def measure(folders):
    """Return [(lines, name, path, first line)] of functions and [(lines, path)] of files."""
    found, files = [], []
    for folder in map(Path, folders):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".c", ".h"}):
            text = path.read_text(encoding="utf-8")
            files.append((text.count("\n"), path))
            found += [(lines, name, path, first) for name, first, lines in functions(text)]
    return found, files


def report(found, files):
    lengths = [entry[0] for entry in found]
    print(
        f"    {len(found)} functions: median {median(lengths):g} lines (at most 20 wanted), "
        f"90th centile {centile(lengths, 90)} (60), longest {max(lengths)} ({LONGEST_FUNCTION})"
    )
    for lines, name, path, first in sorted(found, reverse=True)[:SHOWN]:
        print(f"    {lines:5d}  {name}  {path}:{first}")
    lines, path = max(files)
    print(f"    {len(files)} files: longest {lines} lines ({LONGEST_FILE})  {path}")


def main(folders):
    found, files = measure(folders)
    if not found:
        print("    no functions")
        return 0
    report(found, files)
    too_long = [
        f"{path}:{first}: {name} has {lines} lines, more than {LONGEST_FUNCTION}"
        for lines, name, path, first in found
        if lines > LONGEST_FUNCTION
    ] + [f"{path}: {lines} lines, more than {LONGEST_FILE}" for lines, path in files if lines > LONGEST_FILE]
    for problem in too_long:
        print(problem)
    return 1 if too_long else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: functions.py FOLDER...")
    sys.exit(main(sys.argv[1:]))
