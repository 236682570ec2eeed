"""Places names on a map so that they cover neither each other nor the marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
DISTANCES = (1.0, 1.8, 2.8)
COST_OF_DISTANCE = 60.0  # square points for a step away from the mark
COST_OF_EDGE = 20.0  # for each square point outside the map


@dataclass(frozen=True)
class Name:
    """A name for the mark at (x, y), in data coordinates, whose half width is `reach` points."""

    text: str
    x: float
    y: float
    reach: float
    style: dict[str, object]


def overlap(box: np.ndarray, others: np.ndarray) -> float:
    """Area that a box (left, bottom, right, top) shares with others (n, 4)."""
    if len(others) == 0:
        return 0.0
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    return float((width.clip(0) * height.clip(0)).sum())


def outside(box: np.ndarray, frame: np.ndarray) -> float:
    """Area of a box that is not within the frame."""
    area = float((box[2] - box[0]) * (box[3] - box[1]))
    return area - overlap(box, frame[np.newaxis])


def candidate(name: Name, centre: np.ndarray, size: np.ndarray, direction: tuple[int, int], far: float) -> np.ndarray:
    """The box of a text of `size` beside its mark, all in points."""
    away = (name.reach + 3) * far / (1.4 if all(direction) else 1)
    middle = centre + np.array(direction) * (away + size / 2)
    return np.concatenate([middle - size / 2, middle + size / 2])


def best_place(name: Name, centre: np.ndarray, size: np.ndarray, taken: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """The box that covers least; near the mark and in the first directions if several do."""
    best, best_cost = None, np.inf
    for far in DISTANCES:
        for rank, direction in enumerate(DIRECTIONS):
            box = candidate(name, centre, size, direction, far)
            cost = overlap(box, taken) + COST_OF_EDGE * outside(box, frame)
            cost += COST_OF_DISTANCE * (far - 1) + rank
            if cost < best_cost:
                best, best_cost = box, cost
    return best


def place_names(axes: Axes, names: list[Name]) -> list[Text]:
    """Writes the names, the first ones in the best places. The layout of the figure must be settled."""
    points = 72 / axes.figure.dpi
    renderer = axes.figure.canvas.get_renderer()
    centres = axes.transData.transform([(name.x, name.y) for name in names]).reshape(-1, 2) * points
    frame = np.array(axes.get_window_extent(renderer).extents) * points
    reaches = np.array([name.reach for name in names])[:, np.newaxis]
    taken = np.hstack([centres - reaches, centres + reaches])
    texts = []
    for name, centre in zip(names, centres):
        text = axes.text(name.x, name.y, name.text, ha="center", va="center", **name.style)
        extent = text.get_window_extent(renderer)
        size = np.array([extent.width, extent.height]) * points
        box = best_place(name, centre, size, taken, frame)
        text.set_position(axes.transData.inverted().transform((box[:2] + box[2:]) / 2 / points))
        taken = np.vstack([taken, box])
        texts.append(text)
    return texts
