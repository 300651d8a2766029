"""Questions for Moodle: as GIFT, its text form, and as Moodle XML, which also has steps to put in order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from crampkit.catalogue import Catalogue, Option, Question, Source

TOP = "top/crampkit"
"""The category above those of the lessons. No context stands before it: the one chosen in Moodle counts."""

NAME_LENGTH = 60
"""How much of a question stands in its name; Moodle takes 255 letters in all."""

SHARES = {*range(1, 11), 20}
"""Into how many equal parts Moodle lets a mark be divided."""


def names(catalogue: Catalogue) -> dict[str, str]:
    """What each question is called in a list: its lesson, its number there, and its first words.

    The number counts all questions of the lesson, so that it stays the same whatever is exported.

    >>> from crampkit.practice.toy import toy_questions
    >>> names(toy_questions())["order"]
    'Sun 03: A order question?'
    """
    count: dict[str, int] = {}
    named = {}
    for question in catalogue.questions.values():
        number = count[question.lesson_id] = count.get(question.lesson_id, 0) + 1
        words = cut(question.stem, NAME_LENGTH)
        named[question.question_id] = f"{_title(question.lesson_id)} {number:02}: {words}"
    return named


def cut(text: str, length: int) -> str:
    """The beginning of a text, on one line and cut after a word; a word without end is cut as well.

    >>> cut("Which leg is it?", 12), cut("Which leg?", 12), cut("Hypocalcaemia", 6)
    ('Which leg …', 'Which leg?', 'Hypoc…')
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    words = line[: length - 1].rpartition(" ")[0]
    return f"{words} …" if words else f"{line[: length - 1]}…"


def to_gift(catalogue: Catalogue, questions: Iterable[Question]) -> tuple[str, tuple[str, ...]]:
    """The questions as GIFT, and the ids of those that it has no form for.

    Several right options share the whole mark, wrong ones take as much away; steps to put in order
    become pairs of place and step. Script concordance has no form: nothing in it is right or wrong.

    >>> from crampkit.practice.toy import toy_questions
    >>> catalogue = toy_questions()
    >>> text, left_out = to_gift(catalogue, [catalogue.questions["single"]])
    >>> print(text)
    $CATEGORY: top/crampkit/Sun
    <BLANKLINE>
    // [id:single] [tag:check]
    ::Sun 01\\: A single question?:: [plain]A single question? {
        =yes. #Why yes.
        ~no. #Why no.
        ~maybe. #Why maybe.
        ####Remember.
    }
    <BLANKLINE>
    """
    named = names(catalogue)
    lessons, left_out = _by_lesson(catalogue, questions)
    written = []
    for lesson_id, kept in lessons.items():
        written.append(f"$CATEGORY: {TOP}/{_title(lesson_id)}\n")
        for question in kept:
            options = catalogue.options_of[question.question_id]
            body = (
                _gift_steps(options)
                if question.kind == "order"
                else _gift_options(question, options)
            )
            lines = [
                f"// [id:{question.question_id}] [tag:{question.place}]",
                f"::{_gift(named[question.question_id])}:: [plain]{_gift(question.stem)} {{",
                *(f"    {line}" for line in (*body, f"####{_gift_afterword(catalogue, question)}")),
                "}",
                "",
            ]
            written.append("\n".join(lines))
    return "\n".join(written), left_out


