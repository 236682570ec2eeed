"""Writes what happened in the market of a run: who moved, who gained, who failed, and why.

    python3 -m catchment.account results/run.h5 -o results/account.md

All of it comes from /event and the accounts of the run; nothing is left out but decisions of generated providers, which are told by kind
and year. Without -o the account goes to standard output.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from catchment.measure.places import provider_kinds
from catchment.run import Run, RunError, open_run

PENCE = 100
POLICY = "policy"
OF_THE_REGULATOR = ("warning", "failure", "loan")
OF_CONTRACTS = ("performance", "gain_share")


@dataclass(frozen=True)
class Event:
    date: np.datetime64
    kind: str
    agent: str
    service: str
    pounds: float
    note: str

    @property
    def year(self) -> int:
        """The financial year in which it falls, by the year in which that begins."""
        month = self.date.astype("datetime64[M]").astype(int)
        return int((month - 3) // 12 + 1970)

    @property
    def is_decision(self) -> bool:
        return self.kind not in (POLICY, *OF_THE_REGULATOR, *OF_CONTRACTS)


def events_of(run: Run) -> list[Event]:
    table = run["event"]
    columns = {
        name: [str(text) if not isinstance(text, bytes) else text.decode() for text in table[name].values]
        for name in ("kind", "agent", "service", "note")
    }
    dates = table["date"].values.astype("datetime64[D]")
    return [
        Event(date, kind, agent, service, float(amount) / PENCE, note)
        for date, kind, agent, service, amount, note in zip(
            dates, columns["kind"], columns["agent"], columns["service"], table["amount"].values, columns["note"]
        )
    ]


def pounds(value: float) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}£{abs(value):,.0f}"


def words(kind: str) -> str:
    return kind.replace("_", " ")


def year_name(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = list(header)
    lines = [cells, ["---"] * len(cells), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines) + "\n"


@dataclass(frozen=True)
class Agents:
    """Labels of agents by name, and which of them were generated alike, by kind."""

    labels: dict[str, str]
    generated: dict[str, str]

    def label(self, name: str) -> str:
        return self.labels.get(name, name)


def agents_of(run: Run) -> Agents:
    names = [str(name) for name in run.root["agent"].values]
    labels = [str(text) for text in run.variable("money/agent_label").values]
    providers = [str(name) for name in run.root["provider"].values]
    kinds = [str(kind) for kind in run.variable("area/provider_kind").values]
    of_kind = dict(zip(providers, provider_kinds(run)))
    generated = {name: of_kind[name] for name, kind in zip(providers, kinds) if kind != "named"}
    return Agents(dict(zip(names, labels)), generated)


def who_moved(events: list[Event], agents: Agents) -> str:
    """Decisions by agent; generated ones together."""
    counts: dict[str, Counter[str]] = {}
    for event in events:
        if event.is_decision:
            whose = agents.generated.get(event.agent, agents.label(event.agent))
            counts.setdefault(whose, Counter())[words(event.kind)] += 1
    rows = [
        [whose, str(sum(kinds.values())), ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())]
        for whose, kinds in sorted(counts.items(), key=lambda item: -sum(item[1].values()))
    ]
    return table(("who", "decisions", "of which"), rows) if rows else "Nobody decided anything.\n\n"


def told_singly(event: Event, agents: Agents) -> bool:
    return event.agent not in agents.generated


def year_by_year(events: list[Event], agents: Agents) -> str:
    """Each event of named agents with its reasons, those of generated ones as sums by kind."""
    text = ""
    for year in sorted({event.year for event in events}):
        of_year = [event for event in events if event.year == year]
        text += f"### {year_name(year)}\n\n"
        for event in (event for event in of_year if told_singly(event, agents)):
            text += f"- {event.date}: {sentence(event, agents)}\n"
        together = Counter((agents.generated[event.agent], event.kind) for event in of_year if not told_singly(event, agents))
        for (whose, kind), number in sorted(together.items()):
            text += f"- {number} times {whose}: {words(kind)}\n"
        text += "\n"
    return text


def sentence(event: Event, agents: Agents) -> str:
    who = f"**{agents.label(event.agent)}**: " if event.agent else ""
    sum_of = f" ({pounds(event.pounds)})" if event.pounds else ""
    return f"{who}{words(event.kind)}{sum_of}. {event.note}"


def year_sums(run: Run, name: str, last: bool) -> dict[str, float]:
    """/money/NAME in the first or the last twelve months, pounds by agent."""
    values = run.variable(f"money/{name}")
    months = values.isel(month=slice(-12, None) if last else slice(0, 12)).sum("month") / PENCE
    return {str(agent): float(months.sel(agent=agent)) for agent in values["agent"].values}


def who_gained(run: Run, events: list[Event], agents: Agents) -> str:
    """Income and surplus of the first and the last twelve months, against what decisions were expected to bring."""
    income = [year_sums(run, "income", last) for last in (False, True)]
    kept = [
        {agent: sums[agent] - cost for agent, cost in year_sums(run, "cost", last).items()}
        for sums, last in zip(income, (False, True))
    ]
    balance = run.variable("money/balance").isel(month=-1) / PENCE
    expected: Counter[str] = Counter()
    for event in events:
        if event.is_decision:
            expected[event.agent] += event.pounds
    rows = [
        [agents.label(agent), pounds(income[0][agent]), pounds(income[1][agent]), pounds(kept[0][agent]), pounds(kept[1][agent]),
         pounds(expected[agent]) if agent in expected else "", pounds(float(balance.sel(agent=agent)))]
        for agent in sorted(income[0], key=lambda agent: kept[0][agent] - kept[1][agent])
        if agent not in agents.generated
    ]  # fmt: skip
    header = ("who", "income, first year", "last year", "kept, first year", "last year", "expected of decisions, a year", "account at the end")
    return table(header, rows)


def who_failed(events: list[Event], agents: Agents) -> str:
    told = [event for event in events if event.kind in OF_THE_REGULATOR]
    if not told:
        return "The regulator warned nobody.\n\n"
    return "".join(f"- {event.date}: {sentence(event, agents)}\n" for event in told) + "\n"


def account_of(run: Run) -> str:
    events, agents = events_of(run), agents_of(run)
    decisions = sum(event.is_decision for event in events)
    sections: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Who moved", lambda: who_moved(events, agents)),
        ("Who gained", lambda: who_gained(run, events, agents)),
        ("Who failed", lambda: who_failed(events, agents)),
        ("What they did, and why", lambda: year_by_year(events, agents)),
    )
    text = f"# What happened: {run.title}\n\n{decisions} decisions in {run.years:.0f} years. Money is that of the people simulated.\n\n"
    return text + "".join(f"## {name}\n\n{write()}" for name, write in sections)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="catchment.account", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="Markdown file; standard output without it")
    options = parser.parse_args(arguments)
    try:
        with open_run(options.run) as run:
            text = account_of(run)
    except RunError as error:
        print(f"catchment.account: {error}", file=sys.stderr)
        return 1
    if options.output is None:
        print(text, end="")
    else:
        options.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
