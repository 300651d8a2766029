"""A question to the learner: first to be answered, and only then explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crampkit.catalogue import REFER_TIERS, Catalogue, Option, Question
from crampkit.languages import joined
from crampkit.practice.quiz import SURENESS, Commitment
from crampkit.views.kit.controls import checkboxes, choices, radios
from crampkit.views.kit.markup import Html, button, explained, join, question, tag
from crampkit.views.kit.sources import sources
from crampkit.views.practice.again import read_again
from crampkit.words import Words

NO_LETTERS: Mapping[str, str] = {}

SURE_OF_IT = 90
"""From this percentage on, being wrong is worth a word of its own."""


def asked(
    catalogue: Catalogue,
    shown: Question,
    options: Sequence[Option],
    chosen: Sequence[str],
    words: Words,
    asks_how_sure: bool = True,
    message: str = "",
    letters: Mapping[str, str] = NO_LETTERS,
) -> Html:
    """The question with its controls. Nothing of what is right or wrong stands in it."""
    return tag(
        "div",
        *_stem(shown, words),
        _controls(shown, options, chosen, words, letters),
        how_sure(words) if asks_how_sure else Html(),
        tag("p", message, class_="message", role="status"),
        button(words("quiz.commit"), "commit", class_="main"),
        class_="asked-question",
        data_key=f"asked {shown.question_id}",
    )


def missing(lacks: Sequence[str], words: Words) -> str:
    """All that an answer still needs, told at once."""
    return joined(" ", (words(f"quiz.missing.{one}") for one in lacks))


def _stem(shown: Question, words: Words, catalogue: Catalogue | None = None) -> list[Html]:
    """The question; its terms are explained only once it is answered: a meaning can be the answer."""
    stem = explained(shown.stem, catalogue.glossary) if catalogue else shown.stem
    paragraphs = [tag("p", stem, class_="stem", data_question=shown.question_id)]
    if shown.kind == "script":
        paragraphs += [
            tag("p", words("quiz.script.if", hypothesis=shown.hypothesis)),
            tag("p", words("quiz.script.then", finding=shown.new_finding)),
        ]
    return paragraphs


def _controls(
    shown: Question,
    options: Sequence[Option],
    chosen: Sequence[str],
    words: Words,
    letters: Mapping[str, str],
) -> Html:
    if shown.kind == "order":
        by_id = {option.option_id: option for option in options}
        return question(
            words("quiz.order"),
            tag("ol", *(_step(by_id[option_id], words) for option_id in chosen), class_="steps"),
        )
    legend = (
        words("quiz.script.becomes", hypothesis=shown.hypothesis)
        if shown.kind == "script"
        else words(f"quiz.{shown.kind}")
    )
    if shown.kind == "multiple":
        takes = ((f"take:{option.option_id}", _named(option, letters)) for option in options)
        return question(legend, checkboxes(takes, "several"))
    named = ((option.option_id, _named(option, letters)) for option in options)
    return radios("choose", legend, named, "several")


def _named(option: Option, letters: Mapping[str, str]) -> str:
    """What an option says, after its letter where it has one."""
    letter = letters.get(option.option_id)
    if not letter:
        return option.text
    return join([tag("span", letter, class_="letter"), " ", option.text])


def _step(option: Option, words: Words) -> Html:
    step = tag("span", option.text, class_="only-heard")
    return tag(
        "li",
        tag("span", option.text),
        tag(
            "span",
            button(join([words("quiz.up"), " ", step]), f"up:{option.option_id}"),
            button(join([words("quiz.down"), " ", step]), f"down:{option.option_id}"),
            class_="moves",
        ),
        data_key=option.option_id,
    )


def how_sure(words: Words) -> Html:
    """From a guess to certain, as one native group."""
    return radios(
        "sure",
        words("quiz.how_sure"),
        ((str(percent), sure_text(percent, words)) for percent in SURENESS),
        "sureness",
    )


def sure_text(percent: int, words: Words) -> str:
    """A percentage with its word at both ends."""
    ends = {SURENESS[0]: "quiz.sure.guess", SURENESS[-1]: "quiz.sure.certain"}
    return words(ends.get(percent, "quiz.sure.percent"), percent=percent)


def guess(content: str, words: Words) -> Html:
    """A guess in the middle of a lesson; what is behind it is not on the page yet."""
    return tag("section", tag("h3", words("quiz.guess.title")), content, class_="guess")


def guessed(
    catalogue: Catalogue,
    shown: Question,
    options: Sequence[Option],
    commitment: Commitment,
    words: Words,
) -> Html:
    """Her guess beside the truth; a guess is not marked."""
    texts = {option.option_id: option.text for option in options}
    truth = [option.text for option in options if option.answer == "right"]
    return tag(
        "section",
        tag("h3", words("quiz.guess.title")),
        *_stem(shown, words, catalogue),
        tag(
            "p",
            words("quiz.guess.yours", answer=joined(" · ", (texts[o] for o in commitment.chosen))),
        ),
        tag(
            "h4",
            words("quiz.guess.truth", answer=joined(" · ", truth)),
            class_="verdict",
            data_starts_here=True,
        ),
        tag("p", explained(shown.explanation, catalogue.glossary)),
        sources(catalogue, shown.source_ids, words),
        class_="guess told",
    )


def told(
    catalogue: Catalogue,
    shown: Question,
    options: Sequence[Option],
    commitment: Commitment,
    words: Words,
    address: str = "",
    letters: Mapping[str, str] = NO_LETTERS,
) -> Html:
    """What she said, whether it is right, and why each option is right or tempting.

    After a wrong answer also what to read again; a link leads there where it has an `address`.
    """
    kind = _verdict_kind(shown, options, commitment)
    return tag(
        "div",
        *_stem(shown, words, catalogue),
        # A heading, so that a screen reader that comes to it says all of it.
        tag(
            "h4", verdict(commitment, words, kind), class_=f"verdict {kind}", data_starts_here=True
        ),
        _surely_wrong(commitment, words),
        *_panel(shown, options, words),
        tag(
            "p",
            tag("strong", words("quiz.remember")),
            " ",
            explained(shown.explanation, catalogue.glossary),
        ),
        read_again(shown, address, words) if commitment.mark.right is False else Html(),
        tag("h4", words("quiz.each_option")),
        tag(
            "ol" if shown.kind == "order" else "ul",
            *(
                _told_option(shown, option, commitment, words, letters)
                for option in _in_right_order(shown, options)
            ),
            class_="told",
        ),
        sources(catalogue, shown.source_ids, words),
        class_="told-question",
        data_key=f"told {shown.question_id}",
    )


def verdict(commitment: Commitment, words: Words, kind: str) -> str:
    """Whether the answer is right, and how sure she was, in one line."""
    said = words(f"quiz.verdict.{kind}")
    if commitment.sure is None:
        return said
    return joined(" ", [said, words("quiz.was_sure", percent=commitment.sure)])


def _verdict_kind(shown: Question, options: Sequence[Option], commitment: Commitment) -> str:
    mark = commitment.mark
    if shown.place == "drill" and _sooner(options, commitment):
        return "sooner"
    if mark.right is None:
        return "open"
    if mark.right:
        return "right"
    return "partly" if mark.score else "wrong"


def _sooner(options: Sequence[Option], commitment: Commitment) -> bool:
    """Of options that are tiers, whether she chose a more urgent one than is right.

    To hurry a woman who has no danger sign at all is no safe side: it is a needless alarm.
    """
    right = [o.option_id for o in options if o.answer == "right" and o.option_id in REFER_TIERS]
    chosen = [o for o in commitment.chosen if o in REFER_TIERS]
    return bool(right and chosen) and REFER_TIERS.index(chosen[0]) < REFER_TIERS.index(right[0])


def _surely_wrong(commitment: Commitment, words: Words) -> Html:
    if commitment.mark.right is False and (commitment.sure or 0) >= SURE_OF_IT:
        return tag("p", words("quiz.surely_wrong"))
    return Html()


def _panel(shown: Question, options: Sequence[Option], words: Words) -> list[Html]:
    if shown.kind != "script":
        return []
    total = sum(option.panel or 0 for option in options)
    text = words("quiz.panel", total=total) if total else words("quiz.no_panel")
    return [tag("p", text, class_="note")]


def _in_right_order(shown: Question, options: Sequence[Option]) -> Sequence[Option]:
    if shown.kind == "order":
        return sorted(options, key=lambda option: int(option.answer))
    return options


def _told_option(
    shown: Question,
    option: Option,
    commitment: Commitment,
    words: Words,
    letters: Mapping[str, str],
) -> Html:
    labels = _labels(shown, option, commitment, words)
    return tag(
        "li",
        tag(
            "p",
            tag("strong", _named(option, letters)),
            " ",
            *(tag("span", text, class_="label") for text in labels),
        ),
        tag("p", option.explanation),
        class_=_told_kind(shown, option, commitment),
    )


def _told_kind(shown: Question, option: Option, commitment: Commitment) -> str:
    """Whether an option is right; of a row, whether she had put it in its place."""
    if shown.kind == "order":
        place = commitment.chosen.index(option.option_id) + 1
        return "right" if str(place) == option.answer else "wrong"
    return option.answer if option.answer in ("right", "wrong") else "open"


def _labels(shown: Question, option: Option, commitment: Commitment, words: Words) -> list[str]:
    """What is said beside an option: right or not, hers or not, or where she had put it."""
    if shown.kind == "order":
        place = commitment.chosen.index(option.option_id) + 1
        key = "quiz.in_place" if str(place) == option.answer else "quiz.out_of_place"
        return [words(key, place=place)]
    labels = []
    if shown.kind == "script":
        if option.panel is not None:
            labels.append(words.plural("quiz.votes", option.panel))
    else:
        labels.append(words(f"quiz.option.{option.answer}"))
    if option.option_id in commitment.chosen:
        labels.append(words("quiz.option.yours"))
    return labels


def paged(
    number: int,
    total: int,
    content: Html,
    commitments: Sequence[Commitment],
    still_open: Sequence[int],
    words: Words,
) -> Html:
    """One question of several, with the way to the others and how far she has come."""
    return tag(
        "section",
        # Another question is another heading: who pressed the way to it goes on there.
        tag(
            "h3",
            words("quiz.number", number=number, total=total),
            data_key=f"question {number}",
            data_starts_here=True,
        ),
        content,
        choices(
            button(words("quiz.back"), "go", str(number - 1), disabled=number == 1),
            _way_on(number, total, still_open, words),
            kind="ways",
            data_key=f"ways {number}",
        ),
        tag("p", progress(total, commitments, words), class_="note"),
        class_="quiz",
    )


def _way_on(number: int, total: int, still_open: Sequence[int], words: Words) -> Html:
    """To the next question; from the last one to what is still open, and else to how it went."""
    if number < total:
        return button(words("quiz.next"), "go", str(number + 1))
    if not still_open:
        return button(words("quiz.end"), "end", class_="main")
    first = still_open[0]
    return button(words("quiz.open", number=first), "go", str(first), disabled=first == number)


def progress(total: int, commitments: Sequence[Commitment], words: Words) -> str:
    """How many she has answered, and how many of them rightly; unmarked ones are counted apart."""
    marked = [c for c in commitments if c.mark.right is not None]
    right = sum(bool(c.mark.right) for c in marked)
    said = words("quiz.progress", answered=len(commitments), total=total)
    if not marked:
        return said
    return joined(" ", [said, words("quiz.progress.right", right=right, marked=len(marked))])


def kept(
    catalogue: Catalogue,
    shown: Question,
    options: Sequence[Option],
    commitment: Commitment,
    words: Words,
) -> Html:
    """A first thought that stands, without a word on whether it is right."""
    return tag(
        "section",
        tag("h3", words("quiz.first.title")),
        *_stem(shown, words, catalogue),
        tag("h4", said_text(options, commitment, words), data_starts_here=True),
        tag("p", words("quiz.first.kept")),
        class_="quiz",
    )


def said_text(options: Sequence[Option], commitment: Commitment, words: Words) -> str:
    """Her own answer in words, and how sure she was of it."""
    text = {option.option_id: option.text for option in options}
    answers = joined(" · ", (text[option_id] for option_id in commitment.chosen))
    if commitment.sure is None:
        return words("quiz.said", answers=answers)
    return words("quiz.said_sure", answers=answers, percent=commitment.sure)


def first(content: Html, words: Words) -> Html:
    """A first thought that is still to be had, or that is looked back at."""
    return tag("section", tag("h3", words("quiz.first.title")), content, class_="quiz")


def not_yet(words: Words) -> Html:
    """At the end of a lesson, when nothing was thought at its beginning."""
    return tag("section", tag("p", words("quiz.first.not_yet")), class_="quiz")
