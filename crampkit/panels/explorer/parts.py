"""The parts of the explorer, each a `Panel` drawn from an `ExplorerState`; each also stands alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from crampkit.catalogue import AuthorError
from crampkit.catalogue.asked import row_of
from crampkit.panels.explorer.state import ExplorerState
from crampkit.panels.explorer.tasks import Tasks
from crampkit.panels.kit.panel import ALARM, ANSWERS, HEARD, POCKET, RANKED, TELLS, Panel
from crampkit.reasoning import evidence, fit, flags_to_refer, weights_before
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


def safety_check(explorer: ExplorerState) -> Panel:
    """The safety check: what is said aloud, each line opening its signs."""
    html = safety_view.safety_check(explorer.catalogue, explorer.words)
    panel = Panel(explorer.handle, html, (ANSWERS,))

    def draw() -> None:
        case = explorer.case
        panel.show(
            state=safety_view.safety_state(
                explorer.catalogue,
                case.flags,
                case.looked,
                explorer.opened,
                explorer.words,
                refer=explorer.differential.refer,
            )
        )

    explorer.observe(draw)
    return panel


def checklist(explorer: ExplorerState, only: Collection[str] | None = None) -> Panel:
    """The findings to ask, see and test; `only` limits it to some of them.

    Raises `AuthorError` at a finding that there is not.
    """
    if isinstance(only, str):
        raise AuthorError(f"only={only!r} is one text; write a list, as in only=[{only!r}]")
    for finding_id in only or ():
        row_of(explorer.catalogue.findings, finding_id, "findings.csv", "finding")
    html = checklist_view.checklist(explorer.catalogue, explorer.words, only)
    panel = Panel(explorer.handle, html, (ANSWERS,))

    def draw() -> None:
        findings = explorer.case.findings
        state = checklist_view.checklist_state(explorer.catalogue, findings, gated=only is None)
        panel.show(state={**state, "view:level": explorer.level})

    explorer.observe(draw)
    return panel


def ranking(explorer: ExplorerState, dials: bool = False) -> Panel:
    """The ranking, or what a red flag or a look that is owed puts in its place.

    Where it `dials`, the emergency number is a link: in the explorer alone, which is used with real women.
    """
    panel = Panel(explorer.handle, classes=(ANSWERS, RANKED, TELLS))
    explorer.speaker = explorer.ranking = panel  # Shown twice, the one that came last says it.

    def draw() -> None:
        said = said_aloud(explorer) if explorer.speaker is panel else {}
        shown = [last_time(explorer), _ranking_or_referral(explorer, dials)]
        panel.show(join(shown), {**_ranking_state(explorer), **said})

    explorer.observe(draw)
    return panel


def said_aloud(explorer: ExplorerState) -> dict[str, object]:
    """What a panel that speaks for the explorer has to say, by the names that the page's script knows."""
    catalogue, found, words = explorer.catalogue, explorer.differential, explorer.words
    yes = explorer.unexplained
    return {
        HEARD: aloud.order_aloud(catalogue, found, explorer.mode, words, explorer.safety_left, yes),
        ALARM: aloud.danger_aloud(catalogue, found, words, yes),
    }


def last_time(explorer: ExplorerState) -> Html:
    """What came back from last time, said above what it comes to."""
    words = explorer.words
    dangers = flags_to_refer(explorer.catalogue, explorer.differential.red_flags)
    what = "danger" if explorer.dangers_from_last_time.intersection(dangers[:1]) else "answers"
    return join(
        [
            came_back(what, explorer.last_time or "", date.today(), words, explorer.never_kept)
            if explorer.came_back
            else Html(),
            left_out(explorer.left_out, words, explorer.left_out_dangers, explorer.unreadable),
        ]
    )


def from_last_time(explorer: ExplorerState) -> Panel:
    """The same, above parts of which one is shown at a time, wherever she has turned to."""
    panel = Panel(explorer.handle, classes=(ANSWERS, "crampkit-last-time"))
    explorer.observe(lambda: panel.show(last_time(explorer)))
    return panel


def _ranking_or_referral(explorer: ExplorerState, dials: bool) -> Html:
    catalogue, words, found = explorer.catalogue, explorer.words, explorer.differential
    aged = join(
        tag("p", line, class_="aged") for line in safety_view.aged(catalogue, words, date.today())
    )
    asked_now = safety_view.flags_asked_now(catalogue, found.ask_now, words)
    looked_at = safety_view.looked_at(catalogue, explorer.case.looked, words)
    said_yes = safety_view.said_yes(catalogue, explorer.unexplained, words, dials)
    left = explorer.safety_left
    if found.refer:
        raised_by = _raised_by_findings(explorer)
        referral = safety_view.referral(catalogue, found.red_flags, raised_by, words, dials)
        # What is still to be looked for may be more urgent than what is known.
        return join([aged, referral, said_yes, asked_now, looked_at])
    if explorer.replaced:
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
                explorer.mode,
                words,
                left=left,
                picked=explorer.cause,
                before=explorer.before,
            ),
            safety_view.refer_when(
                catalogue, explorer.leader if explorer.leader in found.named else None, words
            ),
            ranking_view.pretest_weights(
                catalogue, weights_before(catalogue, explorer.case.pretest), words
            ),
        ]
    )


