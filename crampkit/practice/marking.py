"""What an answer is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crampkit.catalogue import Option


@dataclass(frozen=True)
class Mark:
    """Whether an answer is right as a whole, and which part of it is.

    `right` is None and `score` is None where nobody can say: a script-concordance question whose
    panel is still empty.
    """

    right: bool | None
    score: float | None


def mark(kind: str, options: Sequence[Option], chosen: Sequence[str]) -> Mark:
    """Mark the chosen option ids; for kind `order` they stand in the learner's order.

    - `single`: the right option or not.
    - `multiple`: right when every option was judged rightly; the score counts those that were, but
      without one right option chosen nothing is.
    - `order`: right when all stand in place; the score counts pairs that are in the right order,
      so that one step out of place does not spoil the rest.
    - `script`: the score is the panel's votes for the chosen step, divided by the votes for its
      commonest step; right is the commonest step. (Aggregate scoring of the script concordance
      test: B. Charlin and others, 2000; recalled.)

    >>> yes = Option("q", "yes", "Yes", "right", None, "")
    >>> no = Option("q", "no", "No", "wrong", None, "")
    >>> mark("single", [yes, no], ["yes"])
    Mark(right=True, score=1.0)
    >>> mark("multiple", [yes, no], ["yes", "no"])
    Mark(right=False, score=0.5)
    """
    if kind == "script":
        return _by_the_panel(options, chosen)
    if kind == "order":
        score = _pairs_in_order(options, chosen)
    elif kind == "multiple":
        judged = [(option.answer == "right") == (option.option_id in chosen) for option in options]
        hit = any(option.answer == "right" and option.option_id in chosen for option in options)
        score = hit * sum(judged) / len(judged)
    else:
        score = float(any(o.answer == "right" and o.option_id in chosen for o in options))
    return Mark(score == 1.0, score)


def _by_the_panel(options: Sequence[Option], chosen: Sequence[str]) -> Mark:
    votes = {option.option_id: option.panel or 0 for option in options}
    most = max(votes.values(), default=0)
    if not most:
        return Mark(None, None)
    score = max((votes[option_id] for option_id in chosen), default=0) / most
    return Mark(score == 1.0, score)


def _pairs_in_order(options: Sequence[Option], chosen: Sequence[str]) -> float:
    place = {option.option_id: int(option.answer) for option in options}
    places = [place[option_id] for option_id in chosen]
    pairs = [
        first < second
        for index, first in enumerate(places)
        for second in places[index + 1 :]
    ]  # fmt: skip
    return sum(pairs) / len(pairs)
