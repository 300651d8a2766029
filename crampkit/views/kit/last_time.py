"""What came back from last time, what no longer fits, and the way to start afresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crampkit.views.kit.markup import Html, button, tag
from crampkit.words import Words


def came_back(
    what: str, day: str, today: date, words: Words, never_kept: Sequence[str] = ()
) -> Html:
    """That answers, a danger, a quiz or a case are from last time, and the way to start afresh.

    `never_kept` names the parts in which an answer that nobody keeps is to be asked for again.
    """
    said = words(f"kept.{what}")
    if day:
        said = words(f"kept.{what}.dated", date=words.day(day, today))
    return tag(
        "div",
        tag("p", said),
        tag("p", words("never_kept", parts=words.listed(never_kept))) if never_kept else Html(),
        button(words("kept.afresh"), "afresh"),
        class_="from-last-time",
        data_key="last time",
    )


def left_out(
    answers: Sequence[str], words: Words, dangers: Sequence[str] = (), unreadable: bool = False
) -> Html:
    """What no longer fits and was left out, dangers first and by their names."""
    told = []
    answers, dangers = ([words.in_own_language(one) for one in some] for some in (answers, dangers))
    if dangers:
        names = words.listed(dangers, longer=True)
        told.append(words.plural("kept.left_out_danger", len(dangers), names=names))
    if answers:
        names = words.listed(answers, longer=True)
        told.append(words.plural("kept.left_out", len(answers), names=names))
    if unreadable:
        told.append(words("kept.unreadable"))
    if not told:
        return Html()
    return tag("div", *(tag("p", one) for one in told), class_="left-out")
