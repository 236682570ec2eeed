"""Names for people to read."""

from __future__ import annotations

import re

from catchment.run import Run

SERVICES = {
    "gp_consultation": "GP consultations",
    "out_of_hours": "GP out-of-hours contacts",
    "accident_emergency": "A&E attendances",
    "ambulance": "Ambulance responses",
    "emergency_inpatient": "Emergency admissions",
    "elective_inpatient": "Planned admissions",
    "day_case": "Day cases",
    "outpatient_first": "First outpatient attendances",
    "outpatient_follow_up": "Outpatient follow-ups",
    "district_nursing": "District nurse visits",
    "home_care": "Home care packages begun",
    "care_home": "Care home places taken up",
}
LEGAL_FORMS = re.compile(r"\s+(NHS\s+)?(Foundation\s+|FT\b)?(Trust\b)?$")
ACRONYMS = {"pct", "nhs", "ft", "gp", "ccg"}


def sentence(text: str) -> str:
    """First letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def readable(name: str) -> str:
    """A name made for machines as words: "taitshire_pct-council" is "Taitshire PCT council"."""
    words = re.split(r"[_\-\s]+", name)
    return sentence(" ".join(word.upper() if word in ACRONYMS else word for word in words))


def place_name(name: str) -> str:
    """A name of a place made for machines, each word with a large letter: "inner_city" is "Inner City"."""
    return " ".join(sentence(word) for word in re.split(r"[_\s]+", name))


def service_name(name: str) -> str:
    return SERVICES.get(name, readable(name))


def condition_name(label: str) -> str:
    """The name of a condition without the remark in brackets on how it was measured."""
    return sentence(label.split(" (")[0])


def short_name(label: str) -> str:
    """The name of an organisation without its legal form."""
    return LEGAL_FORMS.sub("", label) or label


def provider_labels(run: Run) -> list[str]:
    """Names of the providers to read, short."""
    names = [str(name) for name in run.root["provider"].values]
    if "provider_label" not in run.groups.get("area", {}):
        return [readable(name) for name in names]
    labels = [str(label) for label in run.variable("area/provider_label").values]
    return [short_name(label or readable(name)) for label, name in zip(labels, names)]


def label_of_parameter(run: Run, path: str) -> str:
    return run.parameters.get(f"{path}.label", "")


def payer_name(run: Run, name: str) -> str:
    """The name of a commissioner or council to read: its label in the scenario, or that of its economy."""
    for section in ("market.commissioners", "market.councils"):
        label = label_of_parameter(run, f"{section}.{name}")
        if label:
            return label
    economy, _, role = name.rpartition("-")
    label = label_of_parameter(run, f"area.economies.{economy}")
    return f"{label} {role}" if label else readable(name)
