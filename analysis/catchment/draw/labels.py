"""Places names on a map so that they cover little: no other names, few marks and lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
BETWEEN = ((1, 0.5), (1, -0.5), (-1, 0.5), (-1, -0.5), (0.5, 1), (0.5, -1), (-0.5, 1), (-0.5, -1))
DIRECTIONS = (*SIDES, *CORNERS, *BETWEEN)
SWEEPS = 4  # names are placed one by one, then each again among the others
DISTANCES = (1.0, 1.6, 2.4, 3.2, 4.2)  # from the mark, in its reach
GAP = 3.0  # points between a mark and its name
COST_OF_DISTANCE = 30.0  # square points for each reach further away
COST_OF_EDGE = 20.0  # for each square point outside the map
COST_OF_LINE = 0.35  # for each square point on a line
COST_OF_NAME = 20.0  # for each square point on another name, or of it under the leader
COST_OF_CROSSING = 2.5  # for each square point of a mark that the leader crosses
LINE_STEP = 4.0  # points between the places of a line that are looked at
LEADER_FROM = 2.0  # names further away have a thin line to their mark

Boxes = np.ndarray  # (n, 4): left, bottom, right, top in points


@dataclass(frozen=True)
class Name:
    """A name for the mark at (x, y), in data coordinates, whose half width is `reach` points."""

    text: str
    x: float
    y: float
    reach: float
    style: dict[str, object]


@dataclass
class Obstacles:
    """What a name should not cover, the worst first; and the edge of the map."""

    names: Boxes
    leaders: Boxes
    marks: Boxes
    lines: Boxes
    frame: np.ndarray


@dataclass(frozen=True)
class Place:
    """Where a name stands: its box, and the squares along its leader if it has one."""

    box: np.ndarray
    leader: Boxes
    cost: float


def overlap(box: np.ndarray, others: Boxes) -> float:
    """Area that a box shares with others."""
    if len(others) == 0:
        return 0.0
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    return float((width.clip(0) * height.clip(0)).sum())


def outside(box: np.ndarray, frame: np.ndarray) -> float:
    """Area of a box that is not within the frame."""
    area = float((box[2] - box[0]) * (box[3] - box[1]))
    return area - overlap(box, frame[np.newaxis])


def around(centres: np.ndarray, reach: np.ndarray | float) -> Boxes:
    """Squares round points (n, 2)."""
    return np.hstack([centres - reach, centres + reach])


def along(start: np.ndarray, end: np.ndarray, width: float) -> Boxes:
    """Small squares along a straight line."""
    steps = max(2, int(np.linalg.norm(end - start) / LINE_STEP))
    share = np.linspace(0, 1, steps)[:, np.newaxis]
    return around(start + share * (end - start), max(width, LINE_STEP) / 2)


def boxes_of_line(line: Line2D, points: float) -> Boxes:
    ends = line.axes.transData.transform(line.get_xydata()) * points
    return along(ends[0], ends[1], line.get_linewidth())


def ends_of_leader(name: Name, centre: np.ndarray, box: np.ndarray) -> np.ndarray:
    """From the edge of the mark to just before the name: two points."""
    away = np.clip(centre, box[:2], box[2:]) - centre
    length = max(float(np.linalg.norm(away)), 1e-9)
    start = min(name.reach / length, 1.0)
    end = max(1.0 - GAP / length, start)
    return np.vstack([centre + start * away, centre + end * away])


def leader(name: Name, centre: np.ndarray, box: np.ndarray) -> Boxes:
    """The thin line from a mark to its name, short of both."""
    return along(*ends_of_leader(name, centre, box), 1.0)


def candidate(
    name: Name, centre: np.ndarray, size: np.ndarray, direction: tuple[float, float], far: float
) -> np.ndarray:
    """The box of a text of `size` beside its mark, all in points."""
    away = (name.reach + GAP) * far / (1.4 if direction in CORNERS else 1)
    middle = centre + np.array(direction) * (away + size / 2)
    return around(middle[np.newaxis], size / 2)[0]


def cost_of(box: np.ndarray, line: Boxes, obstacles: Obstacles) -> float:
    """What a box and the leader to it cover."""
    cost = COST_OF_NAME * overlap(box, obstacles.names) + overlap(box, obstacles.marks)
    cost += COST_OF_LINE * overlap(box, obstacles.lines) + COST_OF_EDGE * outside(
        box, obstacles.frame
    )
    cost += COST_OF_NAME * overlap(box, obstacles.leaders)
    for piece in line:
        cost += COST_OF_NAME * overlap(piece, obstacles.names) + COST_OF_CROSSING * overlap(
            piece, obstacles.marks
        )
    return cost


def best_place(name: Name, centre: np.ndarray, size: np.ndarray, obstacles: Obstacles) -> Place:
    """Where a name covers least; of places that are alike, the nearest to the mark."""
    best = None
    for far in DISTANCES:
        for rank, direction in enumerate(DIRECTIONS):
            box = candidate(name, centre, size, direction, far)
            line = leader(name, centre, box) if far >= LEADER_FROM else np.empty((0, 4))
            cost = cost_of(box, line, obstacles) + COST_OF_DISTANCE * (far - 1) + rank
            if best is None or cost < best.cost:
                best = Place(box, line, cost)
    return best


def survey(
    axes: Axes, centres: np.ndarray, names: list[Name], lines: list[Line2D], points: float
) -> Obstacles:
    reaches = np.array([name.reach for name in names])[:, np.newaxis]
    frame = np.array(axes.get_window_extent().extents) * points
    pieces = [boxes_of_line(line, points) for line in lines]
    nothing = np.empty((0, 4))
    return Obstacles(
        nothing, nothing, around(centres, reaches), np.vstack([nothing, *pieces]), frame
    )


def find_places(
    names: list[Name], centres: np.ndarray, sizes: list[np.ndarray], obstacles: Obstacles
) -> list[Place]:
    """A place for each name: one by one, then each again knowing the others."""
    places: dict[int, Place] = {}
    for _ in range(SWEEPS):
        for i, name in enumerate(names):
            others = [place for j, place in places.items() if j != i]
            obstacles.names = np.vstack([np.empty((0, 4)), *(place.box for place in others)])
            obstacles.leaders = np.vstack([np.empty((0, 4)), *(place.leader for place in others)])
            places[i] = best_place(name, centres[i], sizes[i], obstacles)
    return [places[i] for i in range(len(names))]


def place_names(axes: Axes, names: list[Name], lines: list[Line2D]) -> None:
    """Writes the names. The layout of the figure must be settled."""
    points = 72 / axes.figure.dpi
    renderer = axes.figure.canvas.get_renderer()
    centres = axes.transData.transform([(name.x, name.y) for name in names]).reshape(-1, 2) * points
    texts = [
        axes.text(name.x, name.y, name.text, ha="center", va="center", **name.style)
        for name in names
    ]
    sizes = [np.array(text.get_window_extent(renderer).size) * points for text in texts]
    places = find_places(names, centres, sizes, survey(axes, centres, names, lines, points))
    to_data = axes.transData.inverted()
    for name, centre, text, place in zip(names, centres, texts, places):
        text.set_position(to_data.transform((place.box[:2] + place.box[2:]) / 2 / points))
        if len(place.leader):
            ends = to_data.transform(ends_of_leader(name, centre, place.box) / points)
            axes.plot(*ends.T, color="#555555", lw=0.6, zorder=7)
