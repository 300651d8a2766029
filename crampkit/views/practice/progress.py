"""What a learner's journal says: due again, how sure against how right, strengths, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crampkit.catalogue import Catalogue
from crampkit.practice.calibration import Calibration
from crampkit.practice.quiz import SURENESS
from crampkit.practice.record import DANGERS, GroupScore
from crampkit.practice.sittings import Day
from crampkit.views.kit.controls import choices, file_chosen, saved_as
from crampkit.views.kit.markup import Html, button, join, more, tag
from crampkit.views.kit.tables import scrolling
from crampkit.words import Words

# The square of the plot, in its own units: 100 each way, and room for the figures.
LEFT, BOTTOM, TOP, RIGHT = 16, 14, 6, 14
SIDE = 100


def due_list(
    catalogue: Catalogue, due: Sequence[tuple[str, str]], misdated: int, words: Words
) -> Html:
    """How many questions and which women are due again, in one sentence each.

    `misdated` is how many answers have the date of a clock that was wrong.
    """
    questions = [item for kind, item in due if kind == "question"]
    women = [catalogue.cases[item].woman for kind, item in due if kind == "case"]
    return tag(
        "section",
        tag("h3", words("due.title")),
        tag("p", words.plural("due.questions", len(questions)) if due else words("due.nothing")),
        *(
            [tag("p", words("due.women")), tag("ul", *(tag("li", woman) for woman in women))]
            if women
            else []
        ),
        *([tag("p", words.plural("due.misdated", misdated), class_="note")] if misdated else []),
        tag("p", words("due.why"), class_="note"),
        class_="due",
    )


def calibration_part(found: Calibration, words: Words) -> Html:
    """The plot, its sentence and its table."""
    return tag(
        "section",
        tag("h3", words("calibration.title")),
        tag("p", calibration_sentence(found, words)),
        *(
            [calibration_plot(found, words), _calibration_table(found, words)]
            if found.levels
            else []
        ),
        tag("p", words("calibration.private"), class_="note"),
        class_="calibration",
    )


def calibration_sentence(found: Calibration, words: Words) -> str:
    """Whether being sure meets being right, in words and two figures."""
    if found.verdict == "too_few":
        if not found.answers:
            return words("calibration.none")
        return words.plural("calibration.too_few", found.answers)
    return words(
        f"calibration.{found.verdict}",
        answers=found.answers,
        sure=round(found.mean_sure),
        right=round(found.mean_right),
    )


def calibration_plot(found: Calibration, words: Words) -> Html:
    """Each degree of sureness against the share that was right; the dashed line is where they meet.

    A dot's area grows with the number of its answers, which is written beside it.
    """
    most = max(level.answers for level in found.levels)
    width, height = LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM
    dots = [
        join(
            [
                tag(
                    "circle",
                    cx=_across(level.sure),
                    cy=_up(100 * level.share_right),
                    r=round(1.6 + 2.4 * (level.answers / most) ** 0.5, 2),
                    class_="dot",
                ),
                tag(
                    "text",
                    str(level.answers),
                    x=_across(level.sure) + 4.5,
                    y=_up(100 * level.share_right) + (4 if level.share_right > 0.95 else -2.5),
                ),
            ]
        )
        for level in found.levels
    ]
    ends = SURENESS[0], SURENESS[-1]
    return tag(
        "svg",
        *(
            tag("line", x1=LEFT, x2=LEFT + SIDE, y1=_up(share), y2=_up(share), class_="grid")
            for share in (0, 25, 50, 75, 100)
        ),
        *(
            tag("text", str(share), x=LEFT - 2, y=_up(share) + 1.5, text_anchor="end")
            for share in (0, 50, 100)
        ),
        *(
            tag("text", str(sure), x=_across(sure), y=height - 7, text_anchor="middle")
            for sure in SURENESS
        ),
        tag(
            "line",
            x1=_across(ends[0]),
            x2=_across(ends[1]),
            y1=_up(ends[0]),
            y2=_up(ends[1]),
            class_="meets",
        ),
        *dots,
        tag(
            "text",
            words("calibration.axis.sure"),
            x=LEFT + SIDE / 2,
            y=height - 1,
            text_anchor="middle",
        ),
        tag("text", words("calibration.axis.right"), x=LEFT, y=TOP - 2),
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=words("calibration.alt"),
        class_="calibration-plot",
    )


def _across(sure: int) -> float:
    low, high = SURENESS[0], SURENESS[-1]
    return round(LEFT + 4 + (SIDE - 8) * (sure - low) / (high - low), 2)


def _up(share: float) -> float:
    return round(TOP + SIDE * (1 - share / 100), 2)


def _calibration_table(found: Calibration, words: Words) -> Html:
    return scrolling(
        words("calibration.caption"),
        [words(f"calibration.column.{name}") for name in ("sure", "answers", "right")],
        [
            (words("quiz.sure.percent", percent=level.sure), str(level.answers), str(level.right))
            for level in found.levels
        ],
    )


def strengths_part(
    catalogue: Catalogue, strengths: Sequence[GroupScore], misses: Mapping[str, int], words: Words
) -> Html:
    """How often she was right by cause and lesson, and by kind of miss."""
    if not strengths:
        return tag(
            "section", tag("h3", words("strengths.title")), tag("p", words("strengths.none"))
        )
    rows = [
        (
            group_name(catalogue, strength.group, words),
            words("strengths.of", right=strength.right, answers=strength.answers),
            words("strengths.of", right=strength.last_right, answers=strength.items),
        )
        for strength in strengths
    ]
    # What is dangerous comes back first, however weak the rest is.
    weakest = min(
        strengths,
        key=lambda strength: (
            strength.last_right == strength.items,
            not _is_of_dangers(catalogue, strength.group),
            strength.share_right,
        ),
    )
    return tag(
        "section",
        tag("h3", words("strengths.title")),
        tag("p", _weakest(catalogue, weakest, words)),
        scrolling(
            words("strengths.caption"),
            [words(f"strengths.column.{name}") for name in ("group", "all", "last")],
            rows,
        ),
        *_misses(misses, words),
        class_="strengths",
    )


def _weakest(catalogue: Catalogue, weakest: GroupScore, words: Words) -> str:
    if weakest.last_right == weakest.items:
        return words("strengths.all_right")
    return words("strengths.weakest", group=group_name(catalogue, weakest.group, words))


def _misses(misses: Mapping[str, int], words: Words) -> list[Html]:
    if not misses:
        return []
    return [
        tag("h4", words("misses.title")),
        scrolling(
            words("misses.caption"),
            [words("misses.column.kind"), words("misses.column.count")],
            [(words(f"misses.{kind}"), str(count)) for kind, count in misses.items()],
        ),
    ]


def _is_of_dangers(catalogue: Catalogue, group: str) -> bool:
    """Whether a group is about dangers: the urgent cases, or a lesson on no cause that shows danger."""
    lesson = catalogue.lessons.get(group)
    if group == DANGERS or lesson is None or lesson.cause_id:
        return group == DANGERS
    example = catalogue.examples.get(lesson.example_id)
    return bool(lesson.flag_ids or (example and example.flags_present))


def group_name(catalogue: Catalogue, group: str, words: Words) -> str:
    """A cause's short name, or the name of a lesson on no single cause."""
    if group in catalogue.causes:
        return catalogue.causes[group].short_label
    if f"group.{group}" in words:
        return words(f"group.{group}")
    return words.in_own_language(group.replace("_", " ").capitalize())


