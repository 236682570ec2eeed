"""The baseline on the page docs/benchmarks.md, between two marks."""

from . import tables
from .program import BenchmarkError
from .summary import heading, tables as summary_tables

BEGIN, END = "<!-- baseline: made by benchmarks/run --update-page -->\n", "<!-- end of the baseline -->\n"


def baseline_text(rows):
    return f"{heading(rows)}\n\n{tables.markdown(summary_tables(rows))}"


def with_baseline(page, rows):
    """The text of the page with the tables of these rows between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise BenchmarkError("the page has no place for the baseline")
    return f"{before}{BEGIN}\n{baseline_text(rows)}\n{END}{after}"
