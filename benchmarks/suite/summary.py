"""What many repeats say: medians, speed-up, growth of cost and memory with size, shares of what the machine can do."""

from statistics import median

from .estimates import ratio_of_groups, ratio_of_pairs, slope, spread
from .program import DAYS_PER_YEAR
from .rows import distinct, select, settings, values
from .tables import Table, number

SCAN = "people and pathways"
MEBIBYTE = 1 << 20
RUN_MEDIANS = ["processor seconds", "rate", "rate with synthesis", "synthesis rate", "memory per person"]
NANO = 1e-9
OTHER_WORK_ALLOWED = 0.05  # share of all cores above which times are not trusted
# Which limit a phase is held against: what it goes through is read, what it carries is copied, so read and written.
COLUMN_PHASES = [SCAN, "end of month"]
MESSAGE_PHASES = ["exchange of requests", "exchange of outcomes"]


def people_text(people):
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if people >= size and people % (size // 10) == 0:
            return f"{people / size:g}{letter}"
    return f"{people:,}"


def name(people, threads, setting):
    return " ".join([people_text(people), f"x{threads}", *([setting] if setting else [])])


def points(rows):
    """(people, threads, setting), by setting as they come, then size."""
    order = distinct(rows, "setting")
    return sorted({key[1:] for key in settings(rows)}, key=lambda point: (order.index(point[2]), point[0], point[1]))


def middle(rows, what, point, part=""):
    people, threads, setting = point
    return median(values(rows, what=what, part=part, people=people, threads=threads, setting=setting))


def seconds_per_person_year(rows, point):
    """Of each repeat, without synthesis."""
    people, threads, setting = point
    return [1 / rate for rate in values(rows, what="rate", people=people, threads=threads, setting=setting)]


def run_table(rows):
    header = ["people x threads", "person-years", "seconds", "fastest", "slowest", "processor s", "person-years/s",
              "with synthesis", "synthesised/s", "bytes/person", "output, % of time", "file, MB"]
    table = Table("Whole runs", header, [])
    for point in points(rows):
        people, threads, setting = point
        seconds = spread(values(rows, what="seconds", people=people, threads=threads, setting=setting))
        table.rows.append([
            name(*point),
            number(middle(rows, "person-years", point)),
            *(number(value) for value in (seconds.median, seconds.low, seconds.high)),
            *(number(middle(rows, what, point)) for what in RUN_MEDIANS),
            number(100 * middle(rows, "output share", point)),
            number(middle(rows, "output file", point) / 1e6),
        ])
    return table


def phases_of_life(rows):
    return [phase for phase in distinct(select(rows, what="phase seconds"), "part") if phase != "synthesis"]


def phase_nanoseconds(rows, point, phase):
    days = middle(rows, "person-years", point) * DAYS_PER_YEAR
    return middle(rows, "phase seconds", point, phase) / days / NANO


def phase_table(rows):
    all_points = points(rows)
    table = Table("Nanoseconds a person-day", ["phase", *(name(*point) for point in all_points)], [])
    totals = [0.0] * len(all_points)
    for phase in phases_of_life(rows):
        found = [phase_nanoseconds(rows, point, phase) for point in all_points]
        totals = [total + value for total, value in zip(totals, found)]
        table.rows.append([phase, *(number(value) for value in found)])
    table.rows.append(["all of these", *(number(value) for value in totals)])
    return table


def speed_ups(rows):
    """(name, Interval) of more threads over one, repeat by repeat."""
    for people, threads, setting in points(rows):
        if threads == 1 or (people, 1, setting) not in points(rows):
            continue
        one, many = (seconds_per_person_year(rows, (people, count, setting)) for count in (1, threads))
        yield f"speed-up, {name(people, threads, setting)} over one thread", ratio_of_pairs(one, many)


def growths(rows):
    """(name, Interval) of the cost of a person-year at the largest size over that at the smallest."""
    for setting in distinct(select(rows, what="seconds"), "setting"):
        for threads in sorted({point[1] for point in points(rows) if point[2] == setting}):
            sizes = [point for point in points(rows) if point[1:] == (threads, setting)]
            if len(sizes) > 1:
                costs = [seconds_per_person_year(rows, point) for point in (sizes[-1], sizes[0])]
                yield (f"cost of a person-year, {name(*sizes[-1])} over {name(*sizes[0])}", ratio_of_groups(*costs))


def ratio_table(rows):
    table = Table("Ratios, without synthesis", ["what", "ratio", "95% from", "to"], [])
    for text, interval in [*speed_ups(rows), *growths(rows)]:
        ends = ["", ""] if interval.high == float("inf") else [f"{interval.low:.3f}", f"{interval.high:.3f}"]
        table.rows.append([text, f"{interval.ratio:.3f}", *ends])
    return table


def growth_of(rows, what, point, before, part=""):
    """What each person more adds, from the next smaller size on: the rest is there for a run of nobody."""
    if before is None:
        return None
    found = [(people, value) for people, threads, setting in (before, point)
             for value in values(rows, what=what, part=part, people=people, threads=threads, setting=setting)]
    return slope(found)


def person_table(rows):
    header = ["people x threads", "peak, MiB", "bytes/person", "each more, bytes", "synthesis, s", "each more, ns"]
    table = Table("Memory and synthesis of a person", header, [])
    smaller = {}
    for point in points(rows):
        before = smaller.get(point[1:])
        bytes_more = growth_of(rows, "peak memory", point, before)
        seconds_more = growth_of(rows, "phase seconds", point, before, "synthesis")
        table.rows.append([
            name(*point),
            number(middle(rows, "peak memory", point) / MEBIBYTE),
            number(middle(rows, "memory per person", point)),
            "" if bytes_more is None else number(bytes_more),
            number(middle(rows, "phase seconds", point, "synthesis")),
            "" if seconds_more is None else number(seconds_more / NANO),
        ])
        smaller[point[1:]] = point
    return table


def limit_values(rows, what, threads, part=""):
    return values(rows, what=what, part=part, people=0, threads=threads)


def limit_table(rows):
    table = Table("What the machine can do", ["limit", "threads", "median", "best", "unit"], [])
    limits = select(rows, people=0)
    for what, part, threads, unit in dict.fromkeys((row.what, row.part, row.threads, row.unit) for row in limits):
        found = spread(limit_values(rows, what, threads, part))
        best = found.low if unit == "ns" else found.high
        table.rows.append([f"{what} {part}".strip(), str(threads), number(found.median), number(best), unit])
    return table


def share_table(rows):
    """What a run gets of what the machine can do, with the same number of threads; the best repeat is the limit."""
    table = Table("Share of what the machine can do", ["what", "reached", "limit", "unit", "share, %"], [])

    def add(text, point, reached, limits, unit):
        table.rows.append([f"{text}, {name(*point)}", number(reached), number(max(limits)), unit,
                           number(100 * reached / max(limits))])

    for point in points(rows):
        threads = point[1]
        if not limit_values(rows, "read bandwidth", threads):
            continue
        for phases, times, limit in ((COLUMN_PHASES, 1, "read bandwidth"), (MESSAGE_PHASES, 2, "copy bandwidth")):
            for phase in phases:
                moved = times * middle(rows, "phase bytes", point, phase)
                seconds = middle(rows, "phase seconds", point, phase)
                add(f"{phase}: {limit}", point, moved / seconds * 1e-9, limit_values(rows, limit, threads), "GB/s")
        draws = middle(rows, "phase events", point, SCAN) / middle(rows, "phase seconds", point, SCAN)
        add(f"{SCAN}: scan draws from memory", point, draws * 1e-6,
            [value * 1e-6 for value in limit_values(rows, "scan draws", threads, "from memory")], "million/s")
    return table


def tables(rows):
    """All that there is something to say about."""
    found = [run_table(rows), phase_table(rows), ratio_table(rows), person_table(rows)]
    if select(rows, people=0):
        found += [share_table(rows), limit_table(rows)]
    return [table for table in found if table.rows]


def heading(rows):
    """What was measured, when, on what, and how far the times are to be trusted."""
    repeats = max(row.repeat for row in select(rows, what="seconds"))
    other = median(values(rows, what="other work"))
    text = (f"Build {', '.join(distinct(rows, 'build'))}, {min(row.date for row in rows)[:10]}, {rows[0].machine}; "
            f"medians of {repeats} repeat{'s' if repeats > 1 else ''}.")
    if other > OTHER_WORK_ALLOWED:
        text += f" Other processes took {other:.0%} of all cores meanwhile: the times are too long."
    return text
