"""A form for what differs by place: typed, read back, and only then kept."""

from __future__ import annotations

from crampkit.catalogue.local_values import kind_of
from crampkit.catalogue.tables import LocalEntry
from crampkit.practice.your_place import Draft
from crampkit.views.kit.controls import choices, saved_as
from crampkit.views.kit.markup import Html, button, choice, join, more, tag
from crampkit.words import Words

KINDS = {"numbers": "place.numbers", "pathways": "place.pathways", "ranges": "place.ranges"}
"""What the values of a place are, and the words for it."""

FOLDED = ("pathways", "ranges")


def form(
    draft: Draft,
    message: str,
    words: Words,
    *,
    can_forget: bool,
    refused: str,
    where: str,
    table: str,
) -> Html:
    """The fields, each with what is wrong with it; nothing is kept before it was read back."""
    of_kind = {kind: [row for row in draft.rows if kind_of(row) == kind] for kind in KINDS}
    parts = []
    for kind, rows in of_kind.items():
        if not rows:
            continue
        fields = [_field(row, draft, words) for row in rows]
        wrong = any(row.key in draft.problems for row in rows)
        if kind in FOLDED:
            parts.append(more(words(KINDS[kind]), *fields, open=wrong, class_="of-kind"))
        else:
            parts.append(
                tag("fieldset", tag("legend", words(KINDS[kind])), *fields, class_="of-kind")
            )
    return _whole(
        words,
        message,
        tag("p", where),
        tag("p", refused, role="alert", class_="verdict ask_now") if refused else Html(),
        *parts,
        choices(
            button(words("place.read_back"), "read_back", class_="main"),
            button(words("place.forget"), "forget") if can_forget else Html(),
            saved(table, words),
        ),
    )


def read_back(
    draft: Draft, message: str, words: Words, can_keep: bool, table: str, open_numbers: bool
) -> Html:
    """What was typed, large, with what is asked about each number, and the button that keeps it."""
    rows = {row.key: row for row in draft.rows}
    told = [_echo(rows[key], value, draft, words) for key, value in draft.changed.items()]
    return _whole(
        words,
        message,
        tag("h4", words("place.echo"), data_starts_here=True),
        tag("p", words("place.echo.how")),
        tag("dl", *told, class_="echo"),
        tag("p", words("place.open"), role="alert", class_="verdict ask_now")
        if open_numbers
        else Html(),
        choices(
            button(words("place.keep"), "keep", class_="main") if can_keep else Html(),
            button(words("place.back"), "back"),
            saved(table, words),
        ),
    )


def erasing(message: str, words: Words) -> Html:
    """Asked once before what was kept goes."""
    return _whole(
        words,
        message,
        tag("h4", words("place.forget.sure"), data_starts_here=True),
        choices(
            button(words("place.forget.yes"), "forget", class_="danger"),
            button(words("place.forget.no"), "back"),
        ),
    )


def saved(table: str, words: Words) -> Html:
    """A link that saves the table as a file, to build the pages with; nothing where there is none."""
    if not table:
        return Html()
    return saved_as("local.csv", table, words("place.save"))


def _whole(words: Words, message: str, *content: str) -> Html:
    return tag(
        "section",
        tag("h3", words("place.title")),
        tag("p", message, role="status", class_="message"),
        *content,
        class_="your-place",
    )


def _field(row: LocalEntry, draft: Draft, words: Words) -> Html:
    identity, problem = f"local-{row.key}", draft.problems.get(row.key, "")
    said = [f"{identity}-note"] * bool(row.note) + [f"{identity}-wrong"] * bool(problem)
    return tag(
        "div",
        tag("label", words.in_own_language(row.label), for_=identity),
        tag(
            "input",
            type="text",
            id=identity,
            name=f"local:{row.key}",
            autocomplete="off",
            spellcheck="false",
            dir="auto",
            aria_invalid="true" if problem else None,
            aria_describedby=" ".join(said) or None,
        ),
        tag("p", words.in_own_language(row.note), id=f"{identity}-note", class_="note")
        if row.note
        else Html(),
        tag("p", words.in_own_language(problem), id=f"{identity}-wrong", class_="wrong-value")
        if problem
        else Html(),
        class_="field",
        data_key=row.key,
    )


def _echo(row: LocalEntry, value: str, draft: Draft, words: Words) -> Html:
    asked = draft.asked.get(row.key, ())
    shown = tag("bdi", value) if value else words("place.blank")
    questions = [tag("p", words(f"place.ask.{one}"), class_="note") for one in asked]
    sure = [choice("checkbox", f"sure:{row.key}", "yes", words("place.ask.sure"))] if asked else []
    before = words("place.before", value=row.value) if row.value else words("place.before.blank")
    return join(
        [
            tag("dt", words.in_own_language(row.label)),
            tag("dd", tag("strong", shown), tag("p", before, class_="note"), *questions, *sure),
        ]
    )
