"""Draws the figures of a run: python3 -m catchment.figures FILE.h5 FOLDER"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from catchment import style
from catchment.draw.care import draw_beds, draw_hospital_use, draw_use_of_care, draw_waiting
from catchment.draw.map import draw_flows_map
from catchment.draw.money import draw_money
from catchment.draw.people import draw_conditions, draw_multimorbidity, draw_pyramid
from catchment.run import MissingDataset, Run, RunError, open_run
from catchment.summary import summary

FIGURES: dict[str, Callable[[Run], Figure]] = {
    "population-pyramid": draw_pyramid,
    "conditions-by-age": draw_conditions,
    "multimorbidity-and-frailty": draw_multimorbidity,
    "hospital-use-by-age-and-deprivation": draw_hospital_use,
    "use-of-care": draw_use_of_care,
    "flows-map": draw_flows_map,
    "waiting": draw_waiting,
    "beds": draw_beds,
    "money": draw_money,
}


def draw_all(run: Run, folder: Path) -> list[Path]:
    """Draws every figure that the run has data for, and says which it leaves out."""
    files = []
    for name, draw in FIGURES.items():
        path = folder / f"{name}.png"
        try:
            with style.look():
                style.save(draw(run), path)
        except MissingDataset as reason:
            print(f"figures: {path.name} left out: {reason}", file=sys.stderr)
            continue
        files.append(path)
    return files


def write_all(file: Path, folder: Path) -> list[Path]:
    """Figures and summary.txt of a file into a folder, which is made if it is missing."""
    with open_run(file) as run:
        run.variable_of_root("month_end")
        folder.mkdir(parents=True, exist_ok=True)
        text = folder / "summary.txt"
        text.write_text(summary(run), encoding="utf-8")
        return [text, *draw_all(run, folder)]


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the file or the folder cannot be used, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="catchment.figures", description="Draws the figures of a run."
    )
    parser.add_argument("file", type=Path, help="output of catchment run (HDF5)")
    parser.add_argument("folder", type=Path, help="where the PNG files go; made if it is missing")
    options = parser.parse_args(arguments)
    try:
        for path in write_all(options.file, options.folder):
            print(path)
    except (RunError, OSError) as error:
        print(f"figures: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
