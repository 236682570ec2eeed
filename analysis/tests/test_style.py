"""Numbers, ticks and the places of labels."""

import numpy as np
import pytest
from catchment import style
from catchment.draw.labels import Name, Obstacles, find_places, overlap
from matplotlib.figure import Figure


@pytest.mark.parametrize(
    "value, text",
    [
        (1234567, "1,234,567"),
        (0, "0"),
        (12.34, "12.3"),
        (0.816, "0.82"),
        (-5.5, "\u22125.5"),
        (np.nan, "none"),
    ],
)
def test_numbers(value, text):
    assert style.thousands(value) == text


def test_labels_keep_apart_and_in_order():
    places = style.spread([10, 10.5, 50, 11], gap=5, low=0, high=100)
    assert places == pytest.approx([5.5, 10.5, 50, 15.5])


def test_labels_stay_within_the_axis():
    assert style.spread([0, 0, 1], gap=5, low=0, high=100) == pytest.approx([0, 5, 10])
    assert style.spread([99, 100], gap=5, low=0, high=100) == pytest.approx([95, 100])


@pytest.mark.parametrize(
    "months, most, ticks",
    [
        (12, 5, ["Apr\n2008", "Jul\n2008", "Oct\n2008", "Jan\n2009"]),
        (36, 3, ["Apr\n2008", "Apr\n2009", "Apr\n2010"]),
        (2, 5, ["Apr\n2008", "May\n2008"]),
    ],
)
def test_month_ticks_count_from_april(months, most, ticks):
    axes = Figure().subplots()
    days = (np.datetime64("2008-04", "M") + np.arange(months)).astype("datetime64[ns]")
    axes.plot(days, np.zeros(months))
    style.month_axis(axes, days, most)
    assert [label.get_text() for label in axes.get_xticklabels()] == ticks


def test_text_is_wrapped_to_the_page():
    lines = style.wrapped("word " * 60, 8, 4.0)
    assert len(lines) > 1
    assert max(len(line) for line in lines) <= 4.0 * 72 / (8 * style.LETTER_WIDTH)


def test_names_on_a_map_do_not_cover_each_other():
    names = [Name(f"name {i}", 0, 0, 5, {}) for i in range(6)]
    centres = np.array([[100.0 + 12 * i, 100.0] for i in range(6)])
    nothing = np.empty((0, 4))
    marks = np.hstack([centres - 5, centres + 5])
    obstacles = Obstacles(nothing, nothing, marks, nothing, np.array([0.0, 0.0, 300.0, 200.0]))
    places = find_places(names, centres, [np.array([40.0, 10.0])] * 6, obstacles)
    boxes = np.array([place.box for place in places])
    for i, box in enumerate(boxes):
        assert overlap(box, np.delete(boxes, i, axis=0)) == 0
        assert overlap(box, marks) == 0


def test_values_without_neighbours_get_a_mark():
    missing = float("nan")
    assert style.alone([1.0, missing, 2.0, 3.0, missing, 4.0]) == [0, 5]
