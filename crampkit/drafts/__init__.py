"""Something new begun: rows whose cells say `TODO:` and what to write there, and a notebook to fill.

For who edits the set; no learner comes here. `rows` are the rows of each recipe, by file; `notebook`
is a lesson's notebook without what it said.
"""

from __future__ import annotations

from crampkit.drafts.rows import DraftError, Rows, case, cause, finding, lesson, question, sign

__all__ = ["DraftError", "Rows", "case", "cause", "finding", "lesson", "question", "sign"]