def pocket(explorer: ExplorerState) -> Panel:
    """The order in mini bars, or what takes its place, at the foot of a screen that is too small for more."""
    panel = Panel(explorer.handle, classes=(ANSWERS, RANKED, POCKET))

    def draw() -> None:
        tasks = explorer.tasks
        standing = pocket_view.Standing(
            left=explorer.safety_left,
            unexplained=explorer.unexplained,
            because=explorer.because(),
            can_undo=explorer.case.can_undo,
            task=tasks_view.where_she_is(tasks.current, explorer.words) if tasks else "",
            done=bool(tasks and tasks.just_done),
            from_last_time=explorer.dangers_from_last_time,
        )
        html = pocket_view.pocket(
            explorer.catalogue,
            explorer.differential,
            explorer.before,
            explorer.mode,
            explorer.words,
            standing,
        )
        panel.show(html)

    if explorer.tasks:
        explorer.tasks.observe(draw)
    explorer.observe(draw)
    return panel


def tasks(explorer: ExplorerState, lesson_id: str) -> Panel:
    """What a lesson sets to try: each is ticked when the state shows it done, and stays so."""
    own = explorer.tasks = Tasks(explorer.case, explorer.catalogue.tasks_of(lesson_id))
    panel = Panel()

    def show() -> None:
        heard = tasks_view.tasks_aloud(own.just_done, own.current, explorer.words)
        panel.show(
            tasks_view.task_list(own.tasks, own.done, own.current, explorer.words),
            {HEARD: heard or panel.state.get(HEARD, "")},
        )

    def draw() -> None:
        own.follow(explorer.differential)
        show()

    own.observe(show)
    explorer.observe(draw)
    return panel


def _raised_by_findings(explorer: ExplorerState) -> dict[str, list[str]]:
    """For each flag that nobody ticked, the labels of all findings whose rules raised it."""
    raised_by = raised_by_findings(explorer.catalogue, explorer.case.findings, explorer.case.flags)
    findings = explorer.catalogue.findings
    return {flag_id: [findings[f].label for f in own] for flag_id, own in raised_by.items()}


def _ranking_state(explorer: ExplorerState) -> dict[str, object]:
    weights = weights_before(explorer.catalogue, explorer.case.pretest)
    return {
        "view:mode": explorer.mode,
        "view:numbers": explorer.numbers,
        **{
            f"pretest:{cause_id}": ranking_view.slider_position(weight)
            for cause_id, weight in weights.items()
        },
    }


def why(explorer: ExplorerState) -> Panel:
    """Each answer's contribution for and against the cause a learner picks."""
    panel = Panel(explorer.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, findings, cause_id = explorer.catalogue, explorer.case.findings, explorer.cause
        html = (
            Html()
            if explorer.replaced
            else why_view.why(
                catalogue,
                cause_id,
                evidence(catalogue, findings)[cause_id],
                fit(catalogue, findings)[cause_id],
                explorer.words,
            )
        )
        panel.show(html, {"view:cause": cause_id})

    explorer.observe(draw, later=True)
    return panel


def next_question(explorer: ExplorerState) -> Panel:
    """The best question to ask next, and why it is the best."""
    panel = Panel(explorer.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, case = explorer.catalogue, explorer.case
        asked = best_next_question(catalogue, case.findings, case.flags, case.pretest)
        if_yes = if_no = None
        if asked:
            if_yes = most_helped(catalogue, case.findings, asked.finding_id, True)
            if asked.question_id == asked.finding_id:
                if_no = most_helped(catalogue, case.findings, asked.finding_id, False)
        panel.show(
            why_view.next_question(
                catalogue, asked, if_yes, if_no, explorer.differential.refer, explorer.words
            )
            if explorer.differential.refer or not explorer.replaced
            else why_view.look_first(explorer.words)
        )

    explorer.observe(draw, later=True)
    return panel


def what_would_change(explorer: ExplorerState) -> Panel:
    """The smallest further answers that would put another row first, and how robust the leader is."""
    panel = Panel(explorer.handle, classes=(RANKED,))

    def draw() -> None:
        catalogue, case = explorer.catalogue, explorer.case
        leader = None if explorer.replaced else explorer.leader
        found = outlook(catalogue, case.findings, case.flags, leader, explorer.mode, case.pretest)
        panel.show(
            why_view.what_would_change(
                catalogue, found.leader, found.change, found.stays, explorer.words, found.refers
            )
        )

    explorer.observe(draw, later=True)
    return panel


def toolbar(explorer: ExplorerState) -> Panel:
    """Undo, start again, examples, copy and paste, print."""
    panel = Panel(explorer.handle, classes=(ANSWERS,))

    def draw() -> None:
        panel.show(
            join(
                [
                    why_view.toolbar(
                        explorer.catalogue,
                        explorer.words,
                        explorer.case.as_text(),
                        explorer.dropped,
                        explorer.message,
                        explorer.case.can_undo,
                    ),
                    why_view.example_story(explorer.catalogue, explorer.example),
                ]
            ),
            {"tools:example": explorer.example or ""},
        )

    explorer.observe(draw, later=True)
    return panel


def glossary(explorer: ExplorerState) -> Panel:
    """Every term with its meaning."""
    return Panel(html=why_view.glossary(explorer.catalogue, explorer.words))


def story(explorer: ExplorerState, example_id: str) -> Panel:
    """One woman's story in her own words, without its label, which would tell the answer."""
    row_of(explorer.catalogue.examples, example_id, "examples.csv", "example")
    return Panel(html=why_view.example_story(explorer.catalogue, example_id))


def stamp(explorer: ExplorerState) -> Panel:
    """Not a medical device; which data; reviewed by whom."""
    return Panel(html=safety_view.stamp(explorer.catalogue, explorer.words))
