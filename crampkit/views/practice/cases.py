"""One woman to work through: her story, what can be asked, the decision, and only then the reveal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crampkit.catalogue import (
    CASE_ANSWERS,
    REFER_TIERS,
    SOMETHING_ELSE,
    Catalogue,
    PracticeCase,
    TestCost,
)
from crampkit.languages import joined
from crampkit.practice.encounter import (
    NOT_NAMED,
    SAFETY,
    Response,
    costs_of,
    dangers,
    questions_by_kind,
)
from crampkit.practice.suggesting import is_usual
from crampkit.views.explorer.checklist import words_of
from crampkit.views.kit.controls import checkboxes, choices, picker, radios, search_box
from crampkit.views.kit.labels import label_of
from crampkit.views.kit.markup import Html, button, join, more, question, tag
from crampkit.views.kit.portrait import beside_her_words
from crampkit.views.practice.quiz import how_sure
from crampkit.words import Words


def case_page(
    case: PracticeCase,
    words: Words,
    *content: str,
    phase: str,
    starts_here: bool,
    safety: Html | None = None,
    intro: str = "",
) -> Html:
    """The woman and her story on top, and below them whatever the phase of the work shows.

    `starts_here` says that a reader who comes to this page begins at its head.
    """
    return tag(
        "section",
        tag("h3", case.woman, data_starts_here=starts_here),
        safety or Html(),
        tag("p", intro, class_="note") if intro else Html(),
        beside_her_words(case.portrait, tag("blockquote", tag("p", case.story), class_="story")),
        tag("div", *content, data_key=f"{phase} {case.case_id}"),
        class_="case",
        data_key=f"case {case.case_id}",
        data_phase=phase,
    )


def safety_so_far(catalogue: Catalogue, log: Sequence[Response], words: Words) -> Html:
    """How much of the safety check is asked; of what was found it says nothing."""
    asked = sum(told.kind == SAFETY for told in log)
    total = len(catalogue.safety_questions)
    state = "done" if asked == total else "open"
    return tag(
        "p",
        words(f"case.safety.{state}", asked=asked, total=total),
        class_=f"safety-so-far {state}",
    )


# ------------------------------------------------------------------------------ asking


def asking(catalogue: Catalogue, log: Sequence[Response], tests_open: bool, words: Words) -> Html:
    """All that can be asked, by kind, with the answers where they were given, and a box to search in."""
    by_question = {response.question_id: response for response in log}
    by_kind = questions_by_kind(catalogue)
    return tag(
        "div",
        tag("h4", words("case.ask.title")),
        tag("p", words("case.ask.intro"), class_="note"),
        search_box(words("checklist.filter"), words("checklist.found")),
        *(
            _kind(catalogue, kind, ids, by_question, tests_open, words)
            for kind, ids in by_kind.items()
            if ids
        ),
        class_="to-ask",
    )


def _kind(
    catalogue: Catalogue,
    kind: str,
    question_ids: Sequence[str],
    by_question: dict[str, Response],
    tests_open: bool,
    words: Words,
) -> Html:
    """The questions of one kind: the usual ones at once, the others on request."""
    asked = sum(question_id in by_question for question_id in question_ids)
    title = words(
        "case.ask.kind",
        kind=words("case.kind.safety" if kind == SAFETY else f"kind.{kind}"),
        asked=asked,
        total=len(question_ids),
    )
    if kind == "test" and not tests_open:
        body = [tag("p", words("checklist.tests_closed"), class_="note")]
    else:
        usual = [q for q in question_ids if kind in (SAFETY, "test") or is_usual(catalogue, q)]
        rarer = [q for q in question_ids if q not in usual]
        body = [_items(catalogue, usual, by_question, words)]
        if rarer:
            body.append(
                more(
                    words.plural("case.ask.more", len(rarer)),
                    _items(catalogue, rarer, by_question, words),
                    data_filter_opens=True,
                )
            )
    return more(title, *body, class_="ask-kind", data_kind=kind, data_filter_opens=True)


def _items(
    catalogue: Catalogue,
    question_ids: Iterable[str],
    by_question: dict[str, Response],
    words: Words,
) -> Html:
    return tag(
        "ul",
        *(_item(catalogue, q, by_question.get(q), words) for q in question_ids),
        class_="asks",
    )


def _item(catalogue: Catalogue, question_id: str, told: Response | None, words: Words) -> Html:
    """One question as a button; asked, it keeps its place, so that the focus stays on it.

    What a test costs her stands on the button, so it is read before it is pressed.
    """
    costs = [cost_text(cost, words) for cost in costs_of(catalogue, question_id)]
    return tag(
        "li",
        button(
            join(
                [
                    label_of(catalogue, question_id),
                    *(tag("span", text, class_="cost") for text in costs),
                    tag("span", words("case.asked"), class_="label") if told else "",
                ]
            ),
            "ask",
            question_id,
            aria_disabled="true" if told else None,
        ),
        _said_aloud(catalogue, question_id),
        _answer(catalogue, told, words) if told else "",
        class_="item",
        data_words=_words_of(catalogue, question_id),
    )


def _said_aloud(catalogue: Catalogue, question_id: str) -> Html:
    """All that is said to her under one heading of the safety check."""
    phrases = catalogue.phrases_of.get(question_id, ())
    if not phrases:
        return Html()
    return tag("p", joined(" ", (phrase.label for phrase in phrases)), class_="note said-aloud")


def _words_of(catalogue: Catalogue, question_id: str) -> str | None:
    """Women's own words for what is asked; of a safety question those of all its signs."""
    if question_id in catalogue.safety_questions:
        flag_ids = catalogue.questions_of_flags[question_id]
        return "; ".join(w for f in flag_ids for w in catalogue.flags[f].words) or None
    return words_of(catalogue, question_id)


