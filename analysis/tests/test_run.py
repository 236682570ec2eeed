"""Opening output files."""

import h5py
import numpy as np
import pytest
from catchment import MissingDataset, RunError, open_run
from synthetic import AGE_BANDS, DAYS, write_run


def test_coordinates_are_labelled(run):
    persons = run["population"]["persons"]
    assert persons.dims == ("month", "locality", "age_band", "sex")
    assert list(persons["age_band"].values) == AGE_BANDS
    assert list(persons["sex"].values) == ["male", "female"]
    assert (
        int(persons.sel(month="2008-05-01", locality="south", age_band="90+", sex="female")) == 210
    )


def test_months_are_dates(run):
    months = run.root["month"].values
    assert months.dtype == np.dtype("datetime64[ns]")
    assert [str(month)[:10] for month in months] == ["2008-04-01", "2008-05-01", "2008-06-01"]
    assert list(run.days.values) == [30, 31, 30]
    assert run.years == pytest.approx(DAYS / 365.25)


def test_counts_stay_whole_and_units_are_kept(run):
    assert run.variable("population/persons").dtype.kind == "i"
    assert run.variable("money/paid").attrs["units"] == "pence"


def test_values_are_read_when_asked_for(file):
    with open_run(file) as run:
        assert not run.variable("flow/served").variable._in_memory


def test_attributes(run):
    assert run.title == "A quarter of a year"
    assert run.attributes["status"] == "complete"
    assert run.attributes["state_hash"] == "0123456789abcdef"
    assert run.provenance["seed"] == 7
    assert run.parameters["seed"] == "7"
    assert run.grossing == 2


def test_a_missing_dataset_is_named(run):
    with pytest.raises(MissingDataset, match="no dataset /population/height"):
        run.variable("population/height")
    with pytest.raises(MissingDataset, match="no dataset /outcome/qalys"):
        run.variable("outcome/qalys")


def cut_off_months(_: str, item: object) -> None:
    if isinstance(item, h5py.Dataset) and item.maxshape and item.maxshape[0] is None:
        item.resize(0, axis=0)


def test_a_run_without_months_has_no_data(tmp_path):
    path = write_run(tmp_path / "empty.h5")
    with h5py.File(path, "a") as file:
        file.visititems(cut_off_months)
    with open_run(path) as run, pytest.raises(
        MissingDataset, match="no month in /population/births"
    ):
        run.variable("population/births")


def test_files_that_cannot_be_opened(tmp_path):
    with pytest.raises(RunError, match="absent.h5: no such file"):
        open_run(tmp_path / "absent.h5")
    text = tmp_path / "text.h5"
    text.write_text("no")
    with pytest.raises(RunError, match="text.h5: not an HDF5 file"):
        open_run(text)


def test_another_hdf5_file_is_refused(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = [1, 2]
    with pytest.raises(RunError, match="other.h5: not the output of a run"):
        open_run(tmp_path / "other.h5")


def test_a_damaged_file_says_how_to_recover(file, tmp_path):
    damaged = tmp_path / "damaged.h5"
    damaged.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(RunError, match="h5clear -s --increment=0"):
        open_run(damaged)
