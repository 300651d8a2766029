"""Why a cause stands where it stands, what to ask next, and what would change the picture."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.languages import joined
from crampkit.reasoning import Change, Contribution, NextQuestion
from crampkit.reasoning.robustness import draws_kept, sturdiness_band
from crampkit.views.kit.answers import EvidenceRow, answer_text, evidence_rows
from crampkit.views.kit.controls import picker
from crampkit.views.kit.labels import fit_words
from crampkit.views.kit.markup import Html, button, explained, more, tag
from crampkit.views.kit.portrait import beside_her_words
from crampkit.views.kit.sources import sources
from crampkit.words import Words


def why(
    catalogue: Catalogue,
    cause_id: str,
    contributions: Sequence[Contribution],
    fit: float,
    words: Words,
) -> Html:
    """Each answer's contribution for and against one cause, in words, with what it rests on."""
    cause = catalogue.causes[cause_id]
    causes = [(other_id, other.short_label) for other_id, other in catalogue.causes.items()]
    rows = evidence_rows(catalogue, contributions, words)
    body: list[str] = []
    if cause_id == SOMETHING_ELSE:
        body.append(tag("p", words("why.something_else")))
    elif not contributions:
        body.append(tag("p", words("why.nothing", cause=cause.short_label)))
    else:
        body.append(
            tag("p", words("why.sum", cause=cause.short_label, strength=fit_words(fit, words)))
        )
        for side, key in ((1, "why.for"), (-1, "why.against")):
            items = [_push(catalogue, row, words) for row in rows if row.weight * side > 0]
            if items:
                body += [tag("h4", words(key)), tag("ul", *items, class_="contributions")]
    return tag(
        "section",
        tag("h3", words("why.title")),
        picker("view:cause", words("why.choose"), causes),
        tag("div", *body, class_="reasons"),
        class_="why",
        data_cause=cause_id,
    )


def _push(catalogue: Catalogue, row: EvidenceRow, words: Words) -> Html:
    return tag(
        "li",
        tag("span", row.answer, class_="answer"),
        tag("span", row.strength, class_="said"),
        tag("span", row.discount, class_="discount") if row.discount else Html(),
        tag("span", row.basis, class_="basis"),
        sources(catalogue, row.source_ids, words),
    )


def next_question(
    catalogue: Catalogue,
    asked: NextQuestion | None,
    if_yes: str | None,
    if_no: str | None,
    refer: bool,
    words: Words,
) -> Html:
    """The best next question, and why it is the best.

    `if_yes` and `if_no` are the causes that gain most from either answer, None where none does or
    where there is no such answer: one of several has no "no".
    """
    if asked is None:
        body = [tag("p", words("next.refer" if refer else "next.none"))]
    else:
        body = [
            tag("p", tag("strong", catalogue.question_label(asked.question_id)), class_="asked"),
            tag("p", joined(" ", _reasons(catalogue, asked, if_yes, if_no, words))),
            button(words("next.show"), "", data_local="goto", data_target=asked.question_id),
        ]
    return tag(
        "section",
        tag("h3", words("next.title")),
        *body,
        class_="next",
        data_next="" if asked is None else asked.question_id,
    )


def look_first(words: Words) -> Html:
    """A look that is owed comes before any further question."""
    return tag(
        "section",
        tag("h3", words("next.title")),
        tag("p", words("next.look_first")),
        class_="next",
        data_next="",
    )


def _reasons(
    catalogue: Catalogue,
    asked: NextQuestion,
    if_yes: str | None,
    if_no: str | None,
    words: Words,
) -> list[str]:
    if asked.owed_to:
        owed_to = catalogue.findings[asked.owed_to].label
        return [words("next.owed", finding=owed_to)]
    if asked.needed_by:
        return [words("next.needed", cause=catalogue.causes[asked.needed_by].short_label)]
    reasons = [words("next.because")]
    one_of_several = asked.question_id in catalogue.exclusive_members
    if if_yes and one_of_several:
        reasons.append(
            words(
                "next.if_answer",
                answer=catalogue.findings[asked.finding_id].label,
                cause=catalogue.causes[if_yes].short_label,
            )
        )
    elif if_yes:
        reasons.append(words("next.if_yes", cause=catalogue.causes[if_yes].short_label))
    if if_no:
        reasons.append(words("next.if_no", cause=catalogue.causes[if_no].short_label))
    kind = catalogue.findings[asked.finding_id].kind
    if kind in ("examination", "test"):
        reasons.append(words(f"next.worth_{kind}"))
    return reasons


