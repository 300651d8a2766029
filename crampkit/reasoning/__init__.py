"""From answers to evidence, fit, likelihood, the next question, what would change it, and red flags.

Pure functions and the standard library alone. Answers are a mapping from finding id to True (present)
or False (absent); a finding that is not in it was *not asked*, which says nothing.

The terms are those of the field. The weight of evidence of an answer for a cause is the base-2
logarithm of its likelihood ratio against the background, in bits; weights add up
(I. J. Good, *Probability and the Weighing of Evidence*, 1950).

`answers` and `weighing` come first, `flags` beside them, `verdict` joins them; `asking` and
`changing` look ahead through `possible_answers`; `robustness` asks how well it all holds,
`telling_apart` what keeps two causes apart; `remembering` keeps what depends on the catalogue alone.
"""

from crampkit.reasoning.answers import (
    AnswerError,
    Answers,
    answered_questions,
    can_be_none,
    check_answers,
    ruled_out,
)
from crampkit.reasoning.asking import (
    SMALLEST_GAIN,
    STAGES,
    NextQuestion,
    next_question,
    question_gains,
)
from crampkit.reasoning.changing import Change, what_would_change
from crampkit.reasoning.flags import (
    flags_to_ask_now,
    flags_to_refer,
    look_alikes_among,
    raised_flags,
    rules_met,
    safety_questions_left,
    unexplained_phrases,
)
from crampkit.reasoning.robustness import DRAWS, robustness
from crampkit.reasoning.telling_apart import (
    ASKED,
    HOW_MUCH,
    SIMULATED,
    TESTED,
    Gap,
    all_told_apart,
    divergence,
    imagined_women,
    parting_question,
    told_apart,
    widest_gaps,
)
from crampkit.reasoning.verdict import (
    BY_FIT,
    BY_LIKELIHOOD,
    ENOUGH_QUESTIONS,
    Differential,
    RankedCause,
    belongs,
    differential,
    telling_questions,
)
from crampkit.reasoning.weighing import (
    Contribution,
    discounts,
    evidence,
    evidence_band,
    fit,
    likelihood,
    likelihood_band,
    question_weights,
    weights_before,
)

__all__ = [
    "ASKED",
    "BY_FIT",
    "BY_LIKELIHOOD",
    "DRAWS",
    "ENOUGH_QUESTIONS",
    "HOW_MUCH",
    "SIMULATED",
    "SMALLEST_GAIN",
    "STAGES",
    "TESTED",
    "AnswerError",
    "Answers",
    "Change",
    "Contribution",
    "Differential",
    "Gap",
    "NextQuestion",
    "RankedCause",
    "all_told_apart",
    "answered_questions",
    "belongs",
    "can_be_none",
    "check_answers",
    "differential",
    "discounts",
    "divergence",
    "evidence",
    "evidence_band",
    "fit",
    "flags_to_ask_now",
    "flags_to_refer",
    "imagined_women",
    "likelihood",
    "likelihood_band",
    "look_alikes_among",
    "next_question",
    "parting_question",
    "question_gains",
    "question_weights",
    "raised_flags",
    "robustness",
    "ruled_out",
    "rules_met",
    "safety_questions_left",
    "telling_questions",
    "told_apart",
    "unexplained_phrases",
    "weights_before",
    "what_would_change",
    "widest_gaps",
]
