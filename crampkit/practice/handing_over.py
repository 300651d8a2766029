"""Handing a woman over: what is said of her, line by line, and what of it is missing or does not belong."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crampkit.catalogue import CaseFinding, Catalogue, PracticeCase
from crampkit.practice.encounter import kind_of
from crampkit.practice.suggesting import usual_round

LINES = ("situation", "background", "assessment", "recommendation")
"""The four lines in their order: SBAR."""
BESIDE_THE_POINT = "beside"
NEVER_ASKED, BESIDE = 3, 2
"""So many things that were never asked are offered, and so many that are true and beside the point."""


@dataclass(frozen=True)
class Piece:
    """One thing that can be said of a woman: a finding, a danger sign or a question without a row.

    `words` are hers, or what is seen; empty where the case has none. `asked` tells whether the learner
    knows it, `beside` that it is true and does not belong here.
    """

    piece_id: str
    question_id: str
    present: bool | None
    words: str
    asked: bool
    beside: bool = False


@dataclass(frozen=True)
class Handed:
    """What a handing over holds, by line, and what is to be said of it.

    `missing` of each line are ids of the case's `must_say` that were left out; `never_asked` and
    `beside` are pieces that were said.
    """

    lines: Mapping[str, tuple[Piece, ...]]
    missing: Mapping[str, tuple[Piece, ...]]
    never_asked: tuple[str, ...]
    beside: tuple[str, ...]


def pieces(catalogue: Catalogue, case: PracticeCase, asked: Sequence[str]) -> tuple[Piece, ...]:
    """All that is offered to be said: everything asked, three things never asked, two beside the point.

    In an order that tells nothing, and always the same. What must be said and was never asked is
    offered first among the three.

    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> offered = pieces(toy, toy.cases["cleo"], ["skin", "noon"])
    >>> sorted((piece.piece_id, piece.asked, piece.beside) for piece in offered)
    ... # doctest: +NORMALIZE_WHITESPACE
    [('burn', True, False), ('eyes', False, False), ('heat', False, False), ('noon', True, False),
     ('side', False, False)]
    """
    rows = catalogue.revealed_by[case.case_id]
    known = set(asked)
    own = [
        Piece(_id(row), _question(catalogue, row), row.present, row.words, True)
        for row in rows
        if _question(catalogue, row) in known
    ]
    listed = {piece.question_id for piece in own}
    own += [Piece(q, q, False, "", True) for q in asked if q not in listed]
    left = set(known)
    must = [
        row for row in rows if _id(row) in case.must_say and _question(catalogue, row) not in left
    ]
    unasked = [
        Piece(_id(row), _question(catalogue, row), row.present, row.words, False) for row in must
    ]
    left |= {piece.question_id for piece in unasked}
    unasked += [Piece(q, q, None, "", False) for q in usual_round(catalogue) if q not in left]
    beside = [row.text for row in catalogue.beside.values() if row.case_id == case.case_id]
    others = [
        Piece(f"{BESIDE_THE_POINT}_{number}", "", True, text, True, beside=True)
        for number, text in enumerate(beside[:BESIDE], 1)
    ]
    offered = [*own, *others, *unasked[:NEVER_ASKED]]
    random.Random(case.case_id).shuffle(offered)
    return tuple(offered)


def _id(row: CaseFinding) -> str:
    return row.finding_id or row.flag_id


def _question(catalogue: Catalogue, row: CaseFinding) -> str:
    if row.flag_id:
        return catalogue.flags[row.flag_id].question_id
    return catalogue.question_of(row.finding_id)


def handed(
    catalogue: Catalogue, case: PracticeCase, offered: Sequence[Piece], placed: Mapping[str, str]
) -> Handed:
    """What was said in each line, and what is missing of the case's `must_say`; `placed` is by piece.

    >>> from dataclasses import replace
    >>> from crampkit.practice.toy import toy_cases
    >>> toy = toy_cases()
    >>> case = replace(toy.cases["cleo"], must_say=("burn", "noon"))
    >>> offered = pieces(toy, case, ["skin", "noon"])
    >>> found = handed(toy, case, offered, {"burn": "situation", "heat": "background"})
    >>> [piece.piece_id for piece in found.lines["situation"]], found.never_asked
    (['burn'], ('heat',))
    >>> [piece.piece_id for piece in found.missing["background"]]
    ['noon']
    """
    said = [piece for piece in offered if placed.get(piece.piece_id) in LINES]
    rows = {_id(row): row for row in catalogue.revealed_by[case.case_id]}
    by_id = {piece.piece_id: piece for piece in offered}
    named = {piece.piece_id for piece in said}
    missing: dict[str, list[Piece]] = {line: [] for line in LINES}
    for must in case.must_say:
        if must in named or must not in rows:
            continue
        row = rows[must]
        piece = by_id.get(must) or Piece(
            must, _question(catalogue, row), row.present, row.words, False
        )
        missing[_line_of(catalogue, piece)].append(piece)
    return Handed(
        {line: tuple(p for p in said if placed[p.piece_id] == line) for line in LINES},
        {line: tuple(of_line) for line, of_line in missing.items()},
        tuple(piece.piece_id for piece in said if not piece.asked),
        tuple(piece.piece_id for piece in said if piece.beside),
    )


def _line_of(catalogue: Catalogue, piece: Piece) -> str:
    """Where it would stand: what she tells is background, what is looked for is the assessment."""
    if kind_of(catalogue, piece.question_id) in ("history", "timing", "location"):
        return "background"
    return "assessment"