def what_would_change(
    catalogue: Catalogue,
    leader: str | None,
    change: Change | None,
    stays: float,
    words: Words,
    refers: bool = False,
) -> Html:
    """The smallest further answers that would put another row first, and how robust the leader is.

    `refers` tells that those answers would raise a red flag, which matters more than the order.
    """
    if leader is None:
        body = [tag("p", words("change.nothing_yet"))]
    else:
        label = catalogue.causes[leader].short_label
        body = [
            tag("h4", words("change.subtitle")),
            *_change(catalogue, change, label, words),
            tag("p", tag("strong", words("change.refers"))) if refers else Html(),
            tag("h4", words("sturdy.subtitle")),
            tag(
                "p", words(f"sturdy.{sturdiness_band(stays)}", cause=label, draws=draws_kept(stays))
            ),
            tag("p", explained(words("sturdy.means"), catalogue.glossary), class_="note"),
        ]
    return tag("section", tag("h3", words("change.title")), *body, class_="change")


def _change(catalogue: Catalogue, change: Change | None, leader: str, words: Words) -> list[Html]:
    if change is None:
        return [tag("p", words("change.none", cause=leader))]
    return [
        tag(
            "p",
            words.plural(
                "change.if",
                len(change.answers),
                cause=catalogue.causes[change.leader].short_label,
                leader=leader,
            ),
        ),
        tag(
            "ul",
            *(
                tag("li", answer_text(catalogue, (finding_id,), present, words))
                for finding_id, present in change.answers
            ),
        ),
    ]


def toolbar(
    catalogue: Catalogue, words: Words, text: str, dropped: Sequence[str], message: str, undo: bool
) -> Html:
    """Undo, start again, load an example, copy and paste the case as text, print."""
    examples = [
        ("", words("tools.choose")),
        *((example_id, example.label) for example_id, example in catalogue.examples.items()),
    ]
    if dropped:
        message = words.plural("tools.dropped", len(dropped), ids=words.listed(dropped))
    return tag(
        "section",
        tag("h3", words("tools.title"), class_="only-heard"),
        tag(
            "div",
            button(words("tools.undo"), "undo", disabled=not undo),
            button(words("tools.reset"), "reset"),
            picker("tools:example", words("tools.example"), examples),
            button(words("tools.print"), "", data_local="print"),
            class_="row",
        ),
        more(
            words("tools.share"),
            tag("p", words("tools.share_means"), class_="note"),
            tag(
                "label",
                tag("span", words("tools.copy_label")),
                tag("input", type="text", readonly=True, name="tools:text", value=text),
                class_="wide",
            ),
            button(
                words("tools.copy"),
                "",
                data_local="copy",
                data_target="tools:text",
                data_done=words("tools.copied"),
            ),
            tag(
                "label",
                tag("span", words("tools.paste_label")),
                tag("input", type="text", name="tools:pasted", autocomplete="off"),
                class_="wide",
            ),
            button(words("tools.paste"), "paste", data_with="tools:pasted"),
            class_="share",
            data_key="share",
        ),
        tag("p", message, role="status", class_="message"),
        class_="toolbar",
    )


def example_story(catalogue: Catalogue, example_id: str | None) -> Html:
    """The woman's story of the example that was loaded, in her own words."""
    if not example_id:
        return Html()
    example = catalogue.examples[example_id]
    words = tag("blockquote", tag("p", example.story), class_="story", data_example=example_id)
    return beside_her_words(example.portrait, words)


def glossary(catalogue: Catalogue, words: Words) -> Html:
    """Every term with its meaning, in the order of the alphabet."""
    terms = sorted(catalogue.glossary.values(), key=lambda term: term.term.lower())
    return tag(
        "section",
        tag("h3", words("glossary.title")),
        tag(
            "dl", *(child for t in terms for child in (tag("dt", t.term), tag("dd", t.definition)))
        ),
        class_="glossary",
    )
