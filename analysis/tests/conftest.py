"""The synthetic run, opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from catchment import Run, open_run
from synthetic import write_run


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("run") / "quarter.h5")


@pytest.fixture(scope="session")
def run(file: Path) -> Iterator[Run]:
    with open_run(file) as run:
        yield run
