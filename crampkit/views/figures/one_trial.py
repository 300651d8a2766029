"""One trial, woman by woman: what its two groups say, and how far its interval reaches."""

from __future__ import annotations

from crampkit.catalogue import AuthorError, Catalogue, Trial
from crampkit.languages import joined
from crampkit.reasoning.counting import Groups, in_100, interval_verdict
from crampkit.views.figures.trials import against_text
from crampkit.views.kit.bars import ends, lane, mark, piece
from crampkit.views.kit.controls import slider, sliders
from crampkit.views.kit.figure import figure
from crampkit.views.kit.icons import icon_array
from crampkit.views.kit.markup import Html, button, tag
from crampkit.views.kit.scales import ratio_scale
from crampkit.views.kit.sources import sources
from crampkit.views.kit.tables import Table
from crampkit.words import Words

NAME = "one_trial"


def trial_with_counts(catalogue: Catalogue, trial_id: str) -> Trial:
    """A trial of which the women were counted. Raises `AuthorError`, which names those there are."""
    counted = [one.trial_id for one in catalogue.trials.values() if one.counted]
    if trial_id not in counted:
        raise AuthorError(
            f"trials.csv has no trial '{trial_id}' of which the women were counted; "
            f"use one of {', '.join(counted)}"
        )
    return catalogue.trials[trial_id]


def groups_of(trial: Trial) -> Groups:
    """The women of a trial as they were counted."""
    return Groups(
        int(trial.events_treat), int(trial.n_treat), int(trial.events_control), int(trial.n_control)
    )


def one_trial(catalogue: Catalogue, trial_id: str, groups: Groups, words: Words) -> Html:
    """Both groups as icons, the interval on its axis, and what it could be at either end.

    `groups` are the trial's own women, or how many it would have been had a few answered otherwise.
    """
    trial = trial_with_counts(catalogue, trial_id)
    return figure(
        NAME,
        [
            tag(
                "div",
                _women("treat", groups.events_treat, groups.n_treat, trial, words),
                _women("control", groups.events_control, groups.n_control, trial, words),
                class_="hundreds",
            ),
            _axis(groups, words),
        ],
        trial_sentence(trial, groups, words),
        trial_table(groups, words),
        words,
        controls=[
            tag("p", tag("strong", trial.label)),
            tag("p", _what_was_done(trial, words)),
            tag("p", words("trial.move"), class_="note"),
            sliders(
                _slider(trial, "treat", groups.events_treat, groups.n_treat, words),
                _slider(trial, "control", groups.events_control, groups.n_control, words),
            ),
            button(words("trial.back"), "back"),
        ],
        below=[
            tag("p", words("trial.worked_out"), class_="note"),
            tag("p", words("trial.note", note=trial.note), class_="note") if trial.note else Html(),
            sources(catalogue, trial.source_ids, words),
        ],
    )


def _what_was_done(trial: Trial, words: Words) -> str:
    return words(
        "trial.done",
        given=words("forest.given", intervention=trial.intervention, duration=trial.duration),
        against=against_text(trial, words),
        outcome=trial.outcome,
    )


def _women(group: str, events: int, total: int, trial: Trial, words: Words) -> Html:
    return icon_array(
        words(f"trial.group.{group}", count=total),
        [
            ("yes", events, words("trial.happened", outcome=trial.outcome, count=events)),
            ("no", total - events, words("trial.did_not", count=total - events)),
        ],
        words,
    )


def _slider(trial: Trial, group: str, events: int, total: int, words: Words) -> Html:
    label = words(f"trial.slider.{group}", outcome=trial.outcome)
    said = words("trial.of", events=events, total=total)
    return slider(f"events_{group}", label, said, 0, total, 1)


def _axis(groups: Groups, words: Words) -> Html:
    """The interval as a striped band on a ratio axis, with a dashed line at no difference."""
    low, high = groups.interval
    scale = ratio_scale([low, high, 0.1, 100])
    start, end, middle, same = (scale.place(at) for at in (low, high, groups.ratio, 1))
    line = lane(
        words("trial.axis"),
        piece("normal", start, end),
        mark("ghost", same),
        mark("mark", middle, "◆"),
        said=_ratio_text(groups, words),
        kind="line",
    )
    named = (words("trial.times", ratio=f"{end:g}") for end in (scale.ticks[0], scale.ticks[-1]))
    return tag("div", line, ends(*named, note=words("trial.dashed")), class_="measures")


def _ratio_text(groups: Groups, words: Words) -> str:
    low, high = groups.interval
    return words(
        "forest.effect", effect=f"{groups.ratio:.2f}", low=f"{low:.2f}", high=f"{high:.2f}"
    )


def trial_sentence(trial: Trial, groups: Groups, words: Words) -> str:
    """The counts, their ratio, the two ends of the interval in words, and what lies between them."""
    low, high = groups.interval
    parts = [
        words(
            "trial.counted",
            outcome=trial.outcome,
            events_treat=groups.events_treat,
            n_treat=groups.n_treat,
            events_control=groups.events_control,
            n_control=groups.n_control,
            ratio=f"{groups.ratio:.2f}",
        ),
        words(
            "trial.could_be",
            women=groups.n_treat + groups.n_control,
            low=f"{low:.2f}",
            high=f"{high:.2f}",
        ),
        words(f"trial.verdict.{interval_verdict(low, high)}"),
        words(
            "trial.wide",
            times=f"{groups.width:.0f}" if groups.width >= 9.5 else f"{groups.width:.1f}",
        ),
    ]
    if groups != groups_of(trial):
        parts.append(
            words(
                "trial.moved",
                events_treat=trial.events_treat,
                events_control=trial.events_control,
            )
        )
    return joined(" ", parts)


def trial_table(groups: Groups, words: Words) -> Table:
    """The four counts with their shares, and the ratio with its interval."""
    rows = []
    for name, events, total in (
        ("treat", groups.events_treat, groups.n_treat),
        ("control", groups.events_control, groups.n_control),
    ):
        rows.append(
            (
                words(f"trial.group.{name}", count=total),
                str(events),
                str(total - events),
                words("lesson.in_100", count=in_100(events, total)),
            )
        )
    rows.append((words("trial.axis"), _ratio_text(groups, words), "", ""))
    header = ("group", "happened", "did_not", "share")
    return tuple(words(f"trial.column.{name}") for name in header), tuple(rows)
