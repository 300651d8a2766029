"""Tables: every one of them is written here, also those whose rows a narrow place stacks as cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crampkit.views.kit.markup import Html, join, tag

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""The header, and the rows."""

LEFT = {"style": "text-align:left"}
"""Jupyter sets tables to the right, as if all cells held numbers; here most hold words."""


@dataclass(frozen=True)
class TableCell:
    """What stands in a cell, and what else its element says.

    `column` is what a narrow place writes above it; without, it speaks for itself.
    """

    content: Sequence[str]
    column: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TableRow:
    """A row: what names it, what is told of it, and what else its element says."""

    name: str
    cells: Sequence[str | TableCell]
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TableGroup:
    """Rows that belong together, below a heading of their own."""

    heading: str
    rows: Sequence[TableRow]


def table(
    caption: str,
    header: Sequence[str | TableCell],
    rows: Iterable[TableRow | TableGroup | Sequence[str]],
    *,
    stacks: bool = False,
    attributes: Mapping[str, object] | None = None,
    every_cell: Mapping[str, object] | None = None,
) -> Html:
    """A table whose first column names its rows; without a caption, what stands above it names it.

    `stacks` lets a narrow place show each row as a card; roles keep it a table there, too.

    >>> table("Women", ["Name", "Weeks"], [("Ada", "30")]).count("<th ")
    3
    """
    pen = _Pen(stacks, every_cell or {})
    return tag(
        "table",
        tag("caption", caption, class_="only-heard" if stacks else None) if caption else Html(),
        pen.part("thead", [pen.row([pen.heading(name) for name in header])]),
        *pen.bodies(
            [
                row if isinstance(row, TableRow | TableGroup) else TableRow(row[0], row[1:])
                for row in rows
            ]
        ),
        **pen.role("table"),
        **(attributes or {}),
    )


@dataclass(frozen=True)
class _Pen:
    stacks: bool
    every_cell: Mapping[str, object]

    def role(self, role: str) -> dict[str, object]:
        """What an element is, where a narrow place shows it as something else."""
        return {"role": role} if self.stacks else {}

    def bodies(self, rows: Sequence[TableRow | TableGroup]) -> Iterable[Html]:
        loose = [row for row in rows if isinstance(row, TableRow)]
        if loose or not rows:
            yield self.part("tbody", [self.told(row) for row in loose])
        for group in rows:
            if isinstance(group, TableGroup):
                widest = 1 + max(len(row.cells) for row in group.rows)
                heading = tag(
                    "th",
                    group.heading,
                    colspan=widest,
                    scope="rowgroup",
                    **self.role("rowheader"),
                )
                head = self.row([heading], {"class_": "kind"})
                yield self.part("tbody", [head, *(self.told(row) for row in group.rows)])

    def part(self, element: str, rows: Sequence[Html]) -> Html:
        return tag(element, *rows, **self.role("rowgroup"))

    def told(self, row: TableRow) -> Html:
        name = tag("th", row.name, **self.every_cell, scope="row", **self.role("rowheader"))
        return self.row([name, *map(self.cell, row.cells)], row.attributes)

    def row(self, cells: Sequence[Html], attributes: Mapping[str, object] | None = None) -> Html:
        return tag("tr", *cells, **self.role("row"), **(attributes or {}))

    def heading(self, name: str | TableCell) -> Html:
        cell = name if isinstance(name, TableCell) else TableCell([name])
        return tag(
            "th",
            *cell.content,
            **self.every_cell,
            scope="col",
            **self.role("columnheader"),
            **cell.attributes,
        )

    def cell(self, content: str | TableCell) -> Html:
        cell = content if isinstance(content, TableCell) else TableCell([content])
        return tag(
            "td",
            *cell.content,
            **self.every_cell,
            **self.role("cell"),
            data_column=cell.column,
            **cell.attributes,
        )


def scrolling(
    caption: str, header: Sequence[str], rows: Iterable[TableRow | Sequence[str]]
) -> Html:
    """The same content as a chart, for whoever cannot see it: a wide table scrolls by itself."""
    return tag(
        "div",
        table(caption, header, rows, attributes={"class_": "twin"}),
        class_="scroll",
        tabindex="0",
        role="group",  # No landmark: a page has many of them.
        aria_label=caption,
    )


def each_scrolling(html: str) -> Html:
    """HTML with every table of it in a place that scrolls by itself, named by its own name or its header.

    >>> each_scrolling("<p>a</p><table><tr><th>Ada</th></tr></table>").partition("<table>")[0]
    '<p>a</p><div class="scroll" tabindex="0" role="group" aria-label="Ada">'
    """
    return Html(re.sub(r"<table\b.*?</table>", lambda found: _scroller(found[0]), html, flags=re.S))


def _scroller(made: str) -> Html:
    named = re.match(r'<table\b[^>]*\baria-label="([^"]*)"', made)
    caption = re.search(r"<caption\b[^>]*>(.*?)</caption>", made, re.S)
    header = re.findall(r"<th\b[^>]*>(.*?)</th>", made.partition("</tr>")[0], re.S)
    name = named[1] if named else caption[1] if caption else ", ".join(filter(None, header))
    # The name is HTML already, and an attribute holds no elements.
    plain = re.sub(r"<[^>]*>", "", name).replace('"', "&quot;").strip()
    label = f' aria-label="{plain}"' if plain else ""
    role = ' role="group"' if plain else ""
    return Html(f'<div class="scroll" tabindex="0"{role}{label}>{made}</div>')


def stacking(
    caption: str, header: Sequence[str], rows: Iterable[TableRow | TableGroup], kind: str
) -> Html:
    """A table in its own room: where that is narrow, each row stands as a card."""
    made = table(caption, header, rows, stacks=True, attributes={"class_": f"stacks {kind}"})
    return tag("div", made, class_="room")


@dataclass(frozen=True, repr=False)
class Step:
    """A sentence and a table, which show themselves as text or as HTML.

    >>> Step("Two women.", "Women", ("Name", "Weeks"), (("Ada", "30"), ("Bo", "8")))
    Two women.
    <BLANKLINE>
    Name | Weeks
    -----+------
    Ada  | 30
    Bo   | 8
    """

    sentence: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        header, *rows = (
            " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (self.header, *self.rows)
        )
        ruler = "-+-".join("-" * width for width in widths)
        return "\n".join([self.sentence, "", header, ruler, *rows])

    def _repr_html_(self) -> str:
        shown = table(self.caption, self.header, self.rows, every_cell=LEFT)
        return join([tag("p", self.sentence), shown])


@dataclass(frozen=True)
class Said:
    """A sentence that shows itself as one: a text alone would stand in quotation marks.

    >>> Said("Two women.")
    Two women.
    """

    sentence: str

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        return tag("p", self.sentence)
