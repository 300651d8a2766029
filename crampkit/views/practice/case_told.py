"""What is told once she has decided: right or not, why, what each finding did, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, PracticeCase
from crampkit.languages import joined
from crampkit.practice.encounter import NOT_NAMED, CaseCommitment, story_alone, unsafe_way
from crampkit.practice.feedback import URGENT_MISSES, CaseDanger, Effect, Feedback
from crampkit.reasoning import BY_FIT, Differential
from crampkit.views.explorer.ranking import verdict
from crampkit.views.kit.answers import evidence_rows
from crampkit.views.kit.controls import choices
from crampkit.views.kit.labels import fit_words, label_of
from crampkit.views.kit.markup import Html, button, explained, more, tag
from crampkit.views.kit.place import numbers_to_call
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import table
from crampkit.views.practice.afterwards import near_pairs, next_day, pairs_decided
from crampkit.views.practice.cases import answered, cost_text, said
from crampkit.views.practice.quiz import SURE_OF_IT
from crampkit.views.practice.saying import both_sides
from crampkit.words import Words


def told(
    catalogue: Catalogue,
    feedback: Feedback,
    words: Words,
    last_time: str = "",
    handed: Html | None = None,
    decided: Collection[str] = (),
) -> Html:
    """The reveal, from the verdict to the way to the next woman.

    `last_time` is the sentence by which the learner summed her up when she was last met, `handed` how she
    was handed over, and `decided` are the women on whom the learner has decided.
    """
    case = feedback.case
    return tag(
        "div",
        _verdict(catalogue, feedback, words),
        *_her_decision(catalogue, feedback, words),
        *_answer(catalogue, case, feedback, words),
        tag(
            "p",
            tag("strong", words("quiz.remember")),
            " ",
            explained(case.teaching_point, catalogue.glossary),
            class_="remember",
        ),
        tag("p", words("case.told.chosen_for_learning"), class_="note"),
        handed or Html(),
        *(both_sides(catalogue, case, feedback.both, last_time, words) if feedback.both else []),
        next_day(catalogue, case, feedback.commitment, words),
        *near_pairs(catalogue, pairs_decided(catalogue, case.case_id, decided), words),
        more(
            words("case.told.reasoning"),
            tag("p", explained(case.reasoning, catalogue.glossary)),
            *_key(catalogue, feedback, words),
            data_key="reasoning",
        ),
        *(_did(catalogue, cause_id, did, words) for cause_id, did in feedback.did.items()),
        more(
            words("case.told.asking"),
            *_asking(catalogue, feedback, words),
            data_key="asking",
        ),
        _program(catalogue, feedback, words),
        sources(catalogue, case.source_ids, words),
        choices(button(words("case.next"), "next", class_="main"), kind="ways"),
        class_="case-told",
    )


def _verdict(catalogue: Catalogue, feedback: Feedback, words: Words) -> Html:
    """Whether it is right, as the heading that a reader goes on from."""
    commitment = feedback.commitment
    kind = "right" if commitment.right else "wrong"
    verdict_key = commitment.miss or ("also" if commitment.also else "right")
    if unsafe_way(catalogue, commitment):
        kind, verdict_key = "too_slow", "right_not_asked"
    said = words(f"case.verdict.{verdict_key}")
    return tag(
        "h4",
        joined(" ", [said, words("quiz.was_sure", percent=commitment.sure)]),
        class_=f"verdict {kind} {commitment.miss}".rstrip(),
        data_starts_here=True,
    )


def _her_decision(catalogue: Catalogue, feedback: Feedback, words: Words) -> list[Html]:
    commitment = feedback.commitment
    lines = [words("case.you_said", answer=decision_text(catalogue, commitment, words))]
    if commitment.miss:
        lines.append(words(f"case.miss.{commitment.miss}"))
    if unsafe_way(catalogue, commitment):
        lines.append(words.plural("case.miss.not_asked", len(feedback.safety_left)))
    if story_alone(catalogue, commitment):
        lines.append(words("case.story_alone"))
    not_needed = commitment.miss == "needless_urgent" or (
        commitment.also and commitment.answer == "refer"
    )
    if not_needed and feedback.safety_left:
        lines.append(words("case.miss.not_known"))
    elif commitment.miss in URGENT_MISSES:
        lines.append(words("case.miss.costs"))
    if feedback.danger_named:
        lines.append(words(f"case.danger_named.{feedback.danger_named}"))
    if feedback.sooner:
        lines.append(words("case.sooner"))
    if not commitment.right and commitment.sure >= SURE_OF_IT:
        lines.append(words("quiz.surely_wrong"))
    return [tag("p", line) for line in lines]


def decision_text(catalogue: Catalogue, commitment: CaseCommitment, words: Words) -> str:
    """A decision in words: the causes, or what else she decided."""
    if commitment.answer == "causes":
        return _labels(catalogue, commitment.cause_ids)
    if commitment.answer == "refer":
        speed = words(f"tier.{commitment.how_fast}")
        if commitment.danger == NOT_NAMED:
            return words("case.said_refer_unnamed", how_fast=speed)
        danger = catalogue.flags[commitment.danger].could_be
        return words("case.said_refer", danger=danger, how_fast=speed)
    return words(f"case.answer.{commitment.answer}")


def _labels(catalogue: Catalogue, cause_ids: Iterable[str]) -> str:
    return joined(" · ", (catalogue.causes[cause_id].label for cause_id in cause_ids))


def _answer(
    catalogue: Catalogue, case: PracticeCase, feedback: Feedback, words: Words
) -> list[Html]:
    """The answer that was written for her, and what to do now."""
    if case.answer == "causes":
        answer = _labels(catalogue, case.cause_ids)
    else:
        answer = words(f"case.answer_is.{case.answer}")
    parts = [
        tag("h4", words("case.told.answer")),
        tag("p", tag("strong", answer), class_="the-answer"),
    ]
    if case.answer == "cannot_tell" and case.cause_ids:
        could_be = _labels(catalogue, case.cause_ids)
        parts.append(tag("p", words("case.told.could_be", causes=could_be)))
    named = feedback.commitment.answer == "causes" == case.answer
    if named and feedback.left_out:
        causes = _labels(catalogue, feedback.left_out)
        parts.append(tag("p", words("case.told.left_out", causes=causes)))
    if named and feedback.named_wrongly:
        causes = _labels(catalogue, feedback.named_wrongly)
        parts.append(tag("p", words("case.told.named_wrongly", causes=causes)))
    if feedback.dangers:
        parts.append(_dangers(catalogue, feedback.dangers, words))
    parts.append(
        tag(
            "p",
            tag("strong", words("case.told.next_step")),
            " ",
            explained(case.next_step, catalogue.glossary),
        )
    )
    return parts


def _dangers(catalogue: Catalogue, dangers: Sequence[CaseDanger], words: Words) -> Html:
    """What it could be and how fast, once for each danger; then each sign of it."""
    together: dict[tuple[str, str], list[CaseDanger]] = {}
    for danger in dangers:
        flag = catalogue.flags[danger.flag_id]
        together.setdefault((flag.tier, flag.could_be), []).append(danger)
    return tag(
        "div",
        numbers_to_call(catalogue, words),
        *(
            tag(
                "div",
                tag("p", words(f"tier.{tier}"), class_="tier"),
                tag("p", tag("strong", words("refer.could_be", could_be=could_be))),
                *(_sign(catalogue, danger, words) for danger in signs),
                class_="one-danger",
            )
            for (tier, could_be), signs in together.items()
        ),
        class_="danger-sign",
    )


def _sign(catalogue: Catalogue, danger: CaseDanger, words: Words) -> Html:
    flag = catalogue.flags[danger.flag_id]
    shown_by = joined(" · ", (label_of(catalogue, q) for q in danger.questions))
    key = "case.danger.found" if danger.found else "case.danger.not_found"
    return tag(
        "article",
        tag("p", words("refer.from_flag", flag=flag.label)),
        tag("p", tag("strong", words("refer.how_fast")), " ", flag.urgency),
        tag("p", tag("strong", words("refer.what_to_do")), " ", flag.action),
        tag("p", words(key, questions=shown_by)) if shown_by else Html(),
        class_="flag",
    )


# ------------------------------------------------------------------------------ findings


def _key(catalogue: Catalogue, feedback: Feedback, words: Words) -> list[Html]:
    """The one finding that separates the two likeliest, and whether she asked for it."""
    key = feedback.key
    if key is None:
        return []
    asked = key.question_id in feedback.commitment.asked
    return [
        tag("h5", words("case.told.key")),
        tag(
            "p",
            tag("strong", label_of(catalogue, key.question_id)),
            " ",
            answered(catalogue, key, words),
            " ",
            said(key, words),
        ),
        tag("p", words("case.key.asked" if asked else "case.key.not_asked")),
    ]


def _did(catalogue: Catalogue, cause_id: str, did: Sequence[Effect], words: Words) -> Html:
    """What each finding did to one cause, the strongest first; open for whoever wants to know."""
    cause = catalogue.causes[cause_id].short_label
    rows = evidence_rows(catalogue, [one.contribution for one in did], words)
    sides = []
    for side, key in ((1, "why.for"), (-1, "why.against")):
        items = [
            tag(
                "li",
                tag("span", row.answer, class_="answer"),
                tag("span", row.strength, class_="said"),
                tag("span", row.discount, class_="discount") if row.discount else Html(),
                tag(
                    "span",
                    *(tag("span", text, class_="label") for text in _marks(one, words)),
                    class_="marks-of",
                ),
                tag("span", row.basis, class_="basis"),
            )
            for one, row in zip(did, rows, strict=True)
            if row.weight * side > 0
        ]
        if items:
            sides += [tag("h5", words(key)), tag("ul", *items, class_="contributions")]
    if not sides:
        sides = [tag("p", words("why.nothing", cause=cause))]
    return more(words("case.told.did", cause=cause), *sides, class_="did", data_key=cause_id)


def _marks(one: Effect, words: Words) -> list[str]:
    """Whether it was asked, and what she took it for."""
    marks = [words("case.asked" if one.asked else "case.not_asked")]
    if one.taken:
        marks.append(words(f"case.taken.{one.taken}"))
    return marks


# ------------------------------------------------------------------------------ asking


def _asking(catalogue: Catalogue, feedback: Feedback, words: Words) -> list[Html]:
    """What she should have asked, what told nothing, and what the tests cost."""
    parts = []
    nothing_left = not feedback.not_asked and not feedback.safety_left
    if nothing_left:
        parts.append(tag("p", words("case.told.all_asked")))
    if feedback.safety_left:
        parts += [
            tag("p", words.plural("case.told.safety_left", len(feedback.safety_left))),
            tag(
                "ul",
                *(
                    tag(
                        "li",
                        catalogue.safety_questions[question_id].label,
                        " ",
                        tag("span", catalogue.safety_questions[question_id].check, class_="note"),
                    )
                    for question_id in feedback.safety_left
                ),
            ),
        ]
    if feedback.not_asked:
        parts += [
            tag("p", words("case.told.not_asked")),
            _question_list(catalogue, feedback.not_asked),
        ]
    if feedback.uninformative:
        parts += [
            tag("p", words("case.told.in_vain")),
            _question_list(catalogue, feedback.uninformative),
        ]
    if feedback.costs:
        parts += [
            tag("p", words.plural("case.costs", len(feedback.costs))),
            tag("ul", *(tag("li", cost_text(cost, words)) for cost in feedback.costs)),
        ]
    return parts


def _question_list(catalogue: Catalogue, question_ids: Iterable[str]) -> Html:
    return tag("ul", *(tag("li", label_of(catalogue, question_id)) for question_id in question_ids))


# ------------------------------------------------------------------------------ the program


def _program(catalogue: Catalogue, feedback: Feedback, words: Words) -> Html:
    """How the ranking sees what she had asked, and all there was."""
    views = (feedback.by_asked, feedback.by_everything)
    keys = ("case.program.asked", "case.program.everything")
    body = [
        tag(
            "dl",
            *(
                part
                for key, found in zip(keys, views, strict=True)
                for part in (
                    tag("dt", words(key)),
                    tag("dd", _sentence(catalogue, found, feedback, words)),
                )
            ),
        )
    ]
    if feedback.program_agrees is False:
        body.append(tag("p", words("case.program.disagrees"), class_="disagrees"))
    if not feedback.by_everything.refer:
        body.append(_table(catalogue, views, keys, words))
    return more(words("case.program.title"), *body, class_="program", data_key="program")


def _sentence(catalogue: Catalogue, found: Differential, feedback: Feedback, words: Words) -> str:
    left = len(feedback.safety_left) if found is feedback.by_asked else 0
    return verdict(catalogue, found, BY_FIT, words, left)


def _table(
    catalogue: Catalogue, views: Sequence[Differential], keys: Sequence[str], words: Words
) -> Html:
    fits = [{row.cause_id: row.fit for row in found.ranking} for found in views]
    rows = [row.cause_id for row in views[-1].ranking if row.cause_id != SOMETHING_ELSE]
    return table(
        words("case.program.title"),
        [words("ranking.cause"), *(words(key) for key in keys)],
        [
            (catalogue.causes[c].short_label, *(fit_words(fit[c], words) for fit in fits))
            for c in rows
        ],
    )
