"""Scenarios against what they extend, with the same luck for every person: what each of them changes.

`runs` runs the pairs, `measures` takes numbers from an output, `effects` makes differences and
intervals of them, `report` writes tables. `python3 -m catchment.pairs` does all of it.
"""
