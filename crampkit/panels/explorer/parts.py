"""The parts of the explorer, each a `Panel` that draws itself from a `Screen`; each also stands alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from crampkit.catalogue import AuthorError
from crampkit.catalogue.asked import row_of
from crampkit.panels.explorer.screen import Screen
from crampkit.panels.explorer.tasks import Tasks
from crampkit.panels.kit.panel import ALARM, ANSWERS, HEARD, POCKET, RANKED, TELLS, Panel
from crampkit.reasoning import evidence, fit, weights_before
from crampkit.reasoning import next_question as best_next_question
from crampkit.reasoning.asking import most_helped
from crampkit.reasoning.changing import outlook
from crampkit.reasoning.flags import raised_by_findings
from crampkit.views.explorer import aloud
from crampkit.views.explorer import checklist as checklist_view
from crampkit.views.explorer import pocket as pocket_view
from crampkit.views.explorer import ranking as ranking_view
from crampkit.views.explorer import safety as safety_view
from crampkit.views.explorer import tasks as tasks_view
from crampkit.views.explorer import why as why_view
from crampkit.views.kit.last_time import came_back, left_out
from crampkit.views.kit.markup import Html, join, tag


def safety_check(screen: Screen) -> Panel:
    """The safety check: what is said aloud, each line opening its signs."""
    html = safety_view.safety_check(screen.catalogue, screen.words)
    panel = Panel(screen.handle, html, (ANSWERS,))

    def draw() -> None:
        case = screen.case
        panel.show(
            state=safety_view.safety_state(
                screen.catalogue,
                case.flags,
                case.looked,
                screen.opened,
                screen.words,
                refer=screen.differential.refer,
            )
        )

    screen.observe(draw)
    return panel


def checklist(screen: Screen, only: Collection[str] | None = None) -> Panel:
    """The findings to ask, see and test; `only` limits it to some of them.

    Raises `AuthorError` at a finding that there is not.
    """
    if isinstance(only, str):
        raise AuthorError(f"only={only!r} is one text; write a list, as in only=[{only!r}]")
    for finding_id in only or ():
        row_of(screen.catalogue.findings, finding_id, "findings.csv", "finding")
    html = checklist_view.checklist(screen.catalogue, screen.words, only)
    panel = Panel(screen.handle, html, (ANSWERS,))

    def draw() -> None:
        findings = screen.case.findings
        state = checklist_view.checklist_state(screen.catalogue, findings, gated=only is None)
        panel.show(state={**state, "view:level": screen.level})

    screen.observe(draw)
    return panel


def ranking(screen: Screen, dials: bool = False) -> Panel:
    """The ranking, or what a red flag or a look that is owed puts in its place.

    Where it `dials`, the emergency number is a link: in the explorer alone, which is used with real women.
    """
    panel = Panel(screen.handle, classes=(ANSWERS, RANKED, TELLS))
    screen.speaker = screen.ranking = panel  # Shown twice, the one that came last says it.

    def draw() -> None:
        said = said_aloud(screen) if screen.speaker is panel else {}
        shown = [last_time(screen), _ranking_or_referral(screen, dials)]
        panel.show(join(shown), {**_ranking_state(screen), **said})

    screen.observe(draw)
    return panel


def said_aloud(screen: Screen) -> dict[str, object]:
    """What a panel that speaks for the screen has to say, by the names that the page's script knows."""
    catalogue, found, words = screen.catalogue, screen.differential, screen.words
    yes = screen.unexplained
    return {
        HEARD: aloud.order_aloud(catalogue, found, screen.mode, words, screen.safety_left, yes),
        ALARM: aloud.danger_aloud(catalogue, found, words, yes),
    }


def last_time(screen: Screen) -> Html:
    """What came back from last time, said above what it comes to."""
    words = screen.words
    what = "danger" if screen.differential.refer else "answers"
    return join(
        [
            came_back(what, screen.last_time or "", date.today(), words, screen.never_kept)
            if screen.came_back
            else Html(),
            left_out(screen.left_out, words, screen.left_out_dangers, screen.unreadable),
        ]
    )


def from_last_time(screen: Screen) -> Panel:
    """The same, above parts of which one is shown at a time, wherever she has turned to."""
    panel = Panel(screen.handle, classes=(ANSWERS, "crampkit-last-time"))
    screen.observe(lambda: panel.show(last_time(screen)))
    return panel


def _ranking_or_referral(screen: Screen, dials: bool) -> Html:
    catalogue, words, found = screen.catalogue, screen.words, screen.differential
    aged = join(
        tag("p", line, class_="aged") for line in safety_view.aged(catalogue, words, date.today())
    )
    asked_now = safety_view.flags_asked_now(catalogue, found.ask_now, words)
    looked_at = safety_view.looked_at(catalogue, screen.case.looked, words)
    said_yes = safety_view.said_yes(catalogue, screen.unexplained, words, dials)
    left = screen.safety_left
    if found.refer:
        raised_by = _raised_by_findings(screen)
        referral = safety_view.referral(catalogue, found.red_flags, raised_by, words, dials)
        # What is still to be looked for may be more urgent than what is known.
        return join([aged, referral, said_yes, asked_now, looked_at])
    if screen.replaced:
        unfinished = tag("p", words.plural("safety.left", left), class_="verdict safety_first")
        return join([aged, unfinished if left else Html(), said_yes, asked_now, looked_at])
    return join(
        [
            aged,
            looked_at,
            safety_view.look_alikes(catalogue, found.red_flags, words),
            ranking_view.ranking(
                catalogue,
                found,
                screen.mode,
                words,
                left=left,
                picked=screen.cause,
                before=screen.before,
            ),
            safety_view.refer_when(
                catalogue, screen.leader if screen.leader in found.named else None, words
            ),
            ranking_view.pretest_weights(
                catalogue, weights_before(catalogue, screen.case.pretest), words
            ),
        ]
    )


