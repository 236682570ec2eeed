"""Output files as others read them: h5py, xarray (both engines), netCDF's own library, h5clear after a kill, and what is
left after a full disk. Reads what the program write_sample (write_sample.c beside this file) writes."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
import xarray as xr

HERE = Path(__file__).resolve().parent
WRITER = Path(os.environ.get("CATCHMENT_WRITE_SAMPLE", Path(os.environ["CATCHMENT"]).parent / "write_sample"))
LOCALITIES = ["Ald", "Bryn y Môr", "Coombe", "Dunmere"]
ENGINES = ("h5netcdf", "netcdf4")
FLUSH = 3
KILLS = int(os.environ.get("CATCHMENT_KILLS", "20"))


def persons(months):
    """What write_sample puts into /population/persons."""
    cells = len(LOCALITIES) * 20 * 2
    return (np.arange(months)[:, None] * 1000 + np.arange(cells)).reshape(months, len(LOCALITIES), 20, 2)


def check_values(file, months):
    """All datasets of an open h5py file hold the months, and what was written."""
    assert len(file["month"]) == months
    np.testing.assert_array_equal(file["population/persons"][:months], persons(months))
    np.testing.assert_array_equal(file["money/paid"][:months], -100 * np.arange(months))
    rows = int(file["event/rows"][months - 1]) if months else 0
    assert rows == 2 * months
    np.testing.assert_array_equal(file["event/amount"][:rows:2], np.arange(months))


def test_h5py(path):
    with h5py.File(path) as file:
        check_values(file, 7)
        assert file.attrs["status"] == b"complete"
        assert file.attrs["state_hash"] == b"0123456789abcdef"
        assert file.attrs["title"] == "Sample"
        assert file["population/persons"].dims[1][0].name == "/locality"
        assert file["locality"].asstr()[1] == LOCALITIES[1]
        assert file["scenario/resolved"].asstr()[()] == 'seed: 1\ntitle: "é"\n'
        assert list(file["scenario/parameters/path"].asstr()) == ["population.size", "seed"]
        assert file["provenance"].attrs["seed"] == 7
        assert file["provenance"].attrs["end_time"].endswith(b"Z")
        assert file["population/persons"].fletcher32 and file["population/persons"].shuffle
        assert not file["population/persons"].id.get_create_plist().get_obj_track_times(), "equal outputs, equal bytes"


def test_xarray(path, engine):
    root = xr.open_dataset(path, engine=engine)
    assert root.attrs["Conventions"] == "CF-1.8"
    assert root.attrs["status"] == "complete"
    assert root.attrs["state_hash"] == "0123456789abcdef"
    assert list(root["locality"].values) == LOCALITIES
    assert list(root["month"].values.astype("datetime64[D]").astype(str)[:3]) == ["2008-04-01", "2008-05-01", "2008-06-01"]
    assert str(root["month_end"].values[0])[:10] == "2008-04-30"

    population = xr.open_dataset(path, engine=engine, group="population").assign_coords(root.coords)
    assert population["persons"].dims == ("month", "locality", "age_band", "sex")
    assert population["persons"].dtype == np.uint32, "a count must stay a whole number"
    np.testing.assert_array_equal(population["persons"].values, persons(7))
    assert population["persons"].attrs["long_name"] == "people at the end of the month"
    june = population["persons"].sel(month="2008-06-01", locality="Coombe", sex="female")
    assert int(june[0]) == 2000 + 2 * 40 + 1

    event = xr.open_dataset(path, engine=engine, group="event")
    assert list(event["kind"].values[:2]) == ["tender", "clôture"]
    assert str(event["date"].values[0])[:10] == "2008-04-30"
    assert xr.open_dataset(path, engine=engine, group="place")["distance"].attrs["units"] == "km"
    assert xr.open_dataset(path, engine=engine, group="scenario")["resolved"].item().startswith("seed: 1")


def kill_writer(path, months, work):
    """Kills a writer some moments after it has written so many months; returns how many it had said were flushed."""
    with subprocess.Popen([WRITER, path, "0", "endless"], stdout=subprocess.PIPE, text=True) as writer:
        for _ in range(months):
            line = writer.stdout.readline()
        for _ in range(work):
            pass
        writer.send_signal(signal.SIGKILL)
        rest = [text for text in writer.stdout.read().splitlines(keepends=True) if text.endswith("\n")]
    return int((rest or [line])[-1])


def test_killed(folder, attempt):
    """A killed file reads as it is by h5py with swmr=True, and by everything after h5clear."""
    path = folder / f"killed-{attempt}.h5"
    safe = kill_writer(path, 1 + attempt, random.Random(attempt).randrange(200000))
    with h5py.File(path, "r", swmr=True, libver="latest") as file:
        months = len(file["month"])
        assert months >= safe
        check_values(file, months)
    subprocess.run(["h5clear", "-s", "--increment=0", path], check=True)
    with h5py.File(path) as file:
        check_values(file, months)
        assert file.attrs["status"] == b"running"
    for engine in ENGINES:
        with xr.open_dataset(path, engine=engine, group="population") as data:
            np.testing.assert_array_equal(data["persons"].values[:months], persons(months))
    path.unlink()


def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150000, 150000))


def test_full_disk(folder):
    """A run that cannot write ends with status 3, path and reason; the file reads up to the last flush."""
    path = folder / "full.h5"
    run = subprocess.run([WRITER, path, "5000"], preexec_fn=limit_files, capture_output=True, text=True)
    assert run.returncode == 3, run
    assert str(path) in run.stderr and "File too large" in run.stderr, run.stderr
    subprocess.run(["h5clear", "-s", "--increment=0", path], check=True)
    with h5py.File(path) as file:
        months = len(file["month"])
        assert months >= FLUSH
        check_values(file, months)


def main():
    if not WRITER.exists():
        print(f"{WRITER} was not built")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="catchment-formats-"))
    try:
        path = folder / "sample.h5"
        subprocess.run([WRITER, path, "7"], check=True)
        test_h5py(path)
        for engine in ENGINES:
            test_xarray(path, engine)
        if shutil.which("ncdump"):
            subprocess.run(["ncdump", path], check=True, stdout=subprocess.DEVNULL)
        for attempt in range(KILLS):
            test_killed(folder, attempt)
        test_full_disk(folder)
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
