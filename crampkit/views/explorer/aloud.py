"""What is said aloud when the order changes, or a danger comes: sentences for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import SOMETHING_ELSE, Catalogue
from crampkit.languages import joined
from crampkit.reasoning import BY_FIT, Differential, RankedCause, flags_to_refer
from crampkit.views.explorer.ranking import band_words, verdict
from crampkit.words import Words


def order_aloud(
    catalogue: Catalogue,
    found: Differential,
    mode: str,
    words: Words,
    left: int = 0,
    unexplained: Sequence[str] = (),
) -> str:
    """The headline, then the rows in order with their bands.

    It is the same sentence as long as headline, order and bands are the same, so that whoever says it
    only when it differs tells each change once. Nothing where the order is not to be read.
    """
    rows = found.ordered(mode)
    if found.refer or found.ask_now or unexplained or all(row.fit == 0 for row in rows):
        return ""
    # How many parts are left is told by the safety check itself.
    headline = words("aloud.unfinished") if left else verdict(catalogue, found, mode, words, left)
    first, *others = (_row(catalogue, row, mode, words) for row in rows)
    order = words("aloud.order", first=first, then=words.listed(others, longer=True))
    return joined(" ", (headline, order))


def _row(catalogue: Catalogue, row: RankedCause, mode: str, words: Words) -> str:
    cause = catalogue.causes[row.cause_id].short_label
    if row.cause_id == SOMETHING_ELSE and mode == BY_FIT:
        return cause
    return words("aloud.row", cause=cause, said=band_words(row, mode, words))


def danger_aloud(
    catalogue: Catalogue, found: Differential, words: Words, unexplained: Sequence[str] = ()
) -> str:
    """Which danger, what to do, how fast; the others by name; then what must be looked at."""
    said: list[str] = []
    if found.refer:
        first, *others = [catalogue.flags[f] for f in flags_to_refer(catalogue, found.red_flags)]
        said += [
            words(
                "aloud.danger",
                tier=words(f"tier.{first.tier}"),
                could_be=first.could_be,
                action=first.action,
                urgency=first.urgency,
            ),
            *(
                words("pocket.also", could_be=flag.could_be, tier=words(f"tier.{flag.tier}"))
                for flag in others
            ),
        ]
    if unexplained:
        labels = [catalogue.phrases[phrase_id].label for phrase_id in unexplained]
        said += [joined(" ", (words("said_yes.title"), *labels, words("said_yes.intro")))]
    if found.ask_now:
        looks = [_look(catalogue, flag_id, words) for flag_id in found.ask_now]
        said += [words("ask_now.title"), *looks]
    return joined(" ", said)


def _look(catalogue: Catalogue, flag_id: str, words: Words) -> str:
    flag = catalogue.flags[flag_id]
    if not flag.look:
        return words("aloud.look", label=flag.label, how="")
    return words("aloud.look", label=flag.label, how=words("ask_now.how", look=flag.look))
