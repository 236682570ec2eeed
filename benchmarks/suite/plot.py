"""The figures of a table of measurements, in one picture."""

from statistics import median

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 (the back end comes first)
import matplotlib.ticker  # noqa: E402

from .rows import values  # noqa: E402
from .summary import name, phase_nanoseconds, phases_of_life, points, seconds_per_person_year  # noqa: E402

COLOURS = plt.get_cmap("tab10").colors


def series(rows):
    """(label, points) for each number of threads and setting, over sizes."""
    keys = dict.fromkeys((point[1], point[2]) for point in points(rows))
    for threads, setting in keys:
        label = f"{threads} thread{'s' if threads > 1 else ''}" + (f", {setting}" if setting else "")
        yield label, [point for point in points(rows) if point[1:] == (threads, setting)]


def draw_repeats(axes, rows, found, number_of_repeat):
    """A line through the medians, a mark for each repeat."""
    for colour, (label, line) in zip(COLOURS * 10, found):
        sizes = [point[0] for point in line]
        repeats = [number_of_repeat(point) for point in line]
        axes.plot(sizes, [median(each) for each in repeats], "o-", color=colour, label=label)
        for size, each in zip(sizes, repeats):
            axes.plot([size] * len(each), each, "_", color=colour, alpha=0.6)
    axes.set_xscale("log")
    axes.set_xlabel("people")
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(matplotlib.ticker.StrMethodFormatter("{x:,g}"))
    axes.grid(alpha=0.3)
    if found:
        axes.legend()


def draw_throughput(axes, rows):
    draw_repeats(axes, rows, list(series(rows)),
                 lambda point: [1 / cost for cost in seconds_per_person_year(rows, point)])
    axes.set_title("Person-years a second, without synthesis")


def draw_phases(axes, rows):
    shown = points(rows)
    bottoms = [0.0] * len(shown)
    for colour, phase in zip(COLOURS * 10, phases_of_life(rows)):
        heights = [phase_nanoseconds(rows, point, phase) for point in shown]
        axes.bar(range(len(shown)), heights, bottom=bottoms, color=colour, label=phase)
        bottoms = [bottom + height for bottom, height in zip(bottoms, heights)]
    axes.set_xticks(range(len(shown)), [name(*point) for point in shown], rotation=30, ha="right")
    axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1, 1))
    axes.set_title("Nanoseconds a person-day, by phase")


def draw_speed_up(axes, rows):
    def ratios(point):
        people, _, setting = point
        one = seconds_per_person_year(rows, (people, 1, setting))
        return [alone / together for alone, together in zip(one, seconds_per_person_year(rows, point))]

    found = [(label, line) for label, line in series(rows)
             if line[0][1] > 1 and all((point[0], 1, point[2]) in points(rows) for point in line)]
    draw_repeats(axes, rows, found, ratios)
    axes.set_title("Speed-up over one thread, without synthesis")


def draw_memory(axes, rows):
    def memory(point):
        people, threads, setting = point
        return values(rows, what="memory per person", people=people, threads=threads, setting=setting)

    draw_repeats(axes, rows, list(series(rows)), memory)
    axes.set_title("Peak memory of the process, bytes a person")


def draw(rows, path):
    figure, axes = plt.subplots(2, 2, figsize=(13, 10))
    drawings = (draw_throughput, draw_phases, draw_speed_up, draw_memory)
    for part, drawing in zip(axes.flat, drawings):
        drawing(part, rows)
    figure.suptitle(f"{rows[0].build}, {rows[0].date[:10]}, {rows[0].machine}", fontsize="small")
    figure.tight_layout()
    figure.savefig(path, dpi=100)
    plt.close(figure)
