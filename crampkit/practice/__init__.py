"""Questions, cases and what becomes of their answers: pure, without widgets."""

from crampkit.practice.choosing import next_case
from crampkit.practice.feedback import Feedback, feedback
from crampkit.practice.judging import MISSES, Judgement, judge
from crampkit.practice.marking import Mark, mark
from crampkit.practice.playing import (
    CaseCommitment,
    Playing,
    Revealed,
    everything_in,
    known_from,
    questions_by_kind,
)
from crampkit.practice.quiz import SURENESS, Commitment, Quiz
from crampkit.practice.sitting import Sitting

__all__ = [
    "MISSES",
    "SURENESS",
    "CaseCommitment",
    "Commitment",
    "Feedback",
    "Judgement",
    "Mark",
    "Playing",
    "Quiz",
    "Revealed",
    "Sitting",
    "everything_in",
    "feedback",
    "judge",
    "known_from",
    "mark",
    "next_case",
    "questions_by_kind",
]
