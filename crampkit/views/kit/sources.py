"""Where a number comes from, opening on request; what was only recalled says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crampkit.catalogue import Catalogue, Source
from crampkit.views.kit.labels import strength_label
from crampkit.views.kit.markup import Html, more, tag
from crampkit.words import Words


def known(catalogue: Catalogue, source_ids: Iterable[str]) -> list[Source]:
    """The sources of these keys that the tables have, each once."""
    unique = dict.fromkeys(source_ids)
    return [catalogue.sources[key] for key in unique if key in catalogue.sources]


def sources(
    catalogue: Catalogue, source_ids: Iterable[str], words: Words, are_open: bool = False
) -> Html:
    """Some citations behind their number, open where nothing can be pressed; nothing where there is none."""
    found = known(catalogue, source_ids)
    if not found:
        return Html()
    return more(
        words.plural("sources", len(found)),
        tag("ul", *(tag("li", *citation(source, words)) for source in found)),
        class_="sources",
        open=are_open,
    )


def sources_by_key(
    catalogue: Catalogue, source_ids: Iterable[str], words: Words, *notes: Html
) -> Html:
    """Some citations with their keys, behind their number and below what is noted of it."""
    found = known(catalogue, source_ids)
    if not found and not notes:
        return Html()
    return more(
        words.plural("sources", len(found)) if found else words("lesson.sources.why"),
        *notes,
        tag("ul", *(keyed(source, words) for source in found)) if found else Html(),
        class_="sources",
    )


def supported(catalogue: Catalogue, strength: str, source_ids: Iterable[str], words: Words) -> Html:
    """How well something is supported, in one line; it opens what that rests on, where that is known."""
    label = strength_label(strength, words)
    found = known(catalogue, source_ids)
    if not found:
        return tag("p", label)
    how_many = tag("span", ", ", words.plural("sources", len(found)), class_="only-heard")
    return tag(
        "details",
        tag("summary", label, how_many),
        tag("ul", *(keyed(source, words) for source in found)),
        class_="sources",
    )


def keyed(source: Source, words: Words, *further: Html) -> Html:
    """A citation after its key, as an item of a list."""
    return tag("li", tag("strong", source.source_id), " ", *citation(source, words, *further))


def citation(source: Source, words: Words, *further: Html) -> tuple[str, ...]:
    """What is cited, and that it was not read where that is so."""
    not_read = () if source.read else (" ", tag("em", words("sources.not_read")))
    return (source.citation, *further, *not_read)


def address_of(source: Source) -> Iterator[Html]:
    """The address as its own text; only of the web, whatever a table says."""
    if source.url.lower().startswith(("https://", "http://")):
        yield Html(" ")
        yield tag("a", source.url, href=source.url, target="_blank", rel="noopener noreferrer")
