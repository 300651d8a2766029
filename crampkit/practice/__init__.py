"""Questions, cases and what becomes of their answers: pure, without widgets."""

from crampkit.practice.choosing import next_case
from crampkit.practice.encounter import (
    CaseCommitment,
    Encounter,
    Response,
    everything_in,
    known_from,
    questions_by_kind,
)
from crampkit.practice.feedback import Feedback, feedback
from crampkit.practice.judging import MISSES, Judgement, judge
from crampkit.practice.marking import Mark, mark
from crampkit.practice.quiz import SURENESS, Commitment, Quiz
from crampkit.practice.session import Session

__all__ = [
    "MISSES",
    "SURENESS",
    "CaseCommitment",
    "Commitment",
    "Encounter",
    "Feedback",
    "Judgement",
    "Mark",
    "Quiz",
    "Response",
    "Session",
    "everything_in",
    "feedback",
    "judge",
    "known_from",
    "mark",
    "next_case",
    "questions_by_kind",
]
