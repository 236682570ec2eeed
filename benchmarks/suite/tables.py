"""Tables of texts, for a terminal or as Markdown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    title: str
    header: list
    rows: list  # of lists of texts; the first column is a name, the others are numbers

    def text(self):
        lines = [self.header, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.header))]
        shown = ["  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                           for column, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in lines]
        return "\n".join([self.title, *(f"  {line}" for line in shown)]) + "\n"

    def markdown(self):
        rule = ["---"] + ["---:"] * (len(self.header) - 1)
        lines = [f"| {' | '.join(cells)} |" for cells in (self.header, rule, *self.rows)]
        return "\n".join([f"### {self.title}", "", *lines]) + "\n"


def text(tables):
    return "\n".join(table.text() for table in tables)


def markdown(tables):
    return "\n".join(table.markdown() for table in tables)


def number(value, digits=3):
    """With so many significant digits, in full: 1,230,000 rather than 1.23e+06."""
    if value == 0:
        return "0"
    whole = f"{value:.{digits}g}"
    return f"{float(whole):,.0f}" if abs(float(whole)) >= 10 ** (digits - 1) else trim(float(whole), digits)


def trim(value, digits):
    text = f"{value:#.{digits}g}"
    return f"{float(text):.{max(0, digits + 8)}f}".rstrip("0").rstrip(".") if "e" in text else text.rstrip(".")
