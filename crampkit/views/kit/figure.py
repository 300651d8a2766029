"""A figure: a picture with its controls, what it says in a sentence, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.views.kit.markup import Html, more, tag
from crampkit.views.kit.tables import Table, scrolling
from crampkit.words import Words


def figure(
    name: str,
    picture: Sequence[str],
    sentence: str,
    data_table: Table,
    words: Words,
    *,
    controls: Sequence[str] = (),
    below: Sequence[str] = (),
) -> Html:
    """A figure whose title and caption stand in the words under its name."""
    return framed(
        words(f"figure.{name}.title"),
        picture,
        sentence,
        words(f"figure.{name}.caption"),
        data_table,
        words,
        controls=controls,
        below=below,
        kind=name.replace("_", "-"),
    )


def framed(
    title: str,
    picture: Sequence[str],
    sentence: str,
    caption: str,
    data_table: Table,
    words: Words,
    *,
    controls: Sequence[str] = (),
    below: Sequence[str] = (),
    kind: str,
) -> Html:
    """A picture with its controls above it, then the sentence, what to bear in mind, and the table."""
    return tag(
        "section",
        tag("h3", title),
        *controls,
        tag("div", *picture, class_="picture"),
        # Read out when it changes, which takes something to change it.
        tag("p", sentence, class_="sentence", role="status" if controls else None),
        *below,
        as_table(caption, data_table, words),
        class_=f"figure {kind}",
    )


def as_table(caption: str, data_table: Table, words: Words) -> Html:
    """The same content as a picture, for whoever cannot see it; on request."""
    header, rows = data_table
    return more(
        words("chart.as_table"), scrolling(caption, header, words.cells(rows)), data_key="twin"
    )


def text_alternative(sentence: str, caption: str, data_table: Table, words: Words) -> Html:
    """What a chart says, in a sentence and as a table."""
    return tag(
        "section",
        # Not read out unasked: the verdict is, and one voice at a time is enough.
        tag("p", sentence, class_="sentence"),
        as_table(caption, data_table, words),
        class_="chart-words",
        data_key=caption,  # Another chart in the same place is another one: its table opens anew.
    )
