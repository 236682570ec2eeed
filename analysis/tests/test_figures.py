"""The folder of figures, as files."""

import struct
from pathlib import Path

import pytest
from catchment import style
from catchment.draw.care import draw_beds, draw_waiting
from catchment.draw.map import round_below
from catchment.figures import FIGURES, main
from synthetic import write_run

SIZES = {  # width and height in inches of those that do not depend on the data
    "population-pyramid": (7.5, 8),
    "multimorbidity-and-frailty": (11, 5.6),
    "hospital-use-by-age-and-deprivation": (13, 5),
    "flows-map": (11, 8.5),
    "waiting": (14, 7.5),
    "beds": (12, 5),
}


def png_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, from the header."""
    header = path.read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", header[16:24])


@pytest.fixture(scope="module")
def folder(file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures") / "made"
    assert main([str(file), str(folder)]) == 0
    return folder


def test_all_figures_are_there(folder):
    assert {path.name for path in folder.iterdir()} == {f"{name}.png" for name in FIGURES} | {
        "summary.txt"
    }


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_not_empty(folder, name):
    assert (folder / f"{name}.png").stat().st_size > 15_000


@pytest.mark.parametrize("name", SIZES)
def test_figures_have_150_dots_an_inch(folder, name):
    width, height = SIZES[name]
    assert png_size(folder / f"{name}.png") == (round(width * 150), round(height * 150))


@pytest.mark.parametrize(
    "without, left_out",
    [
        ("population/frailty", ["multimorbidity-and-frailty"]),
        ("waiting", ["waiting"]),
        ("flow", ["flows-map"]),
        ("money", ["money"]),
        ("population/condition_label", ["conditions-by-age"]),
    ],
)
def test_what_is_missing_is_left_out_with_a_message(
    tmp_path, capsys, monkeypatch, without, left_out
):
    drawn = {name: FIGURES[name] for name in (*left_out, "population-pyramid")}
    monkeypatch.setattr("catchment.figures.FIGURES", drawn)
    file = write_run(tmp_path / "old.h5", without=(without,))
    assert main([str(file), str(tmp_path / "out")]) == 0
    assert [path.stem for path in (tmp_path / "out").glob("*.png")] == ["population-pyramid"]
    messages = capsys.readouterr().err.splitlines()
    assert [message.split()[1] for message in messages] == [f"{name}.png" for name in left_out]


@pytest.mark.parametrize(
    "name, reason", [("absent.h5", "no such file"), ("text.h5", "not an HDF5 file")]
)
def test_errors_are_one_line(tmp_path, capsys, name, reason):
    (tmp_path / "text.h5").write_text("no")
    assert main([str(tmp_path / name), str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert reason in error
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused(file, tmp_path, capsys):
    (tmp_path / "out").write_text("")
    assert main([str(file), str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_wrong_usage(capsys):
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_lines_show_what_was_computed(run):
    with style.look():
        figure = draw_beds(run)
    assert figure.axes[0].lines[0].get_ydata() == pytest.approx([80, 90, 104])
    assert figure.axes[1].lines[0].get_ydata() == pytest.approx([4, 4, 6])


def test_the_target_stands_at_18_weeks(run):
    with style.look():
        figure = draw_waiting(run)
    dashed = [line for line in figure.axes[5].lines if line.get_linestyle() == "--"]
    assert [set(line.get_ydata()) for line in dashed] == [{126}]


@pytest.mark.parametrize("value, below", [(7300, 5000), (5000, 5000), (1.4, 1), (0.03, 0.02)])
def test_round_numbers_of_the_key(value, below):
    assert round_below(value) == pytest.approx(below)
