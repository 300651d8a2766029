"""What a lesson shows of its cause: findings, look-alike, danger signs, evidence, what to do, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from crampkit.catalogue import (
    BASES,
    KINDS,
    TIERS,
    Catalogue,
    Claim,
    Feature,
    Finding,
    Lesson,
    ManagementItem,
    RedFlag,
)
from crampkit.catalogue.asked import ARTICLE
from crampkit.languages import joined
from crampkit.reasoning import TESTED, Gap, widest_gaps
from crampkit.reasoning.counting import piece_at
from crampkit.reasoning.telling_apart import gap_weights, telling_gaps
from crampkit.reasoning.typical import feature_weights, features_of
from crampkit.views.kit.bars import length, track
from crampkit.views.kit.labels import (
    BASIS_MARKS,
    basis_label,
    finding_text,
    fit_words,
    gap_text,
)
from crampkit.views.kit.markup import Html, explained, more, tag
from crampkit.views.kit.numbers import in_100
from crampkit.views.kit.place import numbers_to_call
from crampkit.views.kit.sources import address_of, keyed, known, sources_by_key, supported
from crampkit.views.kit.tables import Step, TableCell, TableGroup, TableRow, stacking
from crampkit.views.lesson.dangers import MOST_OF_A_LESSON, dangers_of, in_leaves
from crampkit.words import Words

Row = TypeVar("Row")

GUIDANCE = ("do", "do_not", "refer_when")
WHOLE = (1, 1)


def piece_of(rows: Sequence[Row], piece: tuple[int, int]) -> list[Row]:
    """One of several pieces of about the same length, so that no step of a lesson is long.

    >>> piece_of("abcde", (1, 2)), piece_of("abcde", (2, 2))
    (['a', 'b', 'c'], ['d', 'e'])
    """
    which, of = piece
    return [row for place, row in enumerate(rows) if piece_at(place, len(rows), of) == which]


GUIDANCE_MARKS = {"do": "✓", "do_not": "✕", "refer_when": "→"}


def lesson_of(catalogue: Catalogue, cause_id: str) -> Lesson | None:
    """The lesson on a cause, None where there is none."""
    return next((one for one in catalogue.lessons.values() if one.cause_id == cause_id), None)


# ------------------------------------------------------------------------------ small parts


# ------------------------------------------------------------------------------ findings


SAY_MOST = 5
"""So many findings stand in the first table, those that say most; a phone shows two on its screen."""
WORTH_FOLDING = 4
"""Fewer than so many others are not worth a press of their own."""


def features_table(catalogue: Catalogue, cause_id: str, words: Words) -> Html:
    """All findings that a cause lists: how common with it and without, and what each number rests on.

    How many there are, and how many were measured, is told at once; the rows open on request.
    """
    cause = catalogue.causes[cause_id].short_label
    features = features_of(catalogue, cause_id)
    columns = (
        words("lesson.column.finding"),
        words("lesson.column.with", cause=cause),
        words("lesson.column.without"),
        words("lesson.column.says"),
        words("lesson.column.why"),
    )

    def rows_of(some: Sequence[Feature], caption: str) -> Html:
        groups = _by_kind(catalogue, some, columns, words)
        return stacking(words(caption, cause=cause), columns, groups, "features")

    first, rest = features[:SAY_MOST], features[SAY_MOST:]
    if len(rest) < WORTH_FOLDING:
        first, rest = features, []
    return tag(
        "section",
        tag("h3", words("lesson.features.title", cause=cause)),
        tag("p", _how_many_judged(catalogue, features, words), class_="sentence"),
        more(
            words("lesson.features.first" if rest else "lesson.features.all", count=len(first)),
            tag("p", words("lesson.features.reading"), class_="note"),
            _basis_legend(catalogue, words),
            rows_of(first, "lesson.features.caption"),
        ),
        more(
            words("lesson.features.rest", count=len(rest)),
            rows_of(rest, "lesson.features.rest_caption"),
        )
        if rest
        else Html(),
        class_="lesson-features",
    )


def _by_kind(
    catalogue: Catalogue, features: Sequence[Feature], columns: Sequence[str], words: Words
) -> Iterator[TableGroup]:
    """The rows, story first and tests last, with a heading for each kind."""
    for kind in KINDS:
        of_kind = [f for f in features if catalogue.findings[f.finding_id].kind == kind]
        if of_kind:
            rows = [_feature_row(catalogue, feature, columns, words) for feature in of_kind]
            yield TableGroup(words(f"kind.{kind}"), rows)


def _how_many_judged(catalogue: Catalogue, features: Sequence[Feature], words: Words) -> str:
    bases = [feature.basis for feature in features]
    bases += [catalogue.findings[feature.finding_id].basis for feature in features]
    judged = sum(basis != "published" for basis in bases)
    return words(
        "lesson.features.judged" if article_of(catalogue) else "lesson.features.judged_alone",
        findings=len(features),
        total=len(bases),
        judged=judged,
        seed=bases.count("seed"),
        published=len(bases) - judged,
    )


def article_of(catalogue: Catalogue) -> tuple[str, ...]:
    """The key of the article that the set discusses; nothing where it discusses none."""
    return (ARTICLE,) if ARTICLE in catalogue.sources else ()


def _basis_legend(catalogue: Catalogue, words: Words) -> Html:
    items = (
        tag(
            "li",
            tag("span", BASIS_MARKS[basis], class_=f"basis-label {basis}", aria_hidden="true"),
            " ",
            words(f"basis.{basis}"),
        )
        for basis in BASES
        if basis != "seed" or article_of(catalogue)
    )
    return tag("ul", *items, class_="legend-of-bases note")


def _feature_row(
    catalogue: Catalogue, feature: Feature, columns: Sequence[str], words: Words
) -> TableRow:
    finding = catalogue.findings[feature.finding_id]
    return TableRow(
        _asked(catalogue, finding, words),
        [
            _share_cell(words("lesson.column.with_it"), feature.probability, feature.basis, words),
            _share_cell(columns[2], finding.background, finding.basis, words),
            TableCell([*_what_it_says(catalogue, feature, words)], attributes={"class_": "said"}),
            TableCell([_why_this_number(catalogue, feature, finding, words)]),
        ],
        {"data_finding": finding.finding_id},
    )


def _asked(catalogue: Catalogue, finding: Finding, words: Words) -> Html:
    return explained(finding_text(catalogue, finding, words), catalogue.glossary)


def _share_cell(column: str, share: float, basis: str, words: Words) -> TableCell:
    return TableCell(
        [
            tag("span", in_100(share, words), class_="women"),
            track(length(f"bar {basis}", share)),
            basis_label(basis, words),
        ],
        column,
    )


def _what_it_says(catalogue: Catalogue, feature: Feature, words: Words) -> Iterator[Html]:
    weights = feature_weights(catalogue, feature)
    keys = ("yes", "no") if len(weights) > 1 else ("answer",)
    for key, weight in zip(keys, weights, strict=True):
        yield tag("span", words(f"lesson.says.{key}", strength=fit_words(weight, words)))


def _why_this_number(
    catalogue: Catalogue, feature: Feature, finding: Finding, words: Words
) -> Html:
    notes = (("with", feature.note), ("without", finding.note))
    return sources_by_key(
        catalogue,
        (*feature.source_ids, *finding.source_ids),
        words,
        *(tag("p", words(f"lesson.note.{side}", note=note)) for side, note in notes if note),
    )


# ------------------------------------------------------------------------------ its look-alike


def look_alike(catalogue: Catalogue, cause_id: str, other_id: str, words: Words) -> Step:
    """What tells two causes apart: the widest gaps of all that can be asked, seen and felt."""
    one, other = (catalogue.causes[c].short_label for c in (cause_id, other_id))
    gaps = telling_gaps(catalogue, cause_id, other_id)
    tests = widest_gaps(catalogue, cause_id, other_id, TESTED)
    sentences = [
        words(
            "lesson.look_alike.first",
            one=one,
            other=other,
            finding=gap_text(catalogue, gaps[0], words),
        )
        if gaps
        else words("lesson.look_alike.none", one=one, other=other)
    ]
    groups = [catalogue.findings[gap.finding_id].overlap_group for gap in gaps]
    if len({group for group in groups if group}) < len([group for group in groups if group]):
        sentences.append(words("lesson.look_alike.repeats"))
    if tests and tests[0].bits > (gaps[0].bits if gaps else 0):
        test = gap_text(catalogue, tests[0], words)
        shares = (in_100(share, words) for share in (tests[0].one, tests[0].other))
        sentences.append(
            words(
                "lesson.look_alike.test",
                **dict(zip(("one_share", "other_share"), shares, strict=True)),
                finding=test,
                one=one,
                other=other,
            )
        )
    bases = [basis for gap in gaps for basis in _bases(catalogue, gap, cause_id, other_id)]
    if bases:
        judged = sum(basis != "published" for basis in bases)
        sentences.append(words("lesson.look_alike.judged", judged=judged, total=len(bases)))
    return Step(
        joined(" ", sentences),
        words("lesson.look_alike.caption", one=one, other=other),
        (
            words("lesson.column.finding"),
            words("lesson.column.with", cause=one),
            words("lesson.column.with", cause=other),
            words("lesson.column.between"),
        ),
        tuple(
            (
                gap_text(catalogue, gap, words),
                in_100(gap.one, words),
                in_100(gap.other, words),
                words(
                    "lesson.yes_and_no",
                    yes=_points_to(yes, one, other, words),
                    no=_points_to(no, one, other, words),
                ),
            )
            for gap, (yes, no) in ((gap, gap_weights(gap)) for gap in gaps)
        ),
    )


def _points_to(weight: float, one: str, other: str, words: Words) -> str:
    """Which of the two an answer speaks for, and how strongly."""
    strength = fit_words(abs(weight), words)
    if strength == words("strength.nothing"):
        return strength
    return words("lesson.points_to", strength=strength, cause=one if weight > 0 else other)


def _bases(catalogue: Catalogue, gap: Gap, *cause_ids: str) -> Iterator[str]:
    """What each of a gap's two numbers rests on; a pair that is not listed is at background."""
    for cause_id in cause_ids:
        feature = catalogue.features.get((cause_id, gap.finding_id))
        yield (feature or catalogue.findings[gap.finding_id]).basis


