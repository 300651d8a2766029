"""A worked example: a woman, and an expert who thinks aloud, one step at a time."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import Catalogue, PracticeCase, Thought
from crampkit.practice.encounter import is_question, reveal
from crampkit.views.kit.controls import choices
from crampkit.views.kit.markup import Html, button, explained, tag
from crampkit.views.practice.cases import exchange
from crampkit.words import Words


def worked(
    catalogue: Catalogue,
    case: PracticeCase,
    thoughts: Sequence[Thought],
    is_last: bool,
    words: Words,
) -> Html:
    """The woman, the expert's steps so far, and the way to the next step or to the learner's own case."""
    way = ("shown.now_you", "next") if is_last else ("shown.more", "more")
    return tag(
        "section",
        tag("h3", case.woman, data_starts_here=True),
        tag("p", words("shown.worked"), class_="note"),
        tag("blockquote", tag("p", case.story), class_="story"),
        tag(
            "div",
            tag("ol", *(_step(catalogue, thought, words) for thought in thoughts)),
            role="log",
            tabindex="0",
            aria_live="polite",
            aria_label=words("shown.log"),
            class_="log",
            data_latest=thoughts[-1].step if thoughts else None,
        ),
        _end(catalogue, case, words) if is_last else Html(),
        tag(
            "div",
            choices(button(words(way[0]), way[1], class_="main")),
            data_shows_latest=True,
        ),
        class_="worked",
        data_key=f"worked {case.case_id}",
    )


def _step(catalogue: Catalogue, thought: Thought, words: Words) -> Html:
    """A question with its answer, or a moment such as the summing up, and what the expert thinks."""
    said = tag(
        "div",
        tag("p", words("shown.thinks"), class_="who"),
        tag("p", explained(thought.thought, catalogue.glossary)),
        class_="thought",
    )
    key = f"shown {thought.step}"
    if is_question(catalogue, thought.step):
        told = reveal(catalogue, thought.case_id, thought.step)
        return tag("li", *exchange(catalogue, told, words), said, data_key=key)
    title = tag("p", words(f"shown.step.{thought.step}"), class_="question")
    return tag("li", tag("div", title, class_="me"), said, data_key=key)


def _end(catalogue: Catalogue, case: PracticeCase, words: Words) -> Html:
    return tag(
        "p",
        tag("strong", words("quiz.remember")),
        " ",
        explained(case.teaching_point, catalogue.glossary),
        class_="remember",
    )


def alone(words: Words) -> Html:
    """Nothing more is shown: the next women are the learner's own."""
    return tag(
        "section",
        tag("h3", words("shown.alone.title"), data_starts_here=True),
        tag("p", words("shown.alone")),
        data_key="alone",
    )