def cost_text(cost: TestCost, words: Words) -> str:
    """What a test costs her: time and discomfort."""
    return words("case.cost", wait=cost.wait, discomfort=cost.discomfort)


def _answer(catalogue: Catalogue, told: Response, words: Words) -> Html:
    return tag("p", answered(catalogue, told, words), " ", said(told, words), class_="answer")


def answered(catalogue: Catalogue, told: Response, words: Words) -> Html:
    """What is settled by an answer: yes, no, not known, or which of several it is."""
    if told.present and told.question_id in catalogue.exclusive_members:
        return tag("strong", answer_text(catalogue, told, words))
    return tag("span", answer_text(catalogue, told, words), class_="label")


def answer_text(catalogue: Catalogue, told: Response, words: Words) -> str:
    """What is settled by an answer, without her own words."""
    if told.present is None:
        return words("case.not_known")
    if told.present and told.question_id in catalogue.exclusive_members:
        return catalogue.findings[told.findings[0][0]].label
    return words("answer.yes" if told.present else "answer.no")


def said(told: Response, words: Words) -> str:
    """Her own words, or what is seen; a plain sentence by kind where the case has none."""
    if told.words:
        return joined(" ", told.words)
    return words(f"case.{'no' if told.present is False else 'unknown'}.{told.kind}")


def heard(
    catalogue: Catalogue, log: Sequence[Response], costs: Sequence[TestCost], words: Words
) -> Html:
    """The conversation so far, in the order of asking; new answers are read out."""
    return tag(
        "div",
        tag("h4", words("case.heard.title")),
        tag("p", words("case.heard.nothing"), class_="note") if not log else Html(),
        tag(
            "div",
            tag(
                "ol",
                *(
                    tag(
                        "li",
                        *exchange(catalogue, told, words),
                        data_key=f"heard {told.question_id}",
                    )
                    for told in log
                ),
            ),
            role="log",
            tabindex="0" if log else None,  # It may have to be scrolled.
            aria_live="polite",
            aria_label=words("case.heard.title"),
            class_="log",
            data_latest=log[-1].question_id if log else None,
            data_key="log",  # The same from before the first answer: else that would not be heard.
        ),
        _costs(costs, words),
        class_="heard",
    )


def exchange(catalogue: Catalogue, told: Response, words: Words) -> tuple[Html, Html]:
    """What was asked, at the learner's side, and what came of it, each as a bubble of its own."""
    asked = tag(
        "div",
        tag("p", label_of(catalogue, told.question_id), class_="question"),
        _in_full(catalogue, told.question_id, words),
        class_="me",
    )
    return asked, _brought_to_light(catalogue, told, words)


def _in_full(catalogue: Catalogue, question_id: str, words: Words) -> Html:
    """All that is said under one heading of the safety check, for whoever wants to read it again."""
    aloud = _said_aloud(catalogue, question_id)
    return more(words("case.said_aloud"), aloud) if aloud else aloud


def _brought_to_light(catalogue: Catalogue, told: Response, words: Words) -> Html:
    """Her answer at her side; what is seen, felt or read never stands there as her words."""
    answer = _answer(catalogue, told, words)
    speaks = told.kind in HER_WORDS and (told.words or told.present is not None)
    if speaks:
        return tag("div", answer, class_="her")
    if told.kind in HER_WORDS:
        return tag("div", answer, class_="find")
    who = tag("p", words(f"case.found.{told.kind}"), class_="who")
    return tag("div", who, answer, class_="find")


HER_WORDS = ("history", "timing", "location")
"""The kinds of question that she alone answers; of the safety check a part is looked at and measured."""


def _costs(costs: Sequence[TestCost], words: Words) -> Html:
    if not costs:
        return tag("div", class_="costs")
    return tag(
        "div",
        tag("p", tag("strong", words.plural("case.costs", len(costs)))),
        tag("ul", *(tag("li", cost_text(cost, words)) for cost in costs)),
        class_="costs",
    )


def bar(
    catalogue: Catalogue, log: Sequence[Response], phase: str, ready: Sequence[str], words: Words
) -> Html:
    """What stays in view while she works: what stands `ready` to be asked next, and the way out.

    *Stop and refer* and the way on have the same place in every phase.
    """
    buttons = []
    if phase not in ("stopping", "handing"):
        buttons.append(button(words("case.stop"), "stop", class_="danger"))
    if phase == "asking":
        buttons.append(button(words("case.decide"), "decide", class_="main"))
    else:
        buttons.append(button(words("case.ask_more"), "ask_more"))
    return tag(
        "div",
        _ask_next(catalogue, log, ready, words) if phase == "asking" else Html(),
        choices(*buttons, kind="ways-out"),
        class_="case-bar",
        data_key=f"bar {phase}",
    )


