"""The safety check, and what is shown in place of a ranking when a flag is up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from crampkit.catalogue import Catalogue, RedFlag, SafetyPhrase, Term
from crampkit.languages import joined
from crampkit.practice.reviewing import share
from crampkit.reasoning import flags_to_refer, safety_questions_left, unexplained_phrases
from crampkit.views.kit.controls import choices, radio_buttons
from crampkit.views.kit.leaves import leaf_of, numbered, turning
from crampkit.views.kit.markup import Html, button, choice, explained, join, more, question, tag
from crampkit.views.kit.place import local, numbers_to_call
from crampkit.words import Words

NEVER_PRINTED = "never-printed"
"""The class of what an answer to a private flag shows, and of what would tell it by itself."""

BOOK = "safety"
"""On a small screen its six parts are turned one at a time."""


def safety_check(catalogue: Catalogue, words: Words) -> Html:
    """Six headings, what is said aloud under each, and the signs it opens; answers are set as states."""
    return tag(
        "section",
        tag("h3", words("safety.title")),
        tag("p", words("safety.intro"), class_="note"),
        tag("p", class_=f"status {NEVER_PRINTED}", role="status", data_text="safety:left"),
        numbered(
            BOOK,
            words("safety.parts"),
            (asked.label for asked in catalogue.safety_questions.values()),
            words,
            (f"part:{question_id}" for question_id in catalogue.safety_questions),
        ),
        *(
            _safety_question(catalogue, words, number, question_id)
            for number, question_id in enumerate(catalogue.safety_questions, start=1)
        ),
        turning(BOOK, words),
        class_="safety",
    )


def _safety_question(catalogue: Catalogue, words: Words, number: int, question_id: str) -> Html:
    """A heading with what to say under it, one thing at a time, and one answer for all the rest."""
    asked = catalogue.safety_questions[question_id]
    return question(
        words("safety.question", number=number, question=asked.label),
        tag("p", explained(asked.check, catalogue.glossary), class_="note")
        if asked.check
        else Html(),
        *(_phrase(catalogue, phrase, words) for phrase in catalogue.phrases_of[question_id]),
        radio_buttons(f"safety:{question_id}", [("none", words("safety.none"))], "rest"),
        class_=f"item {leaf_of(BOOK)}",
        data_question=question_id,
        data_leaf="leaf",
    )


def _phrase(catalogue: Catalogue, phrase: SafetyPhrase, words: Words) -> Html:
    """One thing said aloud; a yes opens its signs."""
    name = f"phrase:{phrase.phrase_id}"
    return question(
        phrase.label,
        radio_buttons(name, [("none", words("safety.no")), ("open", words("safety.open"))]),
        tag(
            "div",
            question(
                words("safety.tick"),
                *(_sign(catalogue.flags[flag_id]) for flag_id in phrase.flag_ids),
                class_="flags",
            ),
            data_shown_by=f"{name}=open",
        ),
        class_=f"phrase {NEVER_PRINTED}" if _private(catalogue, phrase) else "phrase",
        data_phrase=phrase.phrase_id,
    )


def _sign(flag: RedFlag) -> Html:
    return choice("checkbox", f"flag:{flag.flag_id}", "yes", flag.label)


SIGNS = {"danger": "!", "open": "", "done": "✓"}
"""How it stands with a part of the check, as a sign beside its number."""


def safety_state(
    catalogue: Catalogue,
    flags: Mapping[str, bool],
    looked: Collection[str],
    opened: Collection[str],
    words: Words,
    refer: bool = False,
) -> dict[str, object]:
    """What each control of the safety check shows, by its name; `opened` are phrases said yes to.

    `refer` tells that she is to be referred, by a tick or by her other answers.
    """
    left = safety_questions_left(catalogue, flags, looked)
    unexplained = unexplained_phrases(catalogue, flags, looked, opened)
    state: dict[str, object] = {
        f"flag:{flag_id}": flags.get(flag_id) is True for flag_id in catalogue.flags
    }
    for phrase in catalogue.phrases.values():
        ticked = any(flags.get(f) for f in phrase.flag_ids)
        answered = all(f in flags or f in looked for f in phrase.flag_ids)
        yes = ticked or phrase.phrase_id in unexplained
        state[f"phrase:{phrase.phrase_id}"] = "open" if yes else "none" if answered else ""
    for question_id, flag_ids in catalogue.questions_of_flags.items():
        ticked = any(flags.get(flag_id) for flag_id in flag_ids)
        state[f"safety:{question_id}"] = "" if ticked or question_id in left else "none"
        part = "danger" if ticked else "open" if question_id in left else "done"
        state[f"part:{question_id}"] = words(f"safety.part.{part}")
        state[f"part:{question_id}:sign"] = SIGNS[part]
    flagged = flags_to_refer(catalogue, [f for f, present in flags.items() if present])
    state["safety:left"] = (
        words("safety.flagged")
        if flagged
        else words("safety.by_answers")
        if refer
        else safety_status(words, len(left))
    )
    return state


def safety_status(words: Words, left: int) -> str:
    """How much of the safety check is still to do.

    >>> text = {"safety.done": "Done.", "safety.left.one": "1 left", "safety.left.many": "{count} left"}
    >>> safety_status(Words(text), 6)
    '6 left'
    """
    return words.plural("safety.left", left) if left else words("safety.done")


def referral(
    catalogue: Catalogue,
    raised: Sequence[str],
    by_findings: Mapping[str, Sequence[str]],
    words: Words,
    dials: bool = False,
) -> Html:
    """What a raised flag could be, how fast and what to do: it stands where the ranking stood.

    `by_findings` names, for a flag that a rule raised, the findings that raised it.
    """
    flags = [catalogue.flags[flag_id] for flag_id in flags_to_refer(catalogue, raised)]
    first, *others = [
        _urgent_flag(flag, by_findings.get(flag.flag_id, ()), catalogue.glossary, words)
        for flag in flags
    ]
    return tag(
        "section",
        tag("h3", words("refer.title")),
        tag("p", words("refer.replaces")),
        first,
        numbers_to_call(catalogue, words, dials),
        *others,
        tag("p", words("refer.withdraw"), class_="note"),
        class_=f"referral {NEVER_PRINTED}" if all(flag.private for flag in flags) else "referral",
    )


def _urgent_flag(
    flag: RedFlag, finding_labels: Sequence[str], glossary: Mapping[str, Term], words: Words
) -> Html:
    came_from = (
        words("refer.from_findings", findings=joined(" · ", finding_labels))
        if finding_labels
        else words("refer.from_flag", flag=flag.label)
    )
    return tag(
        "article",
        tag("p", words(f"tier.{flag.tier}"), class_="tier"),
        tag("h4", explained(words("refer.could_be", could_be=flag.could_be), glossary)),
        tag("p", tag("strong", words("refer.how_fast")), " ", flag.urgency),
        tag("p", tag("strong", words("refer.what_to_do")), " ", flag.action),
        tag("p", came_from, class_="note"),
        class_=f"flag {NEVER_PRINTED}" if flag.private else "flag",
        data_tier=flag.tier,
    )


def look_alikes(catalogue: Catalogue, raised: Iterable[str], words: Words) -> Html:
    """Look-alikes are no danger: they stand above the ranking and speak for something else."""
    flags = [
        catalogue.flags[flag_id]
        for flag_id in raised
        if catalogue.flags[flag_id].tier == "look_alike"
    ]
    return join(
        tag(
            "aside",
            tag("h3", title := words("look_alike.title", could_be=flag.could_be)),
            tag("p", words("look_alike.because", label=flag.label)),
            tag("p", flag.action),
            class_="look-alike",
            aria_label=title,
        )
        for flag in flags
    )


def said_yes(
    catalogue: Catalogue, phrase_ids: Sequence[str], words: Words, dials: bool = False
) -> Html:
    """What got a yes with no sign ticked: no order is read past it, and it may be a danger."""
    phrases = [catalogue.phrases[phrase_id] for phrase_id in phrase_ids]
    if not phrases:
        return Html()
    return tag(
        "aside",
        tag("h3", words("said_yes.title")),
        tag("p", words("said_yes.intro")),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    phrase.label,
                    class_=NEVER_PRINTED if _private(catalogue, phrase) else None,
                )
                for phrase in phrases
            ),
        ),
        numbers_to_call(catalogue, words, dials),
        class_="ask-now",
        aria_label=words("said_yes.title"),
    )


def _private(catalogue: Catalogue, phrase: SafetyPhrase) -> bool:
    return any(catalogue.flags[flag_id].private for flag_id in phrase.flag_ids)


def flags_asked_now(catalogue: Catalogue, asked: Iterable[str], words: Words) -> Html:
    """What her own answers ask to be looked at, and how: it stands where the ranking stood."""
    flags = [catalogue.flags[flag_id] for flag_id in asked]
    if not flags:
        return Html()
    return tag(
        "aside",
        tag("h3", words("ask_now.title")),
        tag("p", words("ask_now.intro")),
        tag("ul", *(_look(flag, words) for flag in flags)),
        tag("p", words("ask_now.ends"), class_="note"),
        class_="ask-now",
        aria_label=words("ask_now.title"),
    )


def _look(flag: RedFlag, words: Words) -> Html:
    """One sign to look for: what it is, how to look, and what was seen."""
    return tag(
        "li",
        tag("strong", flag.label),
        tag("p", words("ask_now.how", look=flag.look)) if flag.look else Html(),
        tag(
            "p", words("ask_now.could_be", could_be=flag.could_be, tier=words(f"tier.{flag.tier}"))
        ),
        choices(
            button(words("ask_now.present"), "raise", flag.flag_id, class_="danger"),
            button(words("ask_now.absent"), "looked", flag.flag_id),
        ),
        data_flag=flag.flag_id,
    )


def looked_at(catalogue: Catalogue, looked: Collection[str], words: Words) -> Html:
    """What was looked for and is not so: it stays in view, and can be taken back."""
    flags = [flag for flag_id, flag in catalogue.flags.items() if flag_id in looked]
    if not flags:
        return Html()
    return tag(
        "div",
        tag("h3", words("looked.title")),
        tag(
            "ul",
            *(
                tag(
                    "li",
                    words("looked.not_so", label=flag.label),
                    " ",
                    button(words("looked.take_back"), "not_looked", flag.flag_id),
                )
                for flag in flags
            ),
        ),
        class_="looked-at",
    )


def aged(catalogue: Catalogue, words: Words, today: date) -> tuple[str, ...]:
    """That these tables should have been read again by now; nothing before that day.

    >>> from crampkit.toy import toy_catalogue
    >>> aged(toy_catalogue(), Words({}), date(2026, 11, 1))
    ()
    """
    entry = catalogue.local.get("review_by")
    if entry is None or not entry.value or today <= date.fromisoformat(entry.value):
        return ()
    return (words("aged", date=words.date(entry.value)),)


def refer_when(catalogue: Catalogue, cause_id: str | None, words: Words) -> Html:
    """When to refer a woman although an ordinary cause is in front; empty while none is."""
    items = [
        item.text
        for item in catalogue.management.values()
        if item.cause_id == cause_id and item.kind == "refer_when"
    ]
    if cause_id is None or not items:
        return Html()
    return tag(
        "div",
        tag("h3", words("refer_when.title", cause=catalogue.causes[cause_id].short_label)),
        tag("ul", *(tag("li", item) for item in items)),
        class_="refer-when",
    )


def _share_reviewed(catalogue: Catalogue, words: Words) -> tuple[Html, ...]:
    """How much of the set somebody has reviewed as it now stands; nothing where nobody began."""
    if not catalogue.reviews:
        return ()
    done, of = share(catalogue)
    return (tag("p", words("stamp.share", done=done, of=of)),)


def stamp(catalogue: Catalogue, words: Words) -> Html:
    """That this is no medical device, which data these are, and whether a clinician reviewed them."""
    reviewer = catalogue.local.get("reviewed_by")
    version = local(catalogue, words, "data_version")
    warnings = [tag("li", warning) for warning in catalogue.warnings]
    return tag(
        "footer",
        tag("p", tag("strong", words("not_a_device"))),
        tag("p", words("made_for", place=local(catalogue, words, "place"))),
        tag("p", words("if_worried")),
        tag("p", words("say_woman")),
        tag(
            "p",
            words(
                "stamp",
                version=version,
                reviewed=reviewer.value
                if reviewer and reviewer.value
                else words("reviewed_not_yet"),
            ),
            " ",
            words("stamp.judged"),
        ),
        *_share_reviewed(catalogue, words),
        more(words("stamp.local_edit"), tag("ul", *warnings), open=True, class_="local-edit")
        if warnings
        else Html(),
        class_="stamp",
    )
