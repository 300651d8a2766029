"""A small data folder that can be spoilt one cell at a time, and what its files literally say."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from crampkit.catalogue import FILES, shipped
from crampkit.catalogue.shipping import RECORD, record_of
from crampkit.catalogue.topic import SET, own_words
from crampkit.data import read_table

# Rows are written without the cells that stay empty; "?" stands for any text.
TABLES: dict[str, list[dict[str, str]]] = {
    "sources.csv": [
        {"source_id": "EXPERT", "citation": "Our judgement", "kind": "judgement", "read": "yes"},
        {
            "source_id": "ALMANAC",
            "citation": "Almanac",
            "year": "1999",
            "kind": "book",
            "read": "no",
        },
    ],
    "causes.csv": [
        {"cause_id": cause_id, "pretest": pretest, "strength": "weak", "basis": "expert_judgement"}
        for cause_id, pretest in (("sun", "1.5"), ("moon", "1"), ("something_else", "2"))
    ],
    "groups.csv": [
        {"group_id": "light", "kind": "overlap", "label": "Light"},
        {"group_id": "side", "kind": "exclusive", "label": "Which side?"},
    ],
    "findings.csv": [
        {"finding_id": "noon", "kind": "timing", "level": "first", "background": "0.2"},
        {"finding_id": "glare", "kind": "timing", "overlap_group": "light", "background": "0.25"},
        {"finding_id": "heat", "kind": "history", "overlap_group": "light", "background": "0.35"},
        {"finding_id": "left", "kind": "location", "exclusive_group": "side", "background": "0.25"},
        {"finding_id": "right", "kind": "location", "exclusive_group": "side", "background": "0.3"},
        {
            "finding_id": "night",
            "kind": "timing",
            "background": "0.15",
            "low": "0.1",
            "high": "0.2",
        },
    ],
    "cause_features.csv": [
        {"cause_id": "sun", "finding_id": "noon", "probability": "0.8"},
        {"cause_id": "sun", "finding_id": "glare", "probability": "0.75"},
        {"cause_id": "sun", "finding_id": "left", "probability": "0.6"},
        {"cause_id": "moon", "finding_id": "night", "probability": "0.85", "note": 'By day, "no"'},
        {
            "cause_id": "moon",
            "finding_id": "right",
            "probability": "0.5",
            "low": "0.4",
            "high": "0.6",
        },
    ],
    "safety_questions.csv": [
        {"question_id": "skin", "label": "Is your skin sore?"},
        {"question_id": "eyes", "label": "Can you see as usual?"},
    ],
    "safety_phrases.csv": [
        {"phrase_id": "sore", "question_id": "skin", "label": "Sore?", "flag_ids": "burn"},
        {"phrase_id": "dark", "question_id": "eyes", "label": "Dark?", "flag_ids": "blind"},
    ],
    "red_flags.csv": [
        {"flag_id": "burn", "tier": "today", "question_id": "skin"},
        {"flag_id": "blind", "tier": "now", "question_id": "eyes"},
        {"flag_id": "shade", "tier": "look_alike"},
    ],
    "flag_rules.csv": [
        {"flag_id": "burn", "all_present": "heat", "effect": "raise"},
        {
            "flag_id": "blind",
            "all_present": "glare;noon",
            "all_absent": "night",
            "effect": "ask_now",
        },
        {"flag_id": "shade", "all_present": "right", "effect": "raise"},
    ],
    "local.csv": [
        {"key": "emergency_number", "label": "Emergency number", "value": "999"},
        {"key": "maternity_triage", "label": "Triage"},
    ],
    "management.csv": [
        {"item_id": "cool", "cause_id": "sun", "kind": "do", "text": "Cool it", "strength": "weak"},
        {
            "item_id": "no_sun",
            "cause_id": "sun",
            "kind": "do_not",
            "text": "Go",
            "strength": "none",
        },
    ],
    "trials.csv": [
        {
            "trial_id": "hat",
            "label": "Hat",
            "control": "placebo",
            "outcome_kind": "cramp_count",
            "favours_high": "no",
            "effect_type": "MD",
            "effect": "0.43",
            "ci_low": "-1.32",
            "ci_high": "2.5",
            "read": "yes",
        },
        {
            "trial_id": "cap",
            "label": "Cap",
            "effect_type": "RR",
            "n_treat": "40",
            "read": "no",
            "not_plotted": "Not read.",
        },
    ],
    "epidemiology.csv": [
        {
            "row_id": "all",
            "topic": "sun pain",
            "events": "3",
            "percent": "32.9",
            "certainty": "good",
            "read": "yes",
        },
        {
            "row_id": "some",
            "topic": "moon pain",
            "low": "0.1",
            "high": "0.2",
            "certainty": "weak",
            "read": "no",
        },
    ],
    "measurements.csv": [
        {
            "measurement_id": "heat_noon",
            "figure": "calcium_balance",
            "series": "heat",
            "period": "trimester_2",
            "position": "standing",
            "value": "0.5",
            "spread": "0.25",
            "low": "0.125",
            "high": "20",
            "strength": "weak",
            "read": "yes",
        },
        {
            "measurement_id": "heat_night",
            "figure": "vein_pressure",
            "series": "heat",
            "strength": "none",
            "read": "no",
        },
    ],
    "accuracy.csv": [
        {
            "accuracy_id": "glare_sun",
            "finding_id": "glare",
            "sensitivity": "0.9",
            "sensitivity_low": "0.8",
            "sensitivity_high": "0.95",
            "specificity": "0.25",
            "specificity_low": "0.125",
            "specificity_high": "0.5",
            "read": "yes",
        },
        {"accuracy_id": "hat", "specificity": "0.5", "read": "no"},
    ],
    "glossary.csv": [
        {"term_id": "glare_term", "term": "Glare", "definition": "Light, too much of it"},
        {"term_id": "moon_term", "term": "Moon", "definition": "Light; too little"},
    ],
    "examples.csv": [
        {"example_id": "walk", "present": "noon;left", "absent": "night", "safety_check": "done"},
        {"example_id": "swim", "flags_present": "burn", "safety_check": "not_done"},
    ],
    "lessons.csv": [
        {
            "lesson_id": "sun",
            "cause_id": "sun",
            "look_alike": "moon",
            "example_id": "walk",
            "flag_ids": "burn;blind",
        },
        {"lesson_id": "sky"},
    ],
    "tasks.csv": [
        {"lesson_id": "sun", "task_id": "look_up", "present": "noon"},
        {"lesson_id": "sun", "task_id": "look_away", "absent": "noon", "leader": "moon"},
    ],
    "claims.csv": [
        {
            "claim_id": "sun_up",
            "cause_id": "sun",
            "article_strength": "none",
            "evidence_strength": "moderate",
        }
    ],
    "questions.csv": [
        {"question_id": "first", "lesson_id": "sun", "place": "first_thought", "kind": "single"},
        {"question_id": "which", "lesson_id": "sun", "place": "check", "kind": "multiple"},
        {"question_id": "steps", "lesson_id": "sun", "place": "check", "kind": "order"},
        {
            "question_id": "turn",
            "lesson_id": "sun",
            "place": "check",
            "kind": "script",
            "hypothesis": "the sun",
            "new_finding": "it is night",
        },
        {"question_id": "quick", "lesson_id": "sky", "place": "drill", "kind": "single"},
    ],
    "options.csv": [
        {"question_id": "first", "option_id": "yes", "answer": "right"},
        {"question_id": "first", "option_id": "no", "answer": "wrong"},
        {"question_id": "which", "option_id": "noon", "answer": "right"},
        {"question_id": "which", "option_id": "glare", "answer": "right"},
        {"question_id": "which", "option_id": "night", "answer": "wrong"},
        {"question_id": "steps", "option_id": "shade", "answer": "2"},
        {"question_id": "steps", "option_id": "hat", "answer": "1"},
        {"question_id": "steps", "option_id": "water", "answer": "3"},
        *(
            {"question_id": "turn", "option_id": f"step_{place}", "answer": answer}
            for place, answer in enumerate(("-2", "-1", "0", "1", "2"), start=1)
        ),
        {"question_id": "quick", "option_id": "burn", "answer": "right"},
        {"question_id": "quick", "option_id": "shade", "answer": "wrong"},
    ],
    "regions.csv": [
        *(
            {
                "region_id": f"ear_{side}",
                "label": "Ear",
                "part": "ear",
                "view": "front",
                "side": side,
                "shape": "M10 20L30 40L30,20Z",
                "finding_ids": "noon",
                "both_sides": "left",
                "one_side": "right",
            }
            for side in ("left", "right")
        ),
        {
            "region_id": "nose",
            "label": "Nose",
            "part": "nose",
            "view": "front",
            "side": "middle",
            "shape": "m1.5 -2h3v4z",
            "meaning": "hot",
            "finding_ids": "heat",
        },
    ],
    "cause_regions.csv": [
        {"cause_id": "sun", "part": "ear", "mark": "felt", "side": "either"},
        {"cause_id": "sun", "part": "nose", "mark": "seen", "side": "middle"},
    ],
    "cases.csv": [
        {
            "case_id": "noon_pain",
            "kind": "typical",
            "difficulty": "1",
            "answer": "causes",
            "cause_ids": "sun",
            "key_finding": "noon",
            "should_ask": "noon;night",
            "points": "Who she is.;What hurts.;What was looked for.",
        },
        {
            "case_id": "burnt",
            "kind": "urgent",
            "difficulty": "3",
            "answer": "refer",
            "flag_ids": "burn",
        },
    ],
    "case_findings.csv": [
        {"case_id": "noon_pain", "finding_id": "noon", "present": "yes"},
        {"case_id": "noon_pain", "finding_id": "night", "present": "no"},
        {"case_id": "noon_pain", "finding_id": "left", "present": "yes"},
        {"case_id": "burnt", "finding_id": "noon", "present": "no"},
        {"case_id": "burnt", "flag_id": "burn", "present": "yes"},
    ],
    "test_costs.csv": [{"finding_id": "heat", "wait": "a minute", "discomfort": "none"}],
    "pairs.csv": [
        {"pair_id": "hot", "one": "burnt", "other": "noon_pain", "finding_id": "noon"},
    ],
    "objectives.csv": [
        {
            "objective_id": "tell_them_apart",
            "lesson_ids": "sun",
            "question_ids": "which",
            "case_ids": "burnt",
            "icm": "1;3",
            "nmc": "6",
        },
    ],
    "reviews.csv": [{"item_id": "red_flags:burn", "reviewed_on": "2026-10-01"}],
    "next_days.csv": [
        {"case_id": "burnt", "decision": "right"},
        {"case_id": "burnt", "decision": "causes"},
    ],
    "beside.csv": [
        {"case_id": "burnt"},
    ],
    "thoughts.csv": [
        {"case_id": "noon_pain", "step": "safety"},
        {"case_id": "noon_pain", "step": "noon"},
    ],
    "run_sheets.csv": [
        {"page": "01_sun", "part": "story", "kind": "say", "minutes_20": "5", "minutes_50": "50"},
        {
            "page": "01_sun",
            "part": "first",
            "kind": "vote",
            "minutes_20": "15",
            "question_id": "first",
            "leave_out": "yes",
        },
    ],
    "text/en.csv": [],
}
DEFAULTS = {
    "cause_features.csv": {"basis": "expert_judgement"},
    "findings.csv": {"basis": "expert_judgement", "level": "core", "general": "no"},
    "red_flags.csv": {"private": "no"},
    "run_sheets.csv": {"leave_out": "no"},
}
UNLIKE = {
    "causes.csv": ("label", "short_label"),
    "findings.csv": ("label",),
    "red_flags.csv": ("label",),
    "options.csv": ("text",),
}
"""What must differ from row to row, as a learner reads it."""
OPTIONAL = {"note", "low", "high", "url", "year", "value", "overlap_group", "exclusive_group"} | {
    *("question_id", "all_present", "all_absent", "present", "absent", "flags_present", "check"),
    "flags_absent",
    *("period", "position", "unit", "spread", "finding_id"),
    *("sensitivity", "sensitivity_low", "sensitivity_high"),
    *("specificity", "specificity_low", "specificity_high"),
    *("cause_id", "look_alike", "example_id", "flag_ids", "hypothesis", "new_finding", "panel"),
    *("cause_ids", "key_finding", "should_ask", "finding_id", "flag_id"),
    *("meaning", "finding_ids", "both_sides", "one_side"),
    *("needs", "then_ask", "more_urgent", "also_accepted", "read_at", "portrait"),
    *("must_say", "points", "sibling_of"),
    *("minutes_20", "minutes_50", "minutes_90"),
}
NUMBERS = {"pretest", "low", "high", "background", "probability"} | {
    *("value", "spread", "sensitivity", "sensitivity_low", "sensitivity_high"),
    *("specificity", "specificity_low", "specificity_high"),
}
LISTS = {
    *("source_ids", "all_present", "all_absent", "present", "absent", "flags_present", "flag_ids"),
    "flags_absent",
    *("finding_ids", "both_sides", "one_side"),
    *("cause_ids", "should_ask"),
    *("lesson_ids", "question_ids", "case_ids", "icm", "nmc"),
    *("needs", "then_ask", "more_urgent", "also_accepted"),
    *("must_say", "points", "not_asked", "raised", "to_look_for", "looked", "absent"),
    "taken_back",
}


def toy_rows(file: str) -> list[dict[str, str]]:
    """The rows of one file with every column filled that must be."""
    if file == "text/en.csv":
        # By its name it is an edited copy of crampkit's own set.
        name = {SET: own_words()[SET]}
        return [
            {"key": key, "text": name.get(key, " ".join(["Words", *(f"{{{g}}}" for g in gaps)]))}
            for key, gaps in shipped().sentences.items()
        ]
    optional = OPTIONAL
    if file in ("trials.csv", "epidemiology.csv"):
        optional = set(FILES[file].columns)
    if file in ("findings.csv", "red_flags.csv"):
        optional = optional | {"words"}
    if file == "questions.csv":
        optional = optional | {"step"}
    if file == "tasks.csv":
        optional = {*FILES[file].columns} - {"text"}
    rows = []
    for given in TABLES[file]:
        row = {
            name: "EXPERT" if name == "source_ids" else "" if name in optional else "?"
            for name in FILES[file].columns
        }
        for name in UNLIKE.get(file, ()):
            row[name] = f"? {given.get('option_id') or given[FILES[file].key[0]]}"
        if file == "findings.csv":
            row["check"] = "Ask."
        rows.append({**row, **DEFAULTS.get(file, {}), **given, "source_ids": "EXPERT"})
        if "source_ids" not in row:
            del rows[-1]["source_ids"]
    return rows


class Folder:
    """A data folder as tables of text: row 1 is the header, as in a spreadsheet."""

    def __init__(self, path: Path, source: Path | None = None) -> None:
        self.path = path
        for file in FILES:
            (path / file).parent.mkdir(parents=True, exist_ok=True)
            if source:
                (path / file).write_bytes((source / file).read_bytes())
            else:
                header = list(FILES[file].columns)
                self.write(file, [header, *([*row.values()] for row in toy_rows(file))])
        if source and (source / RECORD).exists():
            (path / RECORD).write_bytes((source / RECORD).read_bytes())

    def ship(self) -> None:
        """Write down what stands in it now as what it was shipped with."""
        tables = {
            file: read_table(self.path, file, tuple(FILES[file].columns))[0] for file in FILES
        }
        (self.path / RECORD).write_text(record_of(tables), encoding="utf-8")

    def read(self, file: str) -> list[list[str]]:
        text = (self.path / file).read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    def write(
        self, file: str, rows: list[list[str]], delimiter: str = ",", end: str = "\n"
    ) -> None:
        (self.path / file).write_bytes(as_csv(rows, delimiter, end))

    def bytes(self, file: str) -> bytes:
        return (self.path / file).read_bytes()

    def put(self, file: str, content: bytes) -> None:
        (self.path / file).write_bytes(content)

    def set(self, file: str, row: int, column: str, value: str) -> None:
        rows = self.read(file)
        rows[row - 1][rows[0].index(column)] = value
        self.write(file, rows)

    def add(self, file: str, **cells: str) -> int:
        """Append a row like the last one with these cells changed; returns its row number.

        What must differ from row to row does.
        """
        rows = self.read(file)
        fresh = {name: f"? {' '.join(cells.values())}" for name in UNLIKE.get(file, ())}
        last = dict(zip(rows[0], rows[-1], strict=True)) | fresh | cells
        rows.append([last[name] for name in rows[0]])
        self.write(file, rows)
        return len(rows)

    def delete(self, file: str, row: int) -> None:
        rows = self.read(file)
        del rows[row - 1]
        self.write(file, rows)

    def row_of(self, file: str, column: str, value: str) -> int:
        rows = self.read(file)
        index = rows[0].index(column)
        return next(number for number, row in enumerate(rows, start=1) if row[index] == value)


def as_csv(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> bytes:
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter, lineterminator=end).writerows(rows)
    return output.getvalue().encode("utf-8")