def on_paper(
    catalogue: Catalogue,
    days: Sequence[Day],
    found: Calibration,
    words: Words,
) -> Html:
    """A record to print and hand to whoever asks for it, with room for the learner's own thoughts."""
    if not days:
        return tag("section", tag("p", words("paper.nothing")), class_="on-paper")
    rows = [
        (
            words.date(day.day.isoformat()),
            str(day.answers),
            words("paper.minutes", minutes=day.minutes),
            words.listed(group_name(catalogue, group, words) for group in day.groups),
        )
        for day in days
    ]
    return tag(
        "section",
        tag("h3", words("paper.title")),
        tag("p", words("paper.what")),
        tag("p", words("paper.name"), class_="to-fill-in"),
        scrolling(
            words("paper.caption"),
            [words(f"paper.column.{name}") for name in ("day", "answers", "minutes", "on")],
            rows,
        ),
        tag("p", words("paper.minutes.how"), class_="note"),
        tag("h4", words("calibration.title")),
        tag("p", calibration_sentence(found, words)),
        tag("h4", words("paper.reflection")),
        *(
            join([tag("p", words(f"paper.reflection.{name}")), tag("div", class_="lines")])
            for name in ("surprised", "change", "ask")
        ),
        choices(tag("button", words("paper.print"), type="button", data_local="print")),
        class_="on-paper",
    )


def keeping(
    count: int,
    whereabouts: str,
    problem: str,
    unsaved: int,
    unreadable: Sequence[tuple[int, str]],
    table_text: str,
    for_trainer: str,
    asked: int,
    message: str,
    words: Words,
) -> Html:
    """Where the journal lies, and what can be done with it: save as a table, take over, delete.

    `for_trainer` is the table without anything of the learner's own. `asked` is how often she has been
    asked whether everything is to be deleted.
    """
    return tag(
        "section",
        tag("h3", words("journal.title")),
        tag("p", whereabouts),
        _saved(problem, unsaved, words),
        _unreadable(unreadable, words),
        choices(
            saved_as("crampkit.csv", table_text, words("journal.export")),
            saved_as("for_trainer.csv", for_trainer, words("journal.hand_in")),
            file_chosen(words("journal.import"), name="import", accept=".csv,text/csv"),
        ),
        tag("p", words("journal.hand_in.what"), class_="note"),
        tag("p", message, role="status", class_="message"),
        _deleting(count, asked, words),
        class_="journal",
    )


def _saved(problem: str, unsaved: int, words: Words) -> Html:
    if not problem:
        return Html()
    return tag(
        "p",
        words.plural("journal.unsaved", unsaved, problem=problem),
        " ",
        button(words("journal.try_again"), "save"),
        role="alert",
        class_="verdict ask_now",
    )


def _unreadable(unreadable: Sequence[tuple[int, str]], words: Words) -> Html:
    if not unreadable:
        return Html()
    return more(
        words.plural("journal.aside", len(unreadable)),
        tag("p", words("journal.aside_means")),
        tag(
            "ul",
            *(
                tag("li", words("journal.line", number=n, text=text[:200]))
                for n, text in unreadable
            ),
        ),
    )


def _deleting(count: int, asked: int, words: Words) -> Html:
    """One press asks; the second asks again; only the third deletes."""
    if not asked:
        return tag("div", button(words("journal.delete"), "delete", class_="danger"), data_key="0")
    key = "journal.delete_sure" if asked == 1 else "journal.delete_really"
    return tag(
        "div",
        tag("p", words.plural(key, count), role="alert"),
        button(words("journal.keep"), "keep"),
        " ",
        button(words(f"journal.delete_yes_{asked}"), "delete", class_="danger"),
        class_="verdict refer",
        data_key=str(asked),
    )
