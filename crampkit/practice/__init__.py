"""Questions and what becomes of their answers: pure, without widgets."""

from crampkit.practice.marking import Mark, mark
from crampkit.practice.quiz import SURENESS, Commitment, Quiz

__all__ = ["SURENESS", "Commitment", "Mark", "Quiz", "mark"]
