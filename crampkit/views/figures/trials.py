"""The trials as they can be drawn: a panel for each kind of outcome, each trial by itself.

Nothing is pooled: the authors of the review did not add these trials up, because they differ in what
was given, what it was compared with and what was counted. A row that was not read has no numbers here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from crampkit.catalogue import Catalogue, Trial
from crampkit.reasoning.counting import favours
from crampkit.views.kit.markup import Html, join, tag
from crampkit.views.kit.numbers import printed
from crampkit.views.kit.tables import Table
from crampkit.words import Words

NO_DIFFERENCE = {"RR": 1.0, "MD": 0.0}
PLACEBO = "placebo"


@dataclass(frozen=True)
class Result:
    """The effect of one trial, with both ends of its 95 % interval."""

    trial: Trial
    effect: float
    low: float
    high: float

    @property
    def no_difference(self) -> float:
        return NO_DIFFERENCE[self.trial.effect_type]

    @property
    def favours(self) -> str:
        """Which side the whole interval lies on: `treatment`, `control`, or `neither`."""
        high_is_good = self.trial.favours_high == "yes"
        return favours(self.low, self.high, self.no_difference, high_is_good)

    @property
    def against_placebo(self) -> bool:
        return self.trial.control == PLACEBO


@dataclass(frozen=True)
class ForestPanel:
    """The trials of one kind of outcome, measured in one way, with more of it good or bad."""

    outcome_kind: str
    effect_type: str
    high_is_good: bool
    results: tuple[Result, ...]


def result_of(trial: Trial) -> Result | None:
    """What can be drawn of a trial; None where it was not read, or prints no effect with a range."""
    return Result(trial, *trial.figures) if trial.figures else None


def forest_panels(catalogue: Catalogue, kinds: Collection[str] = ()) -> tuple[ForestPanel, ...]:
    """One panel for each kind of outcome, of these kinds or else of all, in the order of the file."""
    sorted_out: dict[tuple[str, str, bool], list[Result]] = {}
    for trial in catalogue.trials.values():
        result = result_of(trial)
        if result and (not kinds or trial.outcome_kind in kinds):
            key = trial.outcome_kind, trial.effect_type, trial.favours_high == "yes"
            sorted_out.setdefault(key, []).append(result)
    return tuple(ForestPanel(*key, tuple(results)) for key, results in sorted_out.items())


def not_plotted(catalogue: Catalogue, kinds: Collection[str] = ()) -> tuple[Trial, ...]:
    """The trials that cannot be drawn; one of which not even the kind is known belongs everywhere."""
    return tuple(
        trial
        for trial in catalogue.trials.values()
        if trial.figures is None and (not kinds or trial.outcome_kind in ("", *kinds))
    )


# ------------------------------------------------------------------------------ in words


def effect_text(trial: Trial, words: Words) -> str:
    """The effect with its interval, as printed."""
    return words(
        "forest.effect",
        effect=printed(trial.effect),
        low=printed(trial.ci_low),
        high=printed(trial.ci_high),
    )


def against_text(trial: Trial, words: Words) -> str:
    """What it was compared with, and whether that was no placebo."""
    return words(f"forest.against.{trial.control}", comparator=trial.comparator)


def women_text(trial: Trial, words: Words) -> str:
    """How many women, group by group where that is known."""
    if trial.events_treat and trial.events_control:
        return words(
            "forest.counts",
            events_treat=trial.events_treat,
            n_treat=trial.n_treat,
            events_control=trial.events_control,
            n_control=trial.n_control,
        )
    if trial.n_analysed:
        return words("forest.women", count=trial.n_analysed)
    return words("forest.women_not_read")


def measure(effect_type: str) -> str:
    """Whether an effect is a ratio or a difference.

    >>> measure("RR"), measure("MD")
    ('ratio', 'difference')
    """
    return "ratio" if effect_type == "RR" else "difference"


def certainty_text(trial: Trial, words: Words) -> str:
    return words("forest.certainty", certainty=trial.certainty)


def favours_text(result: Result, words: Words) -> str:
    return words(f"forest.favours.{result.favours}")


def panel_title(panel: ForestPanel, words: Words) -> str:
    return words(f"forest.kind.{panel.outcome_kind}")


def sides(panel: ForestPanel, words: Words) -> tuple[str, str]:
    """What the left and what the right of a panel mean."""
    treatment, control = words("forest.side.treatment"), words("forest.side.control")
    left, right = (control, treatment) if panel.high_is_good else (treatment, control)
    return words("forest.left", side=left), words("forest.right", side=right)


def forest_sentence(panels: Sequence[ForestPanel], words: Words) -> str:
    """For each panel how many trials are drawn, on which side they lie, and which had no placebo."""
    if not panels:
        return words("forest.none")
    return " ".join(said for panel in panels for said in _panel_sentences(panel, words))


def _panel_sentences(panel: ForestPanel, words: Words) -> Iterable[str]:
    yield words.plural("forest.drawn", len(panel.results), kind=panel_title(panel, words))
    for key, chosen in (
        ("forest.whole_treatment", [r for r in panel.results if r.favours == "treatment"]),
        ("forest.whole_control", [r for r in panel.results if r.favours == "control"]),
        ("forest.both_sides", [r for r in panel.results if r.favours == "neither"]),
    ):
        if chosen:
            yield words(
                key,
                trials="; ".join(
                    words("forest.named", trial=r.trial.label, effect=effect_text(r.trial, words))
                    for r in chosen
                ),
            )
    for key, control in (("forest.control_nothing", "nothing"), ("forest.control_other", "other")):
        named = [r.trial.label for r in panel.results if r.trial.control == control]
        if named:
            yield words(key, trials="; ".join(named))


def forest_table(panels: Sequence[ForestPanel], left_out: Sequence[Trial], words: Words) -> Table:
    """Every trial with all that was read of it; below them those that are not plotted, and why."""
    columns = (
        *("trial", "given", "against", "counted", "women", "effect", "side"),
        *("certainty", "counts", "cochrane", "note", "sources"),
    )
    drawn = [result for panel in panels for result in panel.results]
    return (
        tuple(words(f"forest.column.{name}") for name in columns),
        (
            *(_drawn_row(result, words) for result in drawn),
            *(_left_out_row(trial, len(columns), words) for trial in left_out),
        ),
    )


def _drawn_row(result: Result, words: Words) -> tuple[str, ...]:
    trial = result.trial
    return (
        trial.label,
        words("forest.given", intervention=trial.intervention, duration=trial.duration),
        against_text(trial, words),
        trial.outcome,
        women_text(trial, words),
        words(f"forest.measure.{measure(trial.effect_type)}", effect=effect_text(trial, words)),
        favours_text(result, words),
        trial.certainty,
        trial.counts_status,
        trial.in_cochrane_2020,
        trial.note,
        ", ".join(trial.source_ids),
    )


def _left_out_row(trial: Trial, columns: int, words: Words) -> tuple[str, ...]:
    """Its name and why it is not plotted: whatever else the row says was not read in full."""
    reason = words("forest.not_plotted", reason=trial.not_plotted)
    return (trial.label, *[""] * (columns - 2 - 5), reason, *[""] * 4, ", ".join(trial.source_ids))


def not_plotted_list(trials: Sequence[Trial], words: Words) -> Html:
    """What is not in the picture, with the reason: a gap is told, not hidden."""
    if not trials:
        return Html()
    return join(
        [
            tag("h4", words("forest.not_plotted_title")),
            tag(
                "ul",
                *(
                    tag("li", tag("strong", trial.label), ": ", trial.not_plotted)
                    for trial in trials
                ),
                class_="not-plotted",
            ),
        ]
    )