def pocket(screen: Screen) -> Panel:
    """The order in mini bars, or what takes its place, at the foot of a screen that is too small for more."""
    panel = Panel(screen.handle, classes=(ANSWERS, RANKED, POCKET))

    def draw() -> None:
        tasks = screen.tasks
        standing = pocket_view.Standing(
            left=screen.safety_left,
            unexplained=screen.unexplained,
            because=screen.because(),
            can_undo=screen.case.can_undo,
            task=tasks_view.where_she_is(tasks.current, screen.words) if tasks else "",
            done=bool(tasks and tasks.just_done),
            from_last_time=screen.came_back,
        )
        html = pocket_view.pocket(
            screen.catalogue,
            screen.differential,
            screen.before,
            screen.mode,
            screen.words,
            standing,
        )
        panel.show(html)

    if screen.tasks:
        screen.tasks.observe(draw)
    screen.observe(draw)
    return panel


def tasks(screen: Screen, lesson_id: str) -> Panel:
    """What a lesson sets to try: each is ticked when the state shows it done, and stays so."""
    own = screen.tasks = Tasks(screen.case, screen.catalogue.tasks_of(lesson_id))
    panel = Panel()

    def show() -> None:
        heard = tasks_view.tasks_aloud(own.just_done, own.current, screen.words)
        panel.show(
            tasks_view.task_list(own.tasks, own.done, own.current, screen.words),
            {HEARD: heard or panel.state.get(HEARD, "")},
        )

    def draw() -> None:
        own.follow(screen.differential)
        show()

    own.observe(show)
    screen.observe(draw)
    return panel


def _raised_by_findings(screen: Screen) -> dict[str, list[str]]:
    """For each flag that nobody ticked, the labels of all findings whose rules raised it."""
    raised_by = raised_by_findings(screen.catalogue, screen.case.findings, screen.case.flags)
    findings = screen.catalogue.findings
    return {flag_id: [findings[f].label for f in own] for flag_id, own in raised_by.items()}


def _ranking_state(screen: Screen) -> dict[str, object]:
    weights = weights_before(screen.catalogue, screen.case.pretest)
    return {
        "view:mode": screen.mode,
        "view:numbers": screen.numbers,
        **{
            f"pretest:{cause_id}": ranking_view.slider_position(weight)
            for cause_id, weight in weights.items()
        },
    }


def why(screen: Screen) -> Panel:
    """Each answer's contribution for and against the cause a learner picks."""
    panel = Panel(screen.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, findings, cause_id = screen.catalogue, screen.case.findings, screen.cause
        html = (
            Html()
            if screen.replaced
            else why_view.why(
                catalogue,
                cause_id,
                evidence(catalogue, findings)[cause_id],
                fit(catalogue, findings)[cause_id],
                screen.words,
            )
        )
        panel.show(html, {"view:cause": cause_id})

    screen.observe(draw, later=True)
    return panel


def next_question(screen: Screen) -> Panel:
    """The best question to ask next, and why it is the best."""
    panel = Panel(screen.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, case = screen.catalogue, screen.case
        asked = best_next_question(catalogue, case.findings, case.flags, case.pretest)
        if_yes = if_no = None
        if asked:
            if_yes = most_helped(catalogue, case.findings, asked.finding_id, True)
            if asked.question_id == asked.finding_id:
                if_no = most_helped(catalogue, case.findings, asked.finding_id, False)
        panel.show(
            why_view.next_question(
                catalogue, asked, if_yes, if_no, screen.differential.refer, screen.words
            )
            if screen.differential.refer or not screen.replaced
            else why_view.look_first(screen.words)
        )

    screen.observe(draw, later=True)
    return panel


def what_would_change(screen: Screen) -> Panel:
    """The smallest further answers that would put another row first, and how robust the leader is."""
    panel = Panel(screen.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, case = screen.catalogue, screen.case
        leader = None if screen.replaced else screen.leader
        found = outlook(catalogue, case.findings, case.flags, leader, screen.mode, case.pretest)
        panel.show(
            why_view.what_would_change(
                catalogue, found.leader, found.change, found.stays, screen.words, found.refers
            )
        )

    screen.observe(draw, later=True)
    return panel


def toolbar(screen: Screen) -> Panel:
    """Undo, start again, examples, copy and paste, print."""
    panel = Panel(screen.handle, classes=(ANSWERS,))

    def draw() -> None:
        panel.show(
            join(
                [
                    why_view.toolbar(
                        screen.catalogue,
                        screen.words,
                        screen.case.as_text(),
                        screen.dropped,
                        screen.message,
                        screen.case.can_undo,
                    ),
                    why_view.example_story(screen.catalogue, screen.example),
                ]
            ),
            {"tools:example": screen.example or ""},
        )

    screen.observe(draw, later=True)
    return panel


def glossary(screen: Screen) -> Panel:
    """Every term with its meaning."""
    return Panel(html=why_view.glossary(screen.catalogue, screen.words))


def story(screen: Screen, example_id: str) -> Panel:
    """One woman's story in her own words, without its label, which would tell the answer."""
    row_of(screen.catalogue.examples, example_id, "examples.csv", "example")
    return Panel(html=why_view.example_story(screen.catalogue, example_id))


def stamp(screen: Screen) -> Panel:
    """Not a medical device; which data; reviewed by whom."""
    return Panel(html=safety_view.stamp(screen.catalogue, screen.words))
