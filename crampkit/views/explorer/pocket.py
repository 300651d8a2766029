"""The pocket ranking: the order in mini bars at the foot of a small screen, or what comes before it.

It stands where toggles and ranking do not fit side by side, and follows the same contract as the ranking:
a danger, a look that is owed or a yes without its sign takes its place; an unfinished safety check and a
look-alike stand in it, folded too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from crampkit.catalogue import SOMETHING_ELSE, Catalogue, RedFlag
from crampkit.reasoning import (
    BY_FIT,
    Differential,
    RankedCause,
    flags_to_refer,
    likelihood_band,
    look_alikes_among,
)
from crampkit.reasoning.shifting import Shift
from crampkit.views.explorer.moved import moved_rows, places, what_moved
from crampkit.views.explorer.ranking import bar_of, end_of_bar, verdict
from crampkit.views.kit.bars import mark, track
from crampkit.views.kit.labels import fit_words, likelihood_words
from crampkit.views.kit.markup import Html, button, join, tag
from crampkit.views.kit.place import numbers_to_call
from crampkit.words import Words

OPENS_WHERE = "(min-width: 360px) and (min-height: 700px)"
"""The screens on which it is unfolded at first: on a smaller one it would take half of it."""


@dataclass(frozen=True)
class Standing:
    """What the pocket shows beside the order itself.

    `left` safety questions are open; `unexplained` phrases got a yes without a sign; `because` names, for
    each danger, the answer that raises it, which *Undo* takes back; `task` is the sentence on the task
    she is on, `done` that the one before it was done just now; `from_last_time` are the dangers that came
    back from then.
    """

    left: int = 0
    unexplained: Sequence[str] = ()
    because: Mapping[str, str] = field(default_factory=dict)
    can_undo: bool = False
    task: str = ""
    done: bool = False
    from_last_time: Collection[str] = ()


def pocket(
    catalogue: Catalogue,
    found: Differential,
    before: Differential | None,
    mode: str,
    words: Words,
    standing: Standing,
) -> Html:
    """What stands at the foot of a small screen; `before` is the order that she saw before this change."""
    if found.refer:
        return _danger(catalogue, found, words, standing)
    if found.ask_now or standing.unexplained:
        return _look(catalogue, found, words, standing)
    return _order(catalogue, found, before, mode, words, standing)


# ------------------------------------------------------------------------------ what takes its place


def _danger(catalogue: Catalogue, found: Differential, words: Words, standing: Standing) -> Html:
    """By name, how fast, what to do; the most urgent in full, then the others by name."""
    first, *others = [catalogue.flags[f] for f in flags_to_refer(catalogue, found.red_flags)]
    because = standing.because.get(first.flag_id, "")
    return tag(
        "div",
        tag(
            "div",
            tag(
                "h3",
                tag("span", words("refer.title"), class_="stop"),
                " ",
                tag("span", words(f"tier.{first.tier}"), class_="tier"),
                data_starts_here=True,
            ),
            _undo(words, "take_back", first.flag_id, because),
            class_="pocket-head",
        ),
        tag("p", *again, class_="note") if (again := _again(first, words, standing)) else Html(),
        tag("p", tag("strong", words("refer.could_be", could_be=first.could_be))),
        tag("p", tag("strong", words("refer.what_to_do")), " ", first.action),
        tag("p", tag("strong", words("refer.how_fast")), " ", first.urgency, class_="how-fast"),
        numbers_to_call(catalogue, words),
        *(_also(flag, words, standing) for flag in others),
        *_looks(catalogue, found, words),
        tag("p", words("refer.from_flag", flag=because), class_="note") if because else Html(),
        _show("ranking", words),
        button(words("kept.afresh"), "afresh", data_last_time=True)
        if standing.from_last_time
        else Html(),
        class_="pocket danger",
        role="group",
        aria_label=words("pocket.title"),
        data_key="danger",
    )


def _again(flag: RedFlag, words: Words, standing: Standing) -> list[Html]:
    """That it is from last time, where it is."""
    if flag.flag_id not in standing.from_last_time:
        return []
    return [tag("span", words("pocket.last_time"), data_last_time=True)]


def _also(flag: RedFlag, words: Words, standing: Standing) -> Html:
    said = words("pocket.also", could_be=flag.could_be, tier=words(f"tier.{flag.tier}"))
    return tag("p", said, " ", *_again(flag, words, standing))


def _look(catalogue: Catalogue, found: Differential, words: Words, standing: Standing) -> Html:
    """What must be looked at, or be made sure of, before any order is read."""
    phrases = [catalogue.phrases[phrase_id].label for phrase_id in standing.unexplained]
    yes = join([tag("p", words("said_yes.intro")), *(tag("p", phrase) for phrase in phrases)])
    title = words("said_yes.title" if phrases else "ask_now.title")
    return tag(
        "div",
        _unfinished(words, standing.left),
        tag(
            "div",
            tag("h3", title, data_starts_here=True),
            Html() if phrases else _undo(words, "undo", None, "", standing.can_undo),
            class_="pocket-head",
        ),
        yes if phrases else Html(),
        *_looks(catalogue, found, words),
        _show("safety" if phrases else "ranking", words),
        class_="pocket look",
        role="group",
        aria_label=words("pocket.title"),
        data_key="look",
    )


def _looks(catalogue: Catalogue, found: Differential, words: Words) -> list[Html]:
    flags = [catalogue.flags[flag_id] for flag_id in found.ask_now]
    heading = words("ask_now.title") if found.refer and flags else ""
    return [
        tag("p", heading, class_="said-first") if heading else Html(),
        *(
            tag(
                "p",
                tag("strong", flag.label),
                " ",
                words("ask_now.how", look=flag.look) if flag.look else "",
            )
            for flag in flags
        ),
    ]


# ------------------------------------------------------------------------------ the order


def _order(
    catalogue: Catalogue,
    found: Differential,
    before: Differential | None,
    mode: str,
    words: Words,
    standing: Standing,
) -> Html:
    rows = found.ordered(mode)
    empty = all(row.fit == 0 for row in rows)
    moved = moved_rows(before, found, mode)
    look_alike = look_alikes_among(catalogue, found.red_flags)
    headline = ""
    if not (standing.left or look_alike):  # Else that is said above all.
        headline = verdict(catalogue, found, mode, words, standing.left, likelihood=_likelihood)
    first = words(
        "pocket.first",
        cause=catalogue.causes[rows[0].cause_id].short_label,
        said=_said(rows[0], mode, words),
    )
    return tag(
        "div",
        # Here a reader goes on whose button has gone with the danger that it took back.
        tag("h3", words("pocket.title"), class_="only-heard", data_starts_here=True),
        _unfinished(words, standing.left),
        # An unfinished check comes before the look-alike, which is told all the same.
        join(
            tag(
                "p",
                words("look_alike.headline", could_be=catalogue.flags[flag_id].could_be),
                class_="alike",
            )
            for flag_id in look_alike
        ),
        tag(
            "details",
            tag(
                "summary",
                _task(words, standing),
                # Where a task takes the room, the headline stands below the rows while they are shown.
                tag("span", headline, class_="headline brief" if standing.task else "headline")
                if headline
                else Html()
                if standing.task
                else tag("span", words("pocket.title"), class_="headline"),
                Html() if empty else tag("span", first, class_="leader"),
            ),
            tag("p", words("ranking.nothing_yet"), class_="note")
            if empty
            else _rows(catalogue, rows, moved, mode, words),
            tag(
                "div",
                # First, so that what is said runs round it.
                _show("safety" if standing.left else "ranking", words),
                tag("p", headline) if headline and standing.task else Html(),
                " ",
                tag(
                    "p",
                    what_moved(catalogue, found, moved, mode, words, _said),
                    class_="what-moved",
                ),
                class_="pocket-foot",
            ),
            open=True,
            data_open_where=OPENS_WHERE,
            data_key="rows",
        ),
        _undo(words, "undo", None, "", standing.can_undo),
        class_="pocket order",
        role="group",
        aria_label=words("pocket.title"),
        data_key="order",
        data_leader="" if empty else rows[0].cause_id,
    )


def _unfinished(words: Words, left: int) -> Html:
    if not left:
        return Html()
    return tag("p", words.plural("safety.left", left), class_="unfinished", data_key="unfinished")


def _task(words: Words, standing: Standing) -> Html:
    if not standing.task:
        return Html()
    ticked = tag("span", "✓", class_="tickbox done", aria_hidden="true")
    return tag("span", ticked if standing.done else Html(), standing.task, class_="on-task")


def _rows(
    catalogue: Catalogue,
    rows: Sequence[RankedCause],
    moved: Mapping[str, Shift],
    mode: str,
    words: Words,
) -> Html:
    return tag(
        "ol",
        *(_row(catalogue, row, moved.get(row.cause_id), mode, words) for row in rows),
        aria_label=words("ranking.caption"),
        class_="mini",
    )


def _row(
    catalogue: Catalogue, row: RankedCause, shift: Shift | None, mode: str, words: Words
) -> Html:
    """One row: its name, its bar with a dotted line where that ended before, and how it moved."""
    was = mark("was", end_of_bar(shift.before, mode)) if shift else Html()
    said = Html()
    if row.cause_id != SOMETHING_ELSE or mode != BY_FIT:
        said = tag("span", _said(row, mode, words), class_="only-heard")
    return tag(
        "li",
        tag("span", catalogue.causes[row.cause_id].short_label, class_="name"),
        " ",
        said,
        track(bar_of(row, mode), was, kind=mode),
        " ",
        places(shift, words),
        class_="moved-most" if shift and shift.furthest else None,
        data_cause=row.cause_id,
    )


def _said(row: RankedCause, mode: str, words: Words) -> str:
    return fit_words(row.fit, words) if mode == BY_FIT else _likelihood(row.likelihood, words)


def _likelihood(share: float, words: Words) -> str:
    """How likely, in a word: no percentage stands in a pocket."""
    band = likelihood_band(share)
    if band == "under_1":
        return words("pocket.under_1")
    if band == "over_99":
        return words("pocket.over_99")
    return likelihood_words(share, words)


# ------------------------------------------------------------------------------ what can be pressed


def _undo(words: Words, action: str, value: str | None, answer: str, possible: bool = True) -> Html:
    """*Undo*, named by the answer that it takes back; it stays in its place when there is nothing to undo."""
    return button(
        words("tools.undo"),
        action,
        value,
        class_="undo",
        aria_label=words("pocket.take_back", answer=answer) if answer else None,
        aria_disabled=None if possible else "true",
    )


def _show(target: str, words: Words) -> Html:
    """The way to the whole of it."""
    return button(words("summary.show"), "", data_local="goto", data_target=target, class_="show")