# ------------------------------------------------------------------------------ danger signs


def red_flags_of_lesson(
    catalogue: Catalogue, flag_ids: Iterable[str], words: Words, piece: tuple[int, int] = WHOLE
) -> Html:
    """The dangers of a lesson under how fast to act, each with its signs and what to do; all of it open."""
    flags = piece_of(most_urgent_first(catalogue, flag_ids), piece)
    every = dangers_of(flags)
    return tag(
        "section",
        tag("h3", words("lesson.flags.title")),
        tag("p", words("lesson.flags.intro" if flags else "lesson.flags.none"))
        if piece[0] == 1
        else Html(),
        numbers_to_call(catalogue, words),
        *in_leaves(catalogue, every, MOST_OF_A_LESSON, catalogue.glossary, words),
        class_="lesson-flags",
    )


def most_urgent_first(catalogue: Catalogue, flag_ids: Iterable[str]) -> list[RedFlag]:
    """The flags by how fast to act, and in their given order where that is the same.

    >>> from crampkit.toy import toy_catalogue
    >>> [flag.flag_id for flag in most_urgent_first(toy_catalogue(), ["shade", "burn", "blind"])]
    ['blind', 'burn', 'shade']
    """
    return sorted((catalogue.flags[f] for f in flag_ids), key=lambda flag: TIERS.index(flag.tier))


