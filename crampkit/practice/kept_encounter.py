"""What is kept of a case half played: who the woman is, what was asked, and the form as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from crampkit.catalogue import Catalogue
from crampkit.practice.encounter import CaseCommitment, Encounter, is_question
from crampkit.practice.kept import is_text, mapping_of, name_of, texts_of, wording
from crampkit.practice.saying import Said

GIVEN = ("answer", "cause_ids", "for_", "against", "sure", "danger", "how_fast")
"""What a commitment is given; the rest of it follows."""


def words_of_case(catalogue: Catalogue, case_id: str) -> str:
    """Changes with what the woman of a case tells."""
    case, rows = catalogue.cases[case_id], catalogue.revealed_by[case_id]
    told = [(row.finding_id, row.flag_id, row.present, row.words) for row in rows]
    return wording(case.woman, case.story, told)


def kept(encounter: Encounter) -> dict[str, Any]:
    """An encounter in plain JSON: the questions in the order of asking, the phase, the decision."""
    told = encounter.told
    return {
        "case": encounter.case.case_id,
        "woman": encounter.case.woman,
        "words": words_of_case(encounter.catalogue, encounter.case.case_id),
        "asked": {q: _label(encounter.catalogue, q) for q in encounter.asked},
        "phase": "stopping" if told and told.stopped else encounter.phase,
        "said": plain(encounter.said) if encounter.said else None,
        "told": plain(told) if told else None,
    }


def take_back(encounter: Encounter, value: Any) -> tuple[str, ...]:
    """Bring an encounter to where it was; returns the questions that can no longer be asked.

    Before anybody listens for its commitment: a decision that stood is not written down twice.
    """
    given = mapping_of(value)
    left_out = []
    for question_id, label in mapping_of(given.get("asked")).items():
        if is_question(encounter.catalogue, question_id):
            encounter.ask(question_id)
        else:
            left_out.append(name_of(label, question_id))
    told, said = mapping_of(given.get("told")), mapping_of(given.get("said"))
    encounter.resume(
        "deciding" if told and given.get("phase") == "told" else str(given.get("phase")),
        Said(**form_from(Said, said)) if said else None,
    )
    if told:
        decided = {"answer": "", **form_from(CaseCommitment, told)}
        pieces = (line.partition(":") for line in decided.get("lines", ()))
        encounter.commit(
            **{name: decided[name] for name in GIVEN if name in decided},
            lines={piece: line for line, _, piece in pieces},
        )
        encounter.missing = ""
    return tuple(left_out)


def _label(catalogue: Catalogue, question_id: str) -> str:
    safety = catalogue.safety_questions.get(question_id)
    return safety.label if safety else catalogue.question_label(question_id)


# ---------------------------------------------------------------------------- forms


def plain(form: Any) -> dict[str, Any]:
    """A form in plain JSON, by the names of its fields.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Form:
    ...     answer: str = ""
    ...     causes: frozenset[str] = frozenset()
    >>> plain(Form("causes", frozenset({"sun", "glare"})))
    {'answer': 'causes', 'causes': ['glare', 'sun']}
    """
    values = {one.name: getattr(form, one.name) for one in fields(form)}
    return {name: _as_json(value) for name, value in values.items()}


def _as_json(value: Any) -> Any:
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return list(map(_as_json, value)) if isinstance(value, tuple) else value


def form_from(kind: type[Any], value: Any) -> dict[str, Any]:
    """The fields of a form as `plain` wrote them, by name; what does not fit its type is left out.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Form:
    ...     answer: str = ""
    ...     causes: frozenset[str] = frozenset()
    ...     sure: int | None = None
    >>> form_from(Form, {"answer": 3, "causes": ["sun", 1], "sure": 80, "age": 30})
    {'causes': frozenset({'sun'}), 'sure': 80}
    """
    given: Mapping[str, Any] = mapping_of(value)
    found: dict[str, Any] = {}
    for one in fields(kind):
        written, typed = given.get(one.name), str(one.type)
        if typed == "frozenset[int]" and isinstance(written, list):
            found[one.name] = frozenset(number for number in written if type(number) is int)
        elif typed == "tuple[tuple[str, str], ...]" and isinstance(written, list):
            pairs = (texts_of(pair) for pair in written)
            found[one.name] = tuple(pair for pair in pairs if len(pair) == 2)
        elif typed.startswith(("frozenset", "tuple")) and isinstance(written, list):
            texts = tuple(filter(is_text, written))
            found[one.name] = frozenset(texts) if typed.startswith("frozenset") else texts
        elif typed == "str":
            if is_text(written):
                found[one.name] = written
        elif type(written) is {"int": int, "int | None": int, "bool": bool}.get(typed):
            found[one.name] = written
    return found
