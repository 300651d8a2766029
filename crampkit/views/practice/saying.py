"""Thinking aloud: the form in which a woman is summed up, and afterwards the learner's words beside ours."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import Catalogue, PracticeCase
from crampkit.practice.encounter import Response
from crampkit.practice.saying import MOST_CAUSES, Both, CauseNamed, FindingNamed, Said
from crampkit.views.kit.controls import checkboxes, picker
from crampkit.views.kit.labels import label_of
from crampkit.views.kit.markup import Html, button, join, question, tag
from crampkit.views.kit.tables import TableRow, scrolling
from crampkit.views.practice.cases import picks
from crampkit.words import Words

# ------------------------------------------------------------------------------ before the decision


def saying(
    catalogue: Catalogue, case: PracticeCase, log: Sequence[Response], message: str, words: Words
) -> Html:
    """One sentence, the causes in order, and what speaks for the first: each to be given or passed."""
    return tag(
        "div",
        tag("h4", words("say.title"), data_starts_here=True),
        tag("p", words("say.intro"), class_="note"),
        question(
            words("say.sentence", woman=case.woman),
            tag(
                "label",
                tag("span", words("say.sentence.how"), class_="note"),
                tag("textarea", name="sentence", rows=3, dir="auto"),
                class_="free-line",
            ),
            _passed("sentence", words),
        ),
        question(
            words("say.ranked"),
            *(_place(catalogue, number, words) for number in range(1, MOST_CAUSES + 1)),
            _passed("ranked", words),
        ),
        question(words("say.findings"), *picks(catalogue, log, words), _passed("findings", words)),
        tag("p", message, class_="message", role="status"),
        button(words("say.go_on"), "say", class_="main"),
        class_="decision saying",
    )


def _passed(part: str, words: Words) -> Html:
    return checkboxes([(f"pass:{part}", words("say.pass"))], "passed")


def _place(catalogue: Catalogue, number: int, words: Words) -> Html:
    causes = ((cause_id, cause.label) for cause_id, cause in catalogue.causes.items())
    return picker(
        f"rank:{number}",
        words("say.place", number=number),
        [("", words("say.nobody")), *causes],
        kind="wide",
    )


def said_so_far(said: Said, words: Words) -> Html:
    """The learner's sentence, in view while the decision is made."""
    if not said.sentence.strip():
        return Html()
    return tag(
        "div",
        tag("p", words("say.you"), class_="who"),
        tag("p", said.sentence, dir="auto"),
        class_="sentence",
    )


# ------------------------------------------------------------------------------ after it


def both_sides(
    catalogue: Catalogue, case: PracticeCase, both: Both, last_time: str, words: Words
) -> list[Html]:
    """The learner's summary and ours side by side: what both name, and what was left out."""
    return [
        tag("h4", words("say.both")),
        _sentences(case, both.said, last_time, words),
        *([_causes(catalogue, both, words)] if both.causes else []),
        *([_findings(catalogue, both.findings, words)] if both.findings else []),
        *_parting(catalogue, both, words),
    ]


def _sentences(case: PracticeCase, said: Said, last_time: str, words: Words) -> Html:
    """The sentence, marked by the learner alone against three points: no machine reads it."""
    points = list(enumerate(case.points, 1))
    parts = [
        tag("p", words("say.you"), class_="who"),
        tag("p", said.sentence, dir="auto")
        if said.sentence.strip()
        else tag("p", words("say.passed"), class_="note"),
    ]
    if last_time:
        parts += [
            tag("p", words("say.last_time"), class_="who"),
            tag("p", last_time, dir="auto"),
        ]
    parts = [tag("div", *parts, class_="sentence")]
    if points and said.sentence.strip():
        parts.append(
            question(
                words("say.points.mark"),
                checkboxes(((f"point:{number}", text) for number, text in points), "several"),
            )
        )
    elif points:
        parts += [
            tag("p", words("say.points.read")),
            tag("ul", *(tag("li", text) for _, text in points), class_="points"),
        ]
    return join(parts)


def _causes(catalogue: Catalogue, both: Both, words: Words) -> Html:
    rows = [
        _row(
            catalogue.causes[one.cause_id].short_label,
            _hers(one, words),
            one.ours,
            one.place,
            words,
        )
        for one in both.causes
    ]
    header = [words("say.causes"), words("say.you"), words("say.we")]
    return scrolling(words("say.causes"), header, rows)


def _row(name: str, hers: str, ours: bool, named: object, words: Words) -> TableRow:
    """What one of two, or both, name; what was left out is marked."""
    left_out = {"class_": "left-out"} if ours and not named else {}
    return TableRow(name, (hers, words("say.named" if ours else "say.not_named")), left_out)


def _hers(one: CauseNamed, words: Words) -> str:
    if one.place:
        return words("say.in_place", number=one.place)
    return words("say.left_out" if one.ours else "say.not_named")


def _findings(catalogue: Catalogue, findings: Sequence[FindingNamed], words: Words) -> Html:
    rows = [
        _row(label_of(catalogue, one.question_id), _taken(one, words), one.ours, one.taken, words)
        for one in findings
    ]
    header = [words("say.counts"), words("say.you"), words("say.we")]
    return scrolling(words("say.counts"), header, rows)


def _taken(one: FindingNamed, words: Words) -> str:
    if one.taken:
        return words(f"say.taken.{one.taken}")
    return words("say.left_out" if one.asked else "say.not_asked")


def _parting(catalogue: Catalogue, both: Both, words: Words) -> list[Html]:
    if not both.parting:
        return []
    one, other = (catalogue.causes[cause_id].short_label for cause_id in both.first_two)
    finding = label_of(catalogue, both.parting)
    return [tag("p", words("say.parting", one=one, other=other, finding=finding))]
