"""Handing over: the four lines filled by choosing, what is to be said of them, and an empty form to print."""

from __future__ import annotations

from collections.abc import Sequence

from crampkit.catalogue import Catalogue, PracticeCase
from crampkit.practice.handing_over import LINES, Handed, Piece
from crampkit.views.kit.controls import picker
from crampkit.views.kit.labels import label_of
from crampkit.views.kit.markup import Html, button, join, more, question, tag
from crampkit.words import Words


def handing_over(
    catalogue: Catalogue,
    case: PracticeCase,
    offered: Sequence[Piece],
    danger: str,
    how_fast: str,
    message: str,
    words: Words,
) -> Html:
    """Everything that can be said, each with the line to say it in. Nothing of what is right stands in it."""
    options = [("", words("sbar.not_said")), *((line, words(f"sbar.{line}")) for line in LINES)]
    return tag(
        "div",
        tag("h4", words("sbar.title"), data_starts_here=True),
        tag("p", words("sbar.intro"), class_="note"),
        tag(
            "ul",
            tag("li", _first(case, danger, words)),
            tag("li", words("sbar.how_fast", how_fast=how_fast)),
            class_="already-said",
        ),
        question(
            words("sbar.choose"),
            *(
                picker(
                    f"line:{piece.piece_id}",
                    piece_text(catalogue, piece, words),
                    options,
                    kind="piece",
                )
                for piece in offered
            ),
        ),
        tag(
            "label",
            tag("span", words("sbar.free"), class_="note"),
            tag("textarea", name="free", rows=2, dir="auto"),
            class_="free-line",
        ),
        blank(words),
        tag("p", message, class_="message", role="status"),
        button(words("sbar.done"), "commit", class_="main"),
        class_="decision sbar-form",
    )


def _first(case: PracticeCase, danger: str, words: Words) -> str:
    if danger:
        return words("sbar.first", woman=case.woman, danger=danger)
    return words("sbar.first.unnamed", woman=case.woman)


def piece_text(catalogue: Catalogue, piece: Piece, words: Words) -> str:
    """What is said: the finding or the sign, whether it is so, and her words."""
    if not piece.question_id:
        return piece.words
    if piece.piece_id in catalogue.flags:
        label = catalogue.flags[piece.piece_id].label
    elif piece.piece_id in catalogue.findings:
        label = catalogue.findings[piece.piece_id].label
    else:
        label = label_of(catalogue, piece.piece_id)
    if not piece.asked:
        return label
    answer = words({True: "answer.yes", False: "answer.no", None: "case.not_known"}[piece.present])
    key = "sbar.piece.said" if piece.words else "sbar.piece"
    return words(key, label=label, answer=answer, said=piece.words)


def handed_over(
    catalogue: Catalogue,
    case: PracticeCase,
    handed: Handed,
    danger: str,
    how_fast: str,
    free: str,
    words: Words,
) -> Html:
    """The four lines as they were said, and in its place what is missing and what does not belong."""
    fixed = {
        "situation": _first(case, danger, words),
        "recommendation": words("sbar.how_fast", how_fast=how_fast),
    }
    own = [tag("p", words("sbar.yours"), class_="who"), tag("p", free, dir="auto")] if free else []
    return join(
        [
            tag("h4", words("sbar.told")),
            tag(
                "dl",
                *(
                    join(
                        [
                            tag("dt", words(f"sbar.{line}")),
                            tag("dd", *_line(catalogue, handed, line, fixed.get(line, ""), words)),
                        ]
                    )
                    for line in LINES
                ),
                class_="sbar",
            ),
            *([tag("div", *own, class_="sentence")] if own else []),
        ]
    )


def _line(catalogue: Catalogue, handed: Handed, line: str, fixed: str, words: Words) -> list[Html]:
    said = [tag("p", fixed)] if fixed else []
    for piece in handed.lines[line]:
        text = piece_text(catalogue, piece, words)
        if piece.piece_id in handed.beside:
            said.append(_mark("beside", text, words))
        elif piece.piece_id in handed.never_asked:
            said.append(_mark("never_asked", text, words))
        else:
            said.append(tag("p", text))
    for piece in handed.missing[line]:
        key = "missing" if piece.asked else "missing_not_asked"
        said.append(_mark(key, piece_text(catalogue, piece, words), words))
    return said or [tag("p", words("sbar.nothing"), class_="note")]


def _mark(kind: str, text: str, words: Words) -> Html:
    return tag("p", tag("strong", words(f"sbar.mark.{kind}")), " ", text, class_=f"remark {kind}")


def blank(words: Words) -> Html:
    """An empty form, to be printed and filled in by hand."""
    return more(
        words("sbar.blank"),
        tag(
            "article",
            tag("h3", words("sbar.blank.title")),
            *(
                tag("div", tag("h4", words(f"sbar.{line}")), tag("p", words(f"sbar.{line}.how")))
                for line in LINES
            ),
            button(words("sbar.blank.print"), "", data_local="print-card"),
            class_="script-card sbar-blank",
        ),
        data_key="blank",
    )