# ------------------------------------------------------------------------------ article and evidence


def article_and_evidence(
    catalogue: Catalogue, cause_id: str, words: Words, piece: tuple[int, int] = WHOLE
) -> Html:
    """What the article says and what better evidence says, side by side, each with its strength."""
    every = [claim for claim in catalogue.claims.values() if claim.cause_id == cause_id]
    claims = piece_of(every, piece)
    return tag(
        "section",
        tag("h3", words("lesson.article.title", cause=catalogue.causes[cause_id].short_label)),
        tag("p", words("lesson.article.intro" if claims else "lesson.article.none"), class_="note"),
        *(_claim(catalogue, claim, words) for claim in claims),
        class_="lesson-claims",
    )


def _claim(catalogue: Catalogue, claim: Claim, words: Words) -> Html:
    sides = (
        ("article", claim.article_says, claim.article_strength, article_of(catalogue)),
        ("better", claim.evidence_says, claim.evidence_strength, claim.source_ids),
    )
    return tag(
        "article",
        tag("h4", claim.topic),
        tag(
            "div",
            *(
                tag(
                    "div",
                    tag("p", words(f"lesson.article.{side}"), class_="side"),
                    tag("p", explained(says, catalogue.glossary)),
                    supported(catalogue, strength, source_ids, words),
                    class_=side,
                )
                for side, says, strength, source_ids in sides
            ),
            class_="two",
        ),
        class_="claim",
        data_claim=claim.claim_id,
    )


