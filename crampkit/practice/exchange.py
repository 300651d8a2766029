"""Questions to and from the JSON of jupyterquiz."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from crampkit.catalogue import Catalogue, Question
from crampkit.practice.journal import HALF_LETTER

JUPYTERQUIZ_TYPES = {"single": "multiple_choice", "multiple": "many_choice"}
"""What jupyterquiz calls a question with one right answer, and one with several."""

Cells = Mapping[str, str]


class ExchangeError(ValueError):
    """The file cannot be taken over; `problems` says of each question why, and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def to_jupyterquiz(
    catalogue: Catalogue, questions: Iterable[Question]
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The questions as jupyterquiz reads them, and the ids of those that it has no form for.

    Its feedback is the explanation of each option. It knows neither steps to put in order nor script
    concordance.

    >>> from crampkit.practice.toy import toy_questions
    >>> catalogue = toy_questions()
    >>> ready, left_out = to_jupyterquiz(catalogue, catalogue.questions.values())
    >>> [question["type"] for question in ready], left_out
    (['multiple_choice', 'many_choice'], ('order', 'script'))
    """
    ready, left_out = [], []
    for question in questions:
        if question.kind not in JUPYTERQUIZ_TYPES:
            left_out.append(question.question_id)
            continue
        ready.append(
            {
                "question": question.stem,
                "type": JUPYTERQUIZ_TYPES[question.kind],
                "answers": [
                    {
                        "answer": option.text,
                        "correct": option.answer == "right",
                        "feedback": option.explanation,
                    }
                    for option in catalogue.options_of[question.question_id]
                ],
            }
        )
    return ready, tuple(left_out)


def from_jupyterquiz(
    text: str, lesson_id: str, place: str, source_id: str, taken: Collection[str] = ()
) -> tuple[list[Cells], list[Cells]]:
    """The rows for questions.csv and options.csv of a file in jupyterquiz's form.

    Raises `ExchangeError`, which names every question that cannot be taken over, where the file is
    no such file, a question has a type without a place here, or an answer has no feedback: every
    option is explained here.

    >>> questions, options = from_jupyterquiz(
    ...     '[{"question": "Is it day?", "type": "multiple_choice", "answers": ['
    ...     '{"answer": "Yes", "correct": true, "feedback": "The sun is up."},'
    ...     '{"answer": "No", "correct": false, "feedback": "Look outside."}]}]',
    ...     "sky", "check", "EXPERT")
    >>> questions[0]["question_id"], [row["answer"] for row in options]
    ('is_it_day', ['right', 'wrong'])
    """
    try:
        given = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        reason = "brackets in brackets without end" if isinstance(error, RecursionError) else error
        raise ExchangeError(
            [f"the file is not JSON ({reason}); save the questions in the form of jupyterquiz"]
        ) from None
    if not isinstance(given, list) or not given:
        raise ExchangeError(["the file is not a list of questions; write [{...}, {...}]"])
    questions: list[Cells] = []
    options: list[Cells] = []
    problems: list[str] = []
    new_id = _ids_beside(taken)
    for number, item in enumerate(given, start=1):
        wrong = list(_import_problems(item))
        if wrong:
            problems += [f"question {number}: {reason}" for reason in wrong]
            continue
        question_id = new_id(item["question"])
        kind = "multiple" if item["type"] == "many_choice" else "single"
        questions.append(
            {
                "question_id": question_id,
                "lesson_id": lesson_id,
                "place": place,
                "kind": kind,
                "stem": _plain(item["question"]),
                "hypothesis": "",
                "new_finding": "",
                "explanation": _explanation(item["answers"]),
                "source_ids": source_id,
            }
        )
        for place_in_list, answer in enumerate(item["answers"], start=1):
            options.append(
                {
                    "question_id": question_id,
                    "option_id": f"option_{place_in_list}",
                    "text": _plain(answer["answer"]),
                    "answer": "right" if answer["correct"] else "wrong",
                    "panel": "",
                    "explanation": _plain(answer["feedback"]),
                }
            )
    if problems:
        raise ExchangeError(problems)
    return questions, options


def _import_problems(item: Any) -> Iterable[str]:
    if not isinstance(item, dict):
        yield 'this is no question; write {"question": ..., "type": ..., "answers": [...]}'
        return
    if not _filled(item.get("question")):
        yield "'question' is missing or empty"
    kind = item.get("type")
    if kind not in JUPYTERQUIZ_TYPES.values():
        shown = ascii(kind[:40]) if isinstance(kind, str) else "that is no text"
        yield f"the type {shown} has no place here; use multiple_choice or many_choice"
    yield from _text_problems(item)
    if "code" in item:
        yield "'code' cannot be shown here; put what is needed into 'question'"
    answers = item.get("answers")
    if not isinstance(answers, list) or len(answers) < 2:
        yield "'answers' must list two answers or more"
        return
    for number, answer in enumerate(answers, start=1):
        if not isinstance(answer, dict) or not _filled(answer.get("answer")):
            yield f"answer {number} has no text in 'answer'"
        elif not isinstance(answer.get("correct"), bool):
            yield f"answer {number}: 'correct' must be true or false"
        elif not _filled(answer.get("feedback")):
            yield f"answer {number} has no 'feedback'; every option is explained here"
    right = sum(isinstance(a, dict) and a.get("correct") is True for a in answers)
    if kind == "multiple_choice" and right != 1:
        yield f"{right} answers are correct; multiple_choice has exactly one"
    if kind == "many_choice" and not right:
        yield "no answer is correct; mark at least one"


def _filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text_problems(item: Mapping[str, Any]) -> Iterable[str]:
    """What a text must not hold that goes into a table, which a trainer opens in a spreadsheet."""
    texts = {"'question'": item.get("question")}
    answers = item.get("answers")
    for number, answer in enumerate(answers if isinstance(answers, list) else (), start=1):
        if isinstance(answer, dict):
            texts |= {f"answer {number}: '{n}'": answer.get(n) for n in ("answer", "feedback")}
    for name, text in texts.items():
        if isinstance(text, str) and NO_TEXT.search(text):
            yield f"{name} holds half a letter or no letter at all; write it again"
        elif isinstance(text, str) and A_FORMULA.match(text):
            yield f"{name} begins like a spreadsheet's formula; put a word before it"


NO_TEXT = re.compile(f"\0|{HALF_LETTER.pattern}")
A_FORMULA = re.compile(r"""[\s"']*(?:[=@＝＠]|[+\-＋－](?!\s*[\d.,]+\s*%?\s*\Z))""")
"""How a cell begins that a spreadsheet would run; a number with its sign is none."""


def _plain(text: str) -> str:
    """A text as it stands in a cell: by itself, a carriage return would end the row."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _explanation(answers: Sequence[Mapping[str, Any]]) -> str:
    """jupyterquiz has no word that sums up: what it says of the first right answer stands for it."""
    right: str = next(answer["feedback"] for answer in answers if answer["correct"])
    return _plain(right)


def _ids_beside(taken: Collection[str]) -> Callable[[str], str]:
    """A function that makes an id of the first words of a question, with a number where it is taken.

    >>> new_id = _ids_beside({"is_it_day"})
    >>> new_id("Is it day?"), new_id("Is it day?"), new_id("Is it night?")
    ('is_it_day_2', 'is_it_day_3', 'is_it_night')
    """
    ids = set(taken)
    # Where to go on for each beginning: counting from 1 each time takes an hour for 100,000 alike.
    reached: dict[str, int] = {}

    def new_id(stem: str) -> str:
        words = re.findall(r"[a-z0-9]+", stem.lower())[:6]
        base = "_".join(words) or "question"
        if not base[0].isalpha():
            base = f"question_{base}"
        number, name = reached.get(base, 1), base
        while name in ids:
            number += 1
            name = f"{base}_{number}"
        reached[base] = number
        ids.add(name)
        return name

    return new_id
