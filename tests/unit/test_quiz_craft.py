"""The questions as a whole: no trick passes them, calm is right as often as haste, each danger is asked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from crampkit.catalogue import Catalogue, Option, Question
from tests.notebooks.lessons import LESSONS, code_cells, read

DELAY = re.compile(
    r"""\b(tomorrow|fortnight|weekend|in\ the\ morning|an\ hour|ten\ minutes|a\ day\ or\ two
    |(two|three|some|few)\ days|on\ friday|at\ each\ visit
    |next\ (visit|appointment|contact|clinic|round|week|bloods)
    |(a|one|two|three|four|six|some|this|each|every|the)\ (weeks?|months?)
    |(can|to|and)\ wait|until\ (next|the\ birth)|after\ the\ (birth|pregnancy))\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words of an answer that lets her wait: a learner must not be able to cross these out, nor to tick them."""

CALM = re.compile(
    r"next (visit|appointment|week)|as planned|routine|reassure|at each visit|a day or two", re.I
)
"""Words of an answer that reassures her, or sees her at a planned time."""

HASTE = re.compile(
    r"\b(today|tonight|now|at once|this week|emergency|urgent|scan|MRI|bloods?|ECG|start|take)\b",
    re.I,
)
"""Words of an answer that does more, or sooner, than she needs."""

REASON = re.compile(r"\b(because|since|so that|as long as)\b", re.IGNORECASE)
"""A reason inside an answer: once it was only ever given to a wrong one."""

TODAY = re.compile(r"\btoday\b", re.IGNORECASE)
"""The speed that was once nearly always right."""

ABSOLUTE = re.compile(
    r"\b(all|always|never|nothing|only|certain|proves?|proved|sure|must)\b", re.IGNORECASE
)
CAREFUL = re.compile(r"\b(today|could|perhaps|may|ask|ring|not known|nobody)\b", re.IGNORECASE)
"""Words by which a passer-by tells the wrong answer, and the right one."""

COMFORT = re.compile(
    r"\b(normal|clear|fine|alike|well|free|strong|equal|same|as ever|steady|steadily|pale|gone)\b",
    re.IGNORECASE,
)
"""Words that reassure: they must not tell a calm stem from an urgent one."""

SAFE = re.compile(r"\b(safe|harm)\b", re.IGNORECASE)
"""What is said of a speed that is sooner than she needs."""

NEGATIVE = re.compile(r"\b(not|except|least|never|cannot|false)\b", re.IGNORECASE)

# Women, named where their story begins: "Temi, 30, week 29", "Gwen, 25 weeks, ...", "Blessing says".
WOMAN = re.compile(
    r"""\b([A-ZÀ-Þ][a-zà-ÿ]+)(?=
    ,\ (?:\d|week\b|in\ week|alone|home|expecting|with\ sickle|sick\ for|thyroid|who\b|first\b
        |[a-z]+\ (?:hours|days|weeks)\b)
    |['’]s\ |\ (?:says|asks|rings|waits|may\ answer|shows|holds|had\ her|lost)\b)""",
    re.VERBOSE,
)
NO_NAME = {"She", "He", "It", "They", "My", "Somebody", "Nobody", "Brazil", "China"}

# Lessons without a woman of their own, whose explorer loads an example.
LOADED = {
    "which_cause_fits": {"night_cramp", "clot_as_cramp"},
    "how_the_ranking_works": {"shooting_leg_pain"},
}

# A danger or look-alike, and the question of the drill that asks how fast.
ASKED = {
    "sickle_crisis": "drill_sickle",
    "deep_infection": "drill_deep_pain",
    "nerve_after_birth": "drill_knee_gives",
    "blood_thinner_back": "drill_block",
    "wernicke": "drill_wobbly",
    "heart_failure": "drill_pillows",
    "injury_story": "drill_fell",
    "weak_vomiting": "drill_weak_arms",
    "potassium_low_weak": "drill_potassium_weak",
    "potassium_low_result": "drill_potassium",
    "calcium_severe": "drill_calcium_severe",
    "hand_spasm_now": "drill_locked",
    "low_calcium_cramps": "drill_calcium_cramps",
    "tingling_mouth": "drill_lips",
    "foot_drop": "drill_foot_slaps",
    "dark_urine": "drill_dark_urine",
    "vte_risk_leg_pain": "drill_clot_risk",
    "daytime_all_over": "drill_twitch",
    "girdle_pain": "drill_stairs",
    "urge_to_move": "drill_restless",
    "outer_thigh_burn": "drill_outer_thigh",
}

# What low calcium asks for, by what she tells: `now`, `today`, or calm.
LOW_CALCIUM = {
    "calcium_demand_lips": "now",  # two hand spasms this week
    "hypocalcaemia_first": "call",  # a hand spasm yesterday, after a neck operation
    "hypocalcaemia_albumin_hardly_low": "emergency",  # tingling lips with a low adjusted result
    "hypocalcaemia_lips_today": "today",  # tingling lips, and no result yet
    "hypocalcaemia_low_cramps": "today",  # a low adjusted result with cramps alone
    "hypocalcaemia_ionised": "normal",  # ionised calcium normal, and nothing tingles
    "calcium_demand_total": "normal",  # a low total, adjusted normal
}

# Words that mean something else in maternity, or that nobody says.
AVOIDED = re.compile(
    r"""\b(bad\ sight|stumbl\w+|asthma\ spray|fever\ tablet|afterbirth|nought|short\ breath|sparks?
    |with\ her\ leave|the\ middle\ woman|hold\ it\ against|(its|her|like\ its)\ twin|mouth\ and\ hands\ free
    |(my|her|the|pale|dark|no)\ water|feel\ the\ water|water\ pass|waters|(in|of)\ (this|the\ whole)\ set
    |the\ set)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def questions(catalogue: Catalogue, *kinds: str) -> list[Question]:
    return [q for q in catalogue.questions.values() if q.kind in kinds]


def singles(catalogue: Catalogue, drill: bool = True) -> list[Question]:
    """Questions with one right answer; those of the drill all have the same four answers."""
    return [q for q in questions(catalogue, "single") if drill or q.place != "drill"]


def right(catalogue: Catalogue, question: Question) -> Option:
    return next(o for o in catalogue.options_of[question.question_id] if o.answer == "right")


def explanations(catalogue: Catalogue) -> list[str]:
    return [row.explanation for row in (*catalogue.options.values(), *catalogue.questions.values())]


def texts(catalogue: Catalogue) -> dict[str, str]:
    """All that a learner reads of each question."""
    return {
        q.question_id: " ".join(
            [
                *(q.stem, q.hypothesis, q.new_finding, q.explanation),
                *(f"{o.text} {o.explanation}" for o in catalogue.options_of[q.question_id]),
            ]
        )
        for q in catalogue.questions.values()
    }


# ------------------------------------------------------------------------------ no trick passes


@pytest.mark.parametrize("drill", [True, False], ids=["all", "without the drill"])
def test_the_longest_answer_is_right_about_as_often_as_by_chance(shipped, drill):
    asked = singles(shipped, drill)
    longest = [
        q.question_id
        for q in asked
        if is_longest(right(shipped, q), shipped.options_of[q.question_id])
    ]
    assert 0.15 * len(asked) <= len(longest) <= 0.35 * len(asked), longest


def is_longest(option: Option, options: tuple[Option, ...]) -> bool:
    return len(option.text) > max(len(o.text) for o in options if o is not option)


@pytest.mark.parametrize("drill", [True, False], ids=["all", "without the drill"])
def test_the_shortest_answer_gives_nothing_away(shipped, drill):
    asked = singles(shipped, drill)
    shortest = [
        q.question_id
        for q in asked
        if right(shipped, q) is min(shipped.options_of[q.question_id], key=lambda o: len(o.text))
    ]
    assert len(shortest) <= 0.35 * len(asked), shortest


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("one right answer", lambda q: q.kind == "single"),
        (
            "one right answer, without the drill",
            lambda q: q.kind == "single" and q.place != "drill",
        ),
        ("the drill", lambda q: q.place == "drill"),
        ("one right answer or several", lambda q: q.kind in ("single", "multiple")),
    ],
)
def test_an_answer_that_waits_is_right_in_a_fifth_to_a_half(shipped, what, asked):
    """Whoever always hurries must not pass, nor whoever always waits."""
    waits = [
        option
        for question in shipped.questions.values()
        if asked(question)
        for option in shipped.options_of[question.question_id]
        if DELAY.search(option.text)
    ]
    share = sum(option.answer == "right" for option in waits) / len(waits)
    assert 0.20 <= share <= 0.50, f"{what}: {share:.0%} of {len(waits)}"


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [(REASON, 0.20, 0.60), (TODAY, 0.10, 0.50)],
    ids=["a reason", "today"],
)
def test_no_word_tells_right_from_wrong(shipped, words, least, most):
    said = [
        option
        for question in singles(shipped, drill=False)
        for option in shipped.options_of[question.question_id]
        if words.search(option.text)
    ]
    share = sum(option.answer == "right" for option in said) / len(said)
    assert len(said) >= 12
    assert least <= share <= most, f"{share:.0%} of {len(said)}"


@pytest.mark.parametrize("places", [("check",), ("check", "first_thought", "guess")], ids=len)
def test_whoever_reads_the_answers_alone_hardly_does_better_than_chance(shipped, places):
    """Points for the longest, for two halves and for careful words; fewer for absolute ones and reasons."""
    asked = [q for q in singles(shipped, drill=False) if q.place in places]
    passed = chance = 0.0
    for question in asked:
        options = shipped.options_of[question.question_id]
        points = {o.option_id: points_by_wording(o, options) for o in options}
        best = [o for o in options if points[o.option_id] == max(points.values())]
        passed += sum(o.answer == "right" for o in best) / len(best)
        chance += 1 / len(options)
    assert passed <= chance + 0.10 * len(asked), f"{passed:.0f} of {len(asked)}"


def points_by_wording(option: Option, options: tuple[Option, ...]) -> float:
    text = option.text
    return (
        float(len(text) == max(len(o.text) for o in options))
        + 0.5 * bool(re.search("[:;]", text))
        + bool(CAREFUL.search(text))
        - bool(ABSOLUTE.search(text))
        - 1.5 * bool(REASON.search(text))
    )


def test_the_drill_comforts_in_urgent_stems_as_in_calm_ones(shipped):
    """Normal findings do not mean that she may wait."""
    comforted = defaultdict(list)
    for question in shipped.questions.values():
        if question.place == "drill":
            urgent = right(shipped, question).option_id in ("now", "today")
            comforted[urgent].append(bool(COMFORT.search(question.stem)))
    urgent, calm = (sum(found) / len(found) for found in (comforted[True], comforted[False]))
    assert urgent >= 1 / 3
    assert abs(urgent - calm) <= 0.25, f"urgent {urgent:.0%}, calm {calm:.0%}"


def test_sooner_than_needed_is_called_safe_in_the_drill(shipped):
    """She is told how fast would do, and not that she did harm."""
    for question in shipped.questions.values():
        if question.place == "drill":
            sooner = {"today": "now", "soon": "today"}.get(right(shipped, question).option_id)
            for option in shipped.options_of[question.question_id]:
                if option.option_id == sooner:
                    assert SAFE.search(option.explanation), question.question_id


def test_nothing_is_asked_in_the_negative(shipped):
    for question in shipped.questions.values():
        if question.place == "drill":
            continue  # The stem is what she says; what is asked of all is how fast.
        asked = re.split(r"(?<=[.!?:”\"])\s", question.stem.strip())[-1]
        assert not NEGATIVE.search(asked), f"{question.question_id}: {asked}"


def test_no_explanation_is_a_formula(shipped):
    told = explanations(shipped)
    openings = Counter(" ".join(re.findall(r"[\w'’]+", text.lower())[:3]) for text in told)
    (opening, often), *_ = openings.most_common(1)
    assert often <= 0.03 * len(told), f"{opening}: {often}"
    assert sum("tempting" in text.lower() for text in told) <= 0.02 * len(told)


# ------------------------------------------------------------------------------ calm and haste


def test_at_least_twelve_questions_are_answered_with_calm(shipped):
    calm = [
        q.question_id for q in singles(shipped, drill=False) if CALM.search(right(shipped, q).text)
    ]
    assert len(calm) >= 12, calm
    lessons = {shipped.questions[question_id].lesson_id for question_id in calm}
    assert len(lessons) >= 7, lessons


def test_where_calm_is_right_a_hasty_answer_is_offered_and_wrong(shipped):
    for question in singles(shipped, drill=False):
        if CALM.search(right(shipped, question).text):
            wrong = [o for o in shipped.options_of[question.question_id] if o.answer == "wrong"]
            assert any(HASTE.search(o.text) for o in wrong), question.question_id


def test_the_drill_asks_for_every_speed_and_calms_as_often_as_it_hurries(shipped):
    speeds = Counter(
        right(shipped, q).option_id for q in shipped.questions.values() if q.place == "drill"
    )
    assert set(speeds) == {"now", "today", "soon", "none"}
    assert speeds["soon"] > 2
    assert min(speeds["none"], speeds["today"], speeds["now"]) >= 10
    assert max(speeds.values()) <= 2 * speeds["none"]


# ------------------------------------------------------------------------------ what is asked


@pytest.mark.parametrize(("flag_id", "question_id"), ASKED.items(), ids=ASKED)
def test_the_drill_is_as_fast_as_the_danger_sign(shipped, flag_id, question_id):
    tier = shipped.flags[flag_id].tier
    chosen = right(shipped, shipped.questions[question_id]).option_id
    assert chosen == ("none" if tier == "look_alike" else tier)


@pytest.mark.parametrize(("question_id", "option_id"), LOW_CALCIUM.items(), ids=LOW_CALCIUM)
def test_low_calcium_has_one_speed_for_one_story(shipped, question_id, option_id):
    assert right(shipped, shipped.questions[question_id]).option_id == option_id


def test_which_low_calcium_is_an_emergency_is_told_apart_in_one_question(shipped):
    now = {
        o.option_id
        for o in shipped.options_of["hypocalcaemia_emergency_or_not"]
        if o.answer == "right"
    }
    assert now == {"voice", "slightly_low", "well_very_low", "locked"}


@pytest.mark.parametrize("question_id", ["disc_order", "veins_order", "womb_order", "safe_order"])
def test_every_visit_put_in_order_begins_with_the_safety_check(shipped, question_id):
    """She may be listened to first; nothing else comes before the six headings."""
    check = next(
        o for o in shipped.options_of[question_id] if "six headings of the safety check" in o.text
    )
    earlier = [o for o in shipped.options_of[question_id] if int(o.answer) < int(check.answer)]
    assert all(re.search(r"in her own words", o.text) for o in earlier), earlier


def test_the_calcium_ceiling_is_never_three_grams(shipped):
    for question_id, text in texts(shipped).items():
        assert not re.search(r"(no more than|up to|limit of) 3 ?(g|000 mg|,000 mg)\b", text), (
            question_id
        )


def test_nobody_speaks_of_six_questions(shipped):
    """The safety check has six headings, and many more questions."""
    for question_id, text in texts(shipped).items():
        assert not re.search(r"\bsix (safety )?questions\b", text, re.IGNORECASE), question_id


def test_a_learner_who_is_not_marked_is_never_told_that_she_is_wrong(shipped):
    """A guess and a script-concordance question are compared, not marked."""
    for question in shipped.questions.values():
        if question.place == "guess" or question.kind == "script":
            for option in shipped.options_of[question.question_id]:
                assert not re.match(r"(No[:,.]|Not right|Wrong)", option.explanation), option


# ------------------------------------------------------------------------------ guesses


def test_a_guess_is_one_choice_of_a_few_and_tells_its_answer(shipped):
    guesses = [q for q in shipped.questions.values() if q.place == "guess"]
    assert guesses
    for question in guesses:
        assert question.question_id.startswith("guess_")
        assert question.kind == "single", question.question_id
        assert 3 <= len(shipped.options_of[question.question_id]) <= 5, question.question_id
        assert len(question.explanation.split()) >= 8, question.question_id
        assert question.source_ids, question.question_id


def test_every_guess_is_asked_in_a_notebook_and_once(shipped):
    asked = Counter(
        question_id
        for lesson in LESSONS
        for cell in code_cells(read(lesson))
        for question_id in re.findall(r"\.guess\(\s*\"(\w+)\"", cell.source)
    )
    assert set(asked) == {q.question_id for q in shipped.questions.values() if q.place == "guess"}
    assert set(asked.values()) == {1}


# ------------------------------------------------------------------------------ words and women


def test_no_word_means_something_else_in_maternity(shipped):
    for question_id, text in texts(shipped).items():
        assert not (found := AVOIDED.search(text)), f"{question_id}: {found and found.group()}"


def test_no_woman_of_the_quiz_shares_her_name_with_a_case_or_an_example(shipped):
    cases = {re.split(r"[ ,]", case.woman)[0] for case in shipped.cases.values()}
    examples = {e.story.split(",")[0]: e.example_id for e in shipped.examples.values()}
    for question_id, text in texts(shipped).items():
        lesson = shipped.lessons[shipped.questions[question_id].lesson_id]
        told = {lesson.example_id, *LOADED.get(lesson.lesson_id, ())}
        named = set(re.findall(r"[A-ZÀ-Þ][a-zà-ÿ]+", text))
        assert not named & cases, f"{question_id}: {named & cases}"
        others = {name for name in named & set(examples) if examples[name] not in told}
        assert not others, f"{question_id}: {others}"


def test_a_name_stands_for_one_woman_and_her_story_stays_in_one_lesson(shipped):
    lessons, met = defaultdict(set), defaultdict(list)
    for question in shipped.questions.values():
        spoken = [question.stem, question.hypothesis]
        spoken += [o.text for o in shipped.options_of[question.question_id]]
        for name in {n for text in spoken for n in WOMAN.findall(text)} - NO_NAME:
            lessons[name].add(question.lesson_id)
            met[name].append(question.question_id)
    assert len(lessons) >= 100  # Otherwise the pattern finds too few of them.
    for name, where in lessons.items():
        assert len(where) == 1, f"{name}: {met[name]}"
    # Only these come back, and each goes on with her own story.
    again = {name for name, asked in met.items() if len(asked) > 1}
    examples = {e.story.split(",")[0] for e in shipped.examples.values()}
    assert again - examples <= {"Gwen", "Ruth", "Sinazo"}, again
