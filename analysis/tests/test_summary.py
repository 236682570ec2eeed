"""The headline figures, by value."""

import pytest
from catchment import open_run
from catchment.summary import summary
from synthetic import DAYS, write_run

YEARS = DAYS / 365.25


def value_of(text: str, name: str) -> str:
    lines = [line for line in text.splitlines() if line.strip().startswith(name + "  ")]
    assert len(lines) == 1, name
    return lines[0].strip()[len(name) :].strip()


@pytest.fixture(scope="module")
def text(run):
    return summary(run)


def test_head(text):
    assert text.startswith("A quarter of a year. Simulated 1 Apr 2008 to 30 Jun 2008.\n")
    assert "Status complete, state hash 0123456789abcdef." in text
    assert "simulates 1 person for 2 in reality" in text


@pytest.mark.parametrize(
    "name, value",
    [
        ("People at the end of the first month", "24,000"),
        ("People on 30 Jun 2008", "27,200"),
        ("Births a year", f"{round(2 * 18 / YEARS)}"),
        ("Carers, mean of month ends", "200"),
        ("who give 50+ hours a week", "20.0%"),
        ("Hours of informal care a year", f"{round(2 * 15000 / YEARS):,}"),
        ("Strained carers", "200"),
        ("Breakdowns of carers a year", f"{round(2 * 3 * 15 / YEARS)}"),
        ("then sought: care home", f"{round(2 * 3 * 5 / YEARS)}"),
        ("Visits at home", "80.0%"),
        ("In contact within a year at 85 and over, expected", "60.0%"),
        ("Contacts without a problem", "94.00%"),
        ("in the most deprived fifth", "86.00%"),
        ("in the least deprived fifth", "96.00%"),
        ("per 1,000: refused", "20.00"),
        ("Hospital beds at the end", "100"),
        ("Mean bed occupancy at month ends", "91.3%"),
        ("Patients delayed on an average day", "4.7"),
        ("Planned admissions: waiting at the end", "240"),
        ("Planned admissions: typical wait, days", "130"),
        ("First outpatient attendances: typical wait, days", "29"),
        ("Admitted: pathways completed a year", f"{round(2 * 3 * 2 * 40 / YEARS):,}"),
        ("Admitted: within 18 weeks", "90.0%"),
        ("Not admitted: within 18 weeks", "100.0%"),
        ("Not admitted: mean days", "25"),
        ("Responses of category B a year", f"{round(2 * 600 / YEARS):,}"),
        ("Category A within 8 minutes", "75.0%"),
        ("Category A within 19 minutes", "95.0%"),
        ("Category B within 19 minutes", "90.0%"),
        ("Agents in the red at the end", "1"),
        ("General Hospital", "\u2212£6.0m"),
    ],
)
def test_figures(text, name, value):
    assert value_of(text, name) == value


def test_rates(text):
    person_days = 30 * 12000 + 31 * 12800 + 30 * 13600
    admissions = 3 * 20 * 3 * 15
    rate = 1000 * admissions / (person_days / 365.25)
    assert value_of(text, "Emergency admissions per 1,000 people a year") == f"{rate:.0f}"
    bed_days = 1000 * (3 * 2 * 6 * 50) / (person_days * 6 / 20 / 365.25)
    assert (
        value_of(text, "Emergency bed days per 1,000 people of 65 and over a year")
        == f"{bed_days:,.0f}"
    )


def test_sections_without_data_are_left_out(tmp_path):
    with open_run(write_run(tmp_path / "old.h5", without=("money", "waiting"))) as run:
        text = summary(run)
    assert "Money" not in text and "Waiting" not in text and "referral" not in text
    assert "People on 30 Jun 2008" in text