def _ask_next(
    catalogue: Catalogue, log: Sequence[Response], ready: Sequence[str], words: Words
) -> Html:
    """A few questions as chips; one that was just asked keeps its place and the focus."""
    asked = {told.question_id for told in log}
    return tag(
        "div",
        tag("p", words("case.ask.next"), class_="note"),
        tag(
            "ul",
            *(_chip(catalogue, question_id, question_id in asked, words) for question_id in ready),
            class_="chips",
            aria_label=words("case.ask.next"),
        ),
        class_="ask-next",
        data_shows_latest=True,
    )


def _chip(catalogue: Catalogue, question_id: str, is_asked: bool, words: Words) -> Html:
    label = label_of(catalogue, question_id)
    is_safety = question_id in catalogue.safety_questions
    return tag(
        "li",
        button(
            join(
                [
                    words("case.ask.safety", question=label) if is_safety else label,
                    tag("span", words("case.asked"), class_="label") if is_asked else "",
                ]
            ),
            "ask",
            question_id,
            aria_disabled="true" if is_asked else None,
            class_="safety" if is_safety else None,
        ),
        data_key=f"next {question_id}",
    )


# ------------------------------------------------------------------------------ deciding


def decision(
    catalogue: Catalogue,
    log: Sequence[Response],
    stopping: bool,
    message: str,
    words: Words,
    said: Html | None = None,
    may_say: bool = False,
) -> Html:
    """The form of a decision. Nothing of what is right stands in it.

    `said` is what the learner said of her before; then no reasons are asked for once more. `may_say`
    offers to say it.
    """
    title = words("case.stopping.title" if stopping else "case.decision.title")
    return tag(
        "div",
        tag("h4", title, data_starts_here=True),
        Html() if stopping else safety_left(catalogue, log, words),
        tag(
            "p", words("case.stopping.intro" if stopping else "case.decision.intro"), class_="note"
        ),
        said or Html(),
        button(words("say.in_full"), "in_full") if may_say and said is None else Html(),
        _referring(catalogue, words) if stopping else _answers(catalogue, words),
        _reasons(catalogue, log, words, open_=not stopping) if said is None else Html(),
        how_sure(words),
        tag("p", message, class_="message", role="status"),
        button(words("case.hand_over" if stopping else "quiz.commit"), "commit", class_="main"),
        class_="decision",
    )


def safety_left(catalogue: Catalogue, log: Sequence[Response], words: Words) -> Html:
    """That the safety check is not finished, where it is not: it comes before any cause."""
    left = set(catalogue.safety_questions) - {told.question_id for told in log}
    if not left:
        return Html()
    return tag("p", words.plural("safety.left", len(left)), class_="safety-left")


def _answers(catalogue: Catalogue, words: Words) -> Html:
    causes = (
        (f"cause:{cause_id}", cause.label)
        for cause_id, cause in catalogue.causes.items()
        if cause_id != SOMETHING_ELSE
    )
    return join(
        [
            radios(
                "answer",
                words("case.decision.what"),
                ((answer, words(f"case.answer.{answer}")) for answer in CASE_ANSWERS),
                "several",
            ),
            tag(
                "div",
                question(words("case.decision.causes"), checkboxes(causes, "several")),
                data_shown_by="answer=causes",
            ),
            tag("div", _referring(catalogue, words), data_shown_by="answer=refer"),
        ]
    )


def _referring(catalogue: Catalogue, words: Words) -> Html:
    """For which danger, and how fast."""
    options = [
        ("", words("case.danger.choose")),
        *((flag_id, catalogue.flags[flag_id].could_be) for flag_id in dangers(catalogue)),
        (NOT_NAMED, words("case.danger.not_named")),
    ]
    return join(
        [
            picker("danger", words("case.danger"), options, kind="wide", label_kind="legend"),
            radios(
                "how_fast",
                words("case.how_fast"),
                ((tier, words(f"tier.{tier}")) for tier in REFER_TIERS),
            ),
        ]
    )


def _reasons(catalogue: Catalogue, log: Sequence[Response], words: Words, open_: bool) -> Html:
    """What she found, each to be taken for or against her answer; a referral must not wait for it."""
    if not log:
        return Html()
    return more(
        words("case.reasons.title"),
        tag("p", words("case.reasons.intro"), class_="note"),
        *picks(catalogue, log, words),
        open=open_,
        class_="reasons-given",
    )


def picks(catalogue: Catalogue, log: Sequence[Response], words: Words) -> list[Html]:
    """Each answer with two boxes: it speaks for, it speaks against."""
    return [
        question(
            join([label_of(catalogue, told.question_id), " ", answered(catalogue, told, words)]),
            checkboxes(
                (f"{side}:{told.question_id}", words(f"case.reason.{side}"))
                for side in ("for", "against")
            ),
            class_="reason",
        )
        for told in log
    ]