def to_moodle_xml(
    catalogue: Catalogue, questions: Iterable[Question]
) -> tuple[str, tuple[str, ...]]:
    """The questions as Moodle XML, and the ids of those that it has no form for.

    They are marked as in `to_gift`; steps are put in order as here, which Moodle has from 4.4 on.

    >>> from crampkit.practice.toy import toy_questions
    >>> catalogue = toy_questions()
    >>> text, left_out = to_moodle_xml(catalogue, catalogue.questions.values())
    >>> text.count("<question type="), left_out  # The first is the category.
    (4, ('script',))
    """
    named = names(catalogue)
    lessons, left_out = _by_lesson(catalogue, questions)
    quiz = ElementTree.Element("quiz")
    for lesson_id, kept in lessons.items():
        category = ElementTree.SubElement(quiz, "question", type="category")
        _text(category, "category", f"{TOP}/{_title(lesson_id)}")
        for question in kept:
            _xml_question(quiz, catalogue, question, named[question.question_id])
    ElementTree.indent(quiz)
    # No CDATA: the writer escapes every sign by itself, and `]]>` in a text ends nothing.
    body = ElementTree.tostring(quiz, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', left_out


# ------------------------------------------------------------------------------ what both have


def _title(lesson_id: str) -> str:
    return lesson_id.replace("_", " ").capitalize()


def _by_lesson(
    catalogue: Catalogue, questions: Iterable[Question]
) -> tuple[Mapping[str, Sequence[Question]], tuple[str, ...]]:
    lessons: dict[str, list[Question]] = {}
    left_out = []
    for question in questions:
        options = catalogue.options_of[question.question_id]
        if question.kind == "script" or (
            question.kind == "multiple" and not _shares(options) <= SHARES
        ):
            left_out.append(question.question_id)
        else:
            lessons.setdefault(question.lesson_id, []).append(question)
    return lessons, tuple(left_out)


def _shares(options: Sequence[Option]) -> set[int]:
    """How many right options share the mark, and how many wrong ones what is taken away."""
    right = sum(option.answer == "right" for option in options)
    return {right, len(options) - right} - {0}


def _percent(question: Question, option: Option, options: Sequence[Option]) -> str:
    """What part of the mark an option gives, as Moodle writes it: a third has five digits.

    >>> from crampkit.practice.toy import toy_questions
    >>> catalogue = toy_questions()
    >>> options = catalogue.options_of["multiple"]
    >>> [_percent(catalogue.questions["multiple"], option, options) for option in options]
    ['50', '50', '-100']
    """
    is_right = option.answer == "right"
    if question.kind == "single":
        return "100" if is_right else "0"
    right = sum(other.answer == "right" for other in options)
    share = 100 / right if is_right else -100 / (len(options) - right)
    return f"{float(f'{share:.5f}'):.7g}"


def _steps(options: Sequence[Option]) -> list[Option]:
    return sorted(options, key=lambda option: int(option.answer))


def _summing_up(catalogue: Catalogue, question: Question) -> list[str]:
    """What is said after the answer: Moodle shows no words of a single step, so they stand here."""
    steps = _steps(catalogue.options_of[question.question_id]) if question.kind == "order" else []
    return [
        question.explanation,
        *(f"{place}. {s.text} {s.explanation}" for place, s in enumerate(steps, start=1)),
    ]


def _sources(catalogue: Catalogue, question: Question) -> list[Source]:
    ids = dict.fromkeys(question.source_ids)
    return [catalogue.sources[key] for key in ids if key in catalogue.sources]


def _around_sources(catalogue: Catalogue) -> tuple[str, str]:
    before, _, after = catalogue.text["lesson.sources.keys"].partition("{keys}")
    return before, after


def _doubt(catalogue: Catalogue, source: Source) -> str:
    return "" if source.read else f" {catalogue.text['sources.not_read']}"


# ------------------------------------------------------------------------------ GIFT


def _gift_options(question: Question, options: Sequence[Option]) -> list[str]:
    lines = []
    for option in options:
        percent = _percent(question, option, options)
        mark = {"100": "=", "0": "~"}[percent] if question.kind == "single" else f"~%{percent}%"
        lines.append(f"{mark}{_gift_part(option.text)} #{_gift_part(option.explanation)}")
    return lines


def _gift_steps(options: Sequence[Option]) -> list[str]:
    return [f"={place} -> {_gift(s.text)}" for place, s in enumerate(_steps(options), start=1)]


def _gift_afterword(catalogue: Catalogue, question: Question) -> str:
    lines = _summing_up(catalogue, question)
    if sources := _sources(catalogue, question):
        before, after = _around_sources(catalogue)
        cited = "; ".join(
            " ".join(filter(None, (source.citation, source.url))) + _doubt(catalogue, source)
            for source in sources
        )
        lines.append(f"{before}{cited}{after}")
    return _plainly("\\n".join(map(_gift, lines)))


def _gift_part(text: str) -> str:
    return _plainly(_gift(text))


def _plainly(written: str) -> str:
    """A part that begins like `[html]` or `%50%` means something to Moodle, but for its form said first."""
    return f"[plain]{written}" if written.startswith(("[", "%")) else written


def _gift(text: str) -> str:
    """A text in which no sign means anything to Moodle.

    >>> _gift("a = {b}: c")
    'a \\\\= \\\\{b\\\\}\\\\: c'
    """
    # Escaped or not, `{>` begins steps to put in order where that kind of question is installed.
    plain = " ".join(text.split()).replace("{>", "{ >")
    return re.sub(r"([\\~=#{}:])", r"\\\1", plain)


# ------------------------------------------------------------------------------ Moodle XML

QUESTION_TYPES = {"single": "multichoice", "multiple": "multichoice", "order": "ordering"}
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, however it is written."""


def _xml_question(
    quiz: ElementTree.Element, catalogue: Catalogue, question: Question, name: str
) -> None:
    options: Sequence[Option] = catalogue.options_of[question.question_id]
    written = ElementTree.SubElement(quiz, "question", type=QUESTION_TYPES[question.kind])
    _text(written, "name", name)
    _text(written, "questiontext", _paragraph(question.stem), format="html")
    _text(written, "generalfeedback", _xml_afterword(catalogue, question), format="html")
    settings = {
        "defaultgrade": "1",
        "penalty": "0.3333333",  # Moodle's own, for quizzes that allow another try
        "hidden": "0",
        "idnumber": question.question_id,
    }
    if question.kind == "order":
        options = _steps(options)
        settings |= {
            "layouttype": "VERTICAL",
            "selecttype": "ALL",
            "selectcount": str(len(options)),
            # As here: the share counts the pairs that are in the right order.
            "gradingtype": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
            "showgrading": "SHOW",
        }
    else:
        settings |= {
            "single": str(question.kind == "single").lower(),
            "shuffleanswers": "true",
            "answernumbering": "abc",
        }
    for setting, value in settings.items():
        ElementTree.SubElement(written, setting).text = value
    for place, option in enumerate(options, start=1):
        # Of steps, `fraction` is the place.
        fraction = str(place) if question.kind == "order" else _percent(question, option, options)
        answer = ElementTree.SubElement(written, "answer", fraction=fraction, format="html")
        ElementTree.SubElement(answer, "text").text = legal(_paragraph(option.text))
        _text(answer, "feedback", _paragraph(option.explanation), format="html")
    tags = ElementTree.SubElement(written, "tags")
    _text(tags, "tag", question.place)


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, name, attributes)
    ElementTree.SubElement(element, "text").text = legal(text)


def legal(text: str) -> str:
    """A text that any XML can hold: a sign that none can is shown as a lost letter.

    >>> legal("a\\x00b")
    'a\ufffdb'
    """
    return NO_XML.sub("\ufffd", text)


def _paragraph(text: str) -> str:
    """A text as the HTML that shows it; no sign of it is markup.

    >>> _paragraph("a < b\\nc")
    '<p>a &lt; b<br>c</p>'
    """
    return f"<p>{'<br>'.join(map(escape, text.splitlines()))}</p>"


def _xml_afterword(catalogue: Catalogue, question: Question) -> str:
    paragraphs = [_paragraph(text) for text in _summing_up(catalogue, question)]
    if sources := _sources(catalogue, question):
        before, after = map(escape, _around_sources(catalogue))
        cited = "; ".join(_cited(source) + escape(_doubt(catalogue, source)) for source in sources)
        paragraphs.append(f"<p>{before}{cited}{after}</p>")
    return "".join(paragraphs)


def _cited(source: Source) -> str:
    citation = escape(source.citation)
    return f'<a href="{escape(source.url)}">{citation}</a>' if source.url else citation
