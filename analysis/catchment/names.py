"""Names for people to read."""

from __future__ import annotations

import re
from collections import Counter

from catchment.measure.places import provider_economies
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
LEGAL_FORMS = re.compile(r"\s+(NHS (Foundation )?Trust|NHS FT|Foundation Trust)$")
GENERATED_LOCALITY = re.compile(r"economy-(\d+)-locality-(\d+)$")
NO_BREAK = "\N{NO-BREAK SPACE}"
ACRONYMS = {"pct", "nhs", "ft", "gp", "ccg"}


def sentence(text: str) -> str:
    """First letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def readable(name: str) -> str:
    """A name made for machines as words: "economy-0001-pct" is "Economy 1 PCT"."""
    words = [word.lstrip("0") or word for word in re.split(r"[_\-\s]+", name)]
    return sentence(" ".join(word.upper() if word in ACRONYMS else word for word in words))


def place_name(name: str) -> str:
    """A name of a place made for machines, each word with a large letter: "inner-city" is "Inner
    City"; that of a generated one, "economy-0001-locality-02", is "Locality 1.2".
    """
    generated = GENERATED_LOCALITY.match(name)
    if generated:
        return "Locality {}.{}".format(*(int(number) for number in generated.groups()))
    return " ".join(sentence(word.lstrip("0") or word) for word in re.split(r"[_\-\s]+", name))


def service_name(name: str) -> str:
    return SERVICES.get(name, readable(name))


def condition_name(label: str) -> str:
    """The name of a condition without the remark in brackets on how it was measured."""
    return sentence(label.split(" (")[0])


def short_name(label: str) -> str:
    """The name of an organisation without its legal form."""
    return LEGAL_FORMS.sub("", label)


def provider_labels(run: Run) -> list[str]:
    """Names of the providers to read, short; those that several have with their economy."""
    names = [str(name) for name in run.root["provider"].values]
    if "provider_label" not in run["area"]:
        return [readable(name) for name in names]
    labels = [str(label) for label in run.variable("area/provider_label").values]
    labels = [short_name(label or readable(name)) for label, name in zip(labels, names)]
    count = Counter(labels)
    if len(count) == len(labels):
        return labels
    economies = [place_name(str(name)) for name in run.root["economy"].values]
    homes = [economies[place].replace(" ", NO_BREAK) for place in provider_economies(run)]
    return [f"{label}, {home}" if count[label] > 1 else label for label, home in zip(labels, homes)]


def agent_labels(run: Run) -> dict[str, str]:
    """Names of the agents to read, short, by name."""
    names = [str(name) for name in run.root["agent"].values]
    providers = dict(zip((str(name) for name in run.root["provider"].values), provider_labels(run)))
    if "agent_label" not in run["money"]:
        return {name: readable(name) for name in names} | providers
    labels = [str(label) for label in run.variable("money/agent_label").values]
    others = {
        name: short_name(readable(name) if label in ("", name) else label)
        for name, label in zip(names, labels)
    }
    return others | providers
