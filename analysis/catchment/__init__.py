"""Reads the output files of Catchment: `open_run` for the data, `catchment.measure` for what
they say in the terms of health services research, `python3 -m catchment.figures` for a folder of
pictures.
"""

from catchment.run import MissingDataset, Run, RunError, open_run

__all__ = ["MissingDataset", "Run", "RunError", "open_run"]
