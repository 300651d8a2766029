"""The checklist: yes, no or not asked for each finding, grouped as a story is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from crampkit.catalogue import KINDS, LEVELS, Catalogue
from crampkit.reasoning import can_be_none
from crampkit.views.kit.controls import radio_buttons, radios, search_box
from crampkit.views.kit.leaves import leaf_of, tabs, turning
from crampkit.views.kit.markup import Html, explained, join, more, question, tag
from crampkit.words import Words

NONE_OF_THESE = "none"

BOOK = "checklist"
"""On a small screen its kinds of question are turned one at a time."""
MOST_IN_A_COLUMN = 16
"""Rows of answers that are not too many to stand one below the other there."""


def checklist(catalogue: Catalogue, words: Words, only: Collection[str] | None = None) -> Html:
    """Every question as native radio buttons in a named group; answers are set as states.

    `only` limits it to some findings (and the other answers of their questions).
    """
    asked = [
        q for q in _questions(catalogue) if only is None or set(_members(catalogue, q)) & set(only)
    ]
    by_kind = {
        kind: [q for q in asked if catalogue.findings[_members(catalogue, q)[0]].kind == kind]
        for kind in KINDS
    }
    kinds = {kind: questions for kind, questions in by_kind.items() if questions}
    in_leaves = sum(_rows(catalogue, q) for q in asked) > MOST_IN_A_COLUMN
    names = (tag("span", words(f"kind.{kind}")) for kind in kinds)
    return tag(
        "section",
        tag("h3", words("checklist.title" if only is None else "checklist.title_short")),
        tag("p", words("checklist.intro"), class_="note"),
        _tools(words) if only is None else Html(),
        tabs(BOOK, words("checklist.kinds"), names) if in_leaves else Html(),
        *(
            _section(catalogue, words, kind, questions, leaf_of(BOOK) if in_leaves else "")
            for kind, questions in kinds.items()
        ),
        turning(BOOK, words) if in_leaves else Html(),
        class_="checklist" if only is None else "checklist short",
    )


def _questions(catalogue: Catalogue) -> Iterable[str]:
    return dict.fromkeys(catalogue.question_of(finding_id) for finding_id in catalogue.findings)


def _members(catalogue: Catalogue, question_id: str) -> tuple[str, ...]:
    return catalogue.exclusive_members.get(question_id, (question_id,))


def _rows(catalogue: Catalogue, question_id: str) -> int:
    """Yes, no and not asked stand in one row, each of several answers in its own."""
    several = catalogue.exclusive_members.get(question_id, ())
    return len(several) + 1 + can_be_none(catalogue, question_id) if several else 1


def _tools(words: Words) -> Html:
    """How much to show, and a box to find a question by a word in it."""
    return tag(
        "div",
        radios(
            "view:level",
            words("checklist.show"),
            ((level, words(f"level.{level}")) for level in LEVELS),
            class_="levels",
        ),
        search_box(words("checklist.filter"), words("checklist.found")),
        class_="tools",
    )


def _section(
    catalogue: Catalogue, words: Words, kind: str, questions: list[str], leaf: str
) -> Html:
    levels = {_level(catalogue, question_id) for question_id in questions}
    items = [_item(catalogue, words, question_id) for question_id in questions]
    body = tag("div", *items, class_="items")
    if kind == "test":
        body = join(
            [
                tag(
                    "p", words("checklist.tests_closed"), class_="note", data_hidden_by="tests:open"
                ),
                tag("div", *items, class_="items", data_shown_by="tests:open"),
            ]
        )
    return tag(
        "section",
        tag("h4", words(f"kind.{kind}")),
        body,
        class_=f"kind {leaf}".rstrip(),
        data_leaf="leaf" if leaf else None,
        data_kind=kind,
        data_levels=" ".join(level for level in LEVELS if level in levels),
    )


def _level(catalogue: Catalogue, question_id: str) -> str:
    """The earliest level of any of its findings."""
    levels = [catalogue.findings[member].level for member in _members(catalogue, question_id)]
    return min(levels, key=LEVELS.index)


def _item(catalogue: Catalogue, words: Words, question_id: str) -> Html:
    members = _members(catalogue, question_id)
    findings = [catalogue.findings[member] for member in members]
    if question_id in catalogue.exclusive_members:
        name = f"group:{question_id}"
        answers = [(finding.finding_id, finding.label) for finding in findings]
        if can_be_none(catalogue, question_id):
            answers.append((NONE_OF_THESE, words("answer.none_of_these")))
        answers.append(("", words("answer.not_known")))
    else:
        name = f"finding:{question_id}"
        answers = [
            ("yes", words("answer.yes")),
            ("no", words("answer.no")),
            ("", words("answer.not_asked")),
        ]
    checks = dict.fromkeys(finding.check for finding in findings if finding.check)
    return question(
        catalogue.question_label(question_id),
        radio_buttons(name, answers, "" if question_id in catalogue.findings else "several"),
        more(
            words("checklist.how"),
            *(tag("p", explained(check, catalogue.glossary)) for check in checks),
            class_="how",
        )
        if checks
        else Html(),
        class_="item",
        data_words=words_of(catalogue, question_id),
        data_level=_level(catalogue, question_id),
        data_question=question_id,
    )


def words_of(catalogue: Catalogue, question_id: str) -> str | None:
    """Women's own words for what a question asks, and the ids, for the search box alone."""
    own = [
        w for member in _members(catalogue, question_id) for w in catalogue.findings[member].words
    ]
    return "; ".join(own) or None


def checklist_state(
    catalogue: Catalogue, findings: Mapping[str, bool], gated: bool = True
) -> dict[str, object]:
    """What each radio group shows, by its name; tests open once she was asked and examined."""
    state: dict[str, object] = {}
    for question_id in _questions(catalogue):
        members = catalogue.exclusive_members.get(question_id)
        if members is None:
            present = findings.get(question_id)
            state[f"finding:{question_id}"] = "" if present is None else "yes" if present else "no"
        else:
            chosen = [member for member in members if findings.get(member)]
            none = all(findings.get(member) is False for member in members)
            state[f"group:{question_id}"] = chosen[0] if chosen else NONE_OF_THESE if none else ""
    state["tests:open"] = not gated or tests_open(catalogue, findings)
    return state


def tests_open(catalogue: Catalogue, findings: Mapping[str, bool]) -> bool:
    """Tests come after asking and examining; a test that was answered stays in view.

    >>> from crampkit.toy import toy_catalogue
    >>> tests_open(toy_catalogue(), {"heat": True})
    False
    """
    kinds = {catalogue.findings[finding_id].kind for finding_id in findings}
    asked = kinds & {"history", "timing", "location"}
    return "test" in kinds or bool(asked and "examination" in kinds)
