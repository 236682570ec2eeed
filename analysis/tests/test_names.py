"""Names for people to read."""

import h5py
import pytest
from catchment import names, open_run
from synthetic import write_run


@pytest.mark.parametrize(
    "label, short",
    [
        ("Georgetown Hospitals NHS Foundation Trust", "Georgetown Hospitals"),
        ("Moody NHS Trust", "Moody"),
        ("Greater Catt Ambulance Trust", "Greater Catt Ambulance Trust"),
        ("Georgetown Primary Care Trust", "Georgetown Primary Care Trust"),
        ("Vango Healthcare", "Vango Healthcare"),
    ],
)
def test_legal_forms_are_left_out(label, short):
    assert names.short_name(label) == short


def test_names_made_for_machines():
    assert names.readable("economy-0001-council") == "Economy 1 council"
    assert names.readable("taitshire_pct") == "Taitshire PCT"
    assert names.place_name("west-st-jonnys") == "West St Jonnys"
    assert names.place_name("economy-0002-locality-11") == "Locality 2.11"


def test_services_and_conditions():
    assert names.service_name("accident_emergency") == "A&E attendances"
    assert names.service_name("hospital_at_home") == "Hospital at home"
    assert names.condition_name("asthma (treated in the last year)") == "Asthma"


def test_labels_of_the_file(run):
    assert names.provider_labels(run)[0] == "General Hospital"
    assert names.agent_labels(run)["other_care"] == "Other care"
    assert names.agent_labels(run)["city"] == "City Council"


def test_providers_of_one_name_have_their_economy(tmp_path):
    with h5py.File(write_run(tmp_path / "twins.h5"), "a") as file:
        file["area/provider_label"][:] = ["Trust 1", "Practice 1", "Practice 1", "Trust 1"]
    with open_run(tmp_path / "twins.h5") as run:
        labels = names.provider_labels(run)
    assert [label.replace(names.NO_BREAK, " ") for label in labels] == [
        "Trust 1, West End",
        "Practice 1, West End",
        "Practice 1, Economy 2",
        "Trust 1, West End",
    ]
