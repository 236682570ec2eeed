"""One output file: a Dataset of xarray for each group, with labelled coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import h5py
import numpy as np
import xarray as xr

NOT_DATA = ("provenance", "scenario")
DAYS_PER_YEAR = 365.25


class RunError(Exception):
    """The file cannot be used; the message says why in one line."""


class MissingDataset(RunError):
    """The file does not have this dataset, or has it without months."""


@dataclass(frozen=True)
class Run:
    """A finished or stopped run. Values are read from the file when they are asked for.

    groups      population, activity, waiting, flow, money, area ...: a Dataset each
    root        the coordinates that they share, and /month_end (month)
    attributes  title, status, state_hash and the rest of the root
    provenance  command, versions, seeds, threads, times
    parameters  the resolved scenario: value by path, as texts
    scale       people simulated for each in reality
    """

    path: Path
    groups: dict[str, xr.Dataset]
    root: xr.Dataset
    attributes: dict[str, object]
    provenance: dict[str, object]
    parameters: dict[str, str]
    scale: float

    def __getitem__(self, group: str) -> xr.Dataset:
        if group not in self.groups:
            raise MissingDataset(f"{self.path}: no group /{group}")
        return self.groups[group]

    def variable(self, path: str) -> xr.DataArray:
        """The dataset at a path such as "population/persons", in the units of its attributes."""
        group, _, name = path.strip("/").partition("/")
        if name not in self[group]:
            raise MissingDataset(f"{self.path}: no dataset /{group}/{name}")
        variable = self[group][name]
        if variable.sizes.get("month") == 0:
            raise MissingDataset(f"{self.path}: no month in /{group}/{name}")
        return variable

    @property
    def title(self) -> str:
        return str(self.attributes.get("title", self.path.stem))

    @cached_property
    def days(self) -> xr.DataArray:
        """Days of each month (month)."""
        length = self.variable_of_root("month_end") - self.root["month"]
        return length / np.timedelta64(1, "D") + 1

    @property
    def years(self) -> float:
        """Length of the recorded time in years."""
        return float(self.days.sum()) / DAYS_PER_YEAR

    @property
    def grossing(self) -> float:
        """People in reality for each one simulated, by which counts and money are multiplied."""
        return 1.0 / self.scale

    def variable_of_root(self, name: str) -> xr.DataArray:
        if name not in self.root or self.root.sizes.get("month", 0) == 0:
            raise MissingDataset(f"{self.path}: no month in /{name}")
        return self.root[name]

    def close(self) -> None:
        for dataset in (*self.groups.values(), self.root):
            dataset.close()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def as_text(value: object) -> object:
    """Texts of HDF5 as str, numbers of numpy as those of Python."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.item() if isinstance(value, np.generic) else value


def read_attributes(group: h5py.Group) -> dict[str, object]:
    return {name: as_text(value) for name, value in group.attrs.items()}


def read_parameters(file: h5py.File) -> dict[str, str]:
    """The resolved scenario: value by path."""
    table = file.get("scenario/parameters")
    if table is None or "path" not in table or "value" not in table:
        return {}
    return dict(zip(table["path"].asstr()[:], table["value"].asstr()[:]))


def open_group(path: Path, group: str, root: xr.Dataset) -> xr.Dataset:
    """The Dataset of a group, with its labelled coordinates. Whole numbers stay whole. The engine is the quicker one by far
    where many datasets grow along one dimension."""
    dataset = xr.open_dataset(path, engine="netcdf4", group=group, mask_and_scale=False)
    used = {name: root[name] for name in dataset.dims if name in root.coords}
    return dataset.assign_coords(used)


def open_file(path: Path) -> Run:
    with h5py.File(path, "r") as file:
        if "month" not in file:
            raise RunError(f"{path}: not the output of a run, it has no /month")
        attributes = read_attributes(file)
        provenance = read_attributes(file["provenance"]) if "provenance" in file else {}
        parameters = read_parameters(file)
        names = [name for name, item in file.items() if isinstance(item, h5py.Group)]
        scale = float(file["area"].attrs.get("scale", 1.0)) if "area" in file else 1.0
    root = xr.open_dataset(path, engine="netcdf4", mask_and_scale=False)
    groups = {name: open_group(path, name, root) for name in names if name not in NOT_DATA}
    return Run(path, groups, root, attributes, provenance, parameters, scale)


def open_run(path: str | Path) -> Run:
    """Opens a finished output file. Errors: RunError with the path and the reason."""
    path = Path(path)
    if not path.is_file():
        raise RunError(f"{path}: no such file")
    if not h5py.is_hdf5(path):
        raise RunError(f"{path}: not an HDF5 file")
    try:
        return open_file(path)
    except (OSError, KeyError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise RunError(
            f"{path}: cannot be read ({reason}); "
            f"if its run was killed: h5clear -s --increment=0 {path}"
        ) from error