# ------------------------------------------------------------------------------ what to do


def management(
    catalogue: Catalogue,
    cause_id: str,
    words: Words,
    kinds: Collection[str] = GUIDANCE,
    piece: tuple[int, int] = WHOLE,
) -> Html:
    """Do, do not and refer when, or one of them, each with its strength and its sources."""
    return tag(
        "section",
        *(
            tag(
                "div",
                guidance_heading(kind, words, "h3"),
                tag("ul", *(_guidance(catalogue, item, words) for item in items)),
                class_=f"guidance {kind}",
            )
            for kind in GUIDANCE
            if kind in kinds and (items := piece_of(guidance(catalogue, cause_id, kind), piece))
        ),
        class_="lesson-management",
    )


def guidance(catalogue: Catalogue, cause_id: str, kind: str) -> list[ManagementItem]:
    """What to do, not to do, or to refer for, in the order of the file."""
    return [
        item
        for item in catalogue.management.values()
        if (item.cause_id, item.kind) == (cause_id, kind)
    ]


def guidance_heading(kind: str, words: Words, level: str = "h4") -> Html:
    """The heading of one sort of guidance, with a mark beside the word."""
    return tag(
        level,
        tag("span", GUIDANCE_MARKS[kind], aria_hidden="true", class_="glyph"),
        " ",
        words(f"lesson.management.{kind}"),
    )


def _guidance(catalogue: Catalogue, item: ManagementItem, words: Words) -> Html:
    return tag(
        "li",
        tag("p", explained(item.text, catalogue.glossary)),
        supported(catalogue, item.strength, item.source_ids, words),
    )


# ------------------------------------------------------------------------------ sources


def sources_of_lesson(catalogue: Catalogue, lesson_id: str, words: Words) -> Html:
    """Every source of a lesson by its key, closed until asked for; a link is the reader's to open."""
    sources = sorted(
        known(catalogue, source_ids_of_lesson(catalogue, lesson_id)),
        key=lambda source: source.source_id,
    )
    recalled = sum(not source.read for source in sources)
    return tag(
        "section",
        tag("h3", words("lesson.sources.title")),
        more(
            words("lesson.sources.count", count=len(sources), recalled=recalled),
            tag("p", words("lesson.sources.links"), class_="note"),
            tag("ul", *(keyed(source, words, *address_of(source)) for source in sources)),
            data_key="sources",
        ),
        class_="lesson-sources",
    )


def source_ids_of_lesson(catalogue: Catalogue, lesson_id: str) -> tuple[str, ...]:
    """The keys of all that a lesson shows: its prose, claims, numbers, guidance, flags, questions.

    Raises `KeyError` for a lesson that is not in the catalogue.
    """
    lesson = catalogue.lessons[lesson_id]
    cause_id = lesson.cause_id
    features = features_of(catalogue, cause_id) if cause_id else []
    rows: list[Iterable[str]] = [lesson.source_ids]
    if cause_id:
        rows += [article_of(catalogue), catalogue.causes[cause_id].source_ids]
        rows += [c.source_ids for c in catalogue.claims.values() if c.cause_id == cause_id]
        rows += [m.source_ids for m in catalogue.management.values() if m.cause_id == cause_id]
        rows += [m.source_ids for m in catalogue.cause_regions.values() if m.cause_id == cause_id]
    rows += [feature.source_ids for feature in features]
    rows += [catalogue.findings[feature.finding_id].source_ids for feature in features]
    rows += [catalogue.flags[flag_id].source_ids for flag_id in lesson.flag_ids]
    rows += [q.source_ids for q in catalogue.questions.values() if q.lesson_id == lesson_id]
    return tuple(dict.fromkeys(key for row in rows for key in row))


def unfinished(words: Words) -> Html:
    """That a lesson is still being written."""
    return tag("p", words("lesson.unfinished"), class_="aged", role="alert")
