"""HTML from values: whatever is not `Html` already is escaped, so text from a file stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from crampkit.catalogue import Term
from crampkit.languages import OWN, InEnglish, Language, Mixed

EMPTY_ELEMENTS = frozenset({"input", "br", "hr", "meta", "link", "img"})
TEXT_ALONE = frozenset({"option", "title", "textarea", "text"})
"""Elements that hold no other: what they say of two languages stands in them as plain text."""
IN_ENGLISH = {"lang": OWN, "dir": "auto"}
"""What an element says that holds a text of the tables, where the page speaks another language."""


CLOSED = {"type": "button", "aria_expanded": "false"}
"""What the button of a term says while its meaning is not shown."""


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def escape(text: str, quote: bool = True) -> str:
    """The text with its marks of HTML written out; as `html.escape`.

    That module brings a table of 2,000 names along, which takes a browser's Python longer to load
    than all of the views together.

    >>> escape("<a href='b'> & ...")
    '&lt;a href=&#x27;b&#x27;&gt; &amp; ...'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;") if quote else text


def tag(element: str, /, *children: str, **attributes: object) -> Html:
    """One element. Underscores in attribute names become hyphens, a trailing one is dropped.

    An attribute that is True stands alone; one that is False or None is left out.

    >>> tag("p", "2 < 3", class_="note", hidden=True)
    '<p class="note" hidden>2 &lt; 3</p>'
    """
    if len(children) == 1 and type(children[0]) is InEnglish:
        children, attributes = (str(children[0]),), {**attributes, **IN_ENGLISH}
    written = "".join(
        [
            _name_of(key) if value is True else f'{_name_of(key)}="{escape(str(value))}"'
            for key, value in attributes.items()
            if value is not None and value is not False
        ]
    )
    if element in EMPTY_ELEMENTS:
        return Html(f"<{element}{written}>")
    if element in TEXT_ALONE:
        children = tuple(str(c) if isinstance(c, Mixed) else c for c in children)
    return Html(f"<{element}{written}>{join(children)}</{element}>")


@cache
def _name_of(key: str) -> str:
    """The name of an attribute with the space before it."""
    return f" {key.rstrip('_').replace('_', '-')}"


def join(children: Iterable[str]) -> Html:
    """Children one after another, each escaped unless it is `Html`.

    >>> join(["a & ", tag("b", "c")])
    'a &amp; <b>c</b>'
    """
    return Html(
        "".join(
            [
                c if isinstance(c, Html) else escape(c, False) if type(c) is str else _written(c)
                for c in children
            ]
        )
    )


def _written(text: str) -> str:
    """A text as HTML; one of the tables says that it is in English, where the page is not.

    >>> print(_written(Mixed(["Ursache: ", InEnglish("Leg cramp")])))
    Ursache: <bdi lang="en" dir="auto">Leg cramp</bdi>
    """
    if isinstance(text, InEnglish):
        return tag("bdi", str(text), **IN_ENGLISH)
    if isinstance(text, Mixed):
        return join(text.parts)
    return escape(text, quote=False)


def written_in(language: Language) -> dict[str, str]:
    """What an element says of a language that is not that of the page round it; English is."""
    if language.code == OWN:
        return {}
    return {"lang": language.code, "dir": language.direction}


def choice(kind: str, name: str, value: str, label: str, *, description: str | None = None) -> Html:
    """A native radio button or checkbox inside its label, so that a tap on the words counts.

    >>> choice("radio", "side", "left", "Left")
    '<label class="choice"><input type="radio" name="side" value="left"><span>Left</span></label>'
    """
    return tag(
        "label",
        tag("input", type=kind, name=name, value=value),
        tag("span", label),
        class_="choice",
    )


def question(legend: str, *content: str, **attributes: object) -> Html:
    """A group of controls with its name: what a screen reader says before each of them."""
    return tag("fieldset", tag("legend", legend), *content, **attributes)


def button(label: str, action: str, value: str | None = None, **attributes: object) -> Html:
    """A button that sends `action` to Python."""
    return tag("button", label, type="button", data_action=action, data_value=value, **attributes)


def more(summary: str, *content: str, **attributes: object) -> Html:
    """Something that opens on request."""
    return tag("details", tag("summary", summary), *content, **attributes)


def explained(text: str, glossary: Mapping[str, Term]) -> Html:
    """Text in which the first use of each glossary term is a button that opens its meaning after it.

    >>> explained("A red flag.", {"flag": Term("flag", "red flag", "A danger.")}).count("red flag")
    1
    """
    if isinstance(text, InEnglish):
        return tag("span", _explained(str(text), tuple(glossary.values())), **IN_ENGLISH)
    if isinstance(text, Mixed):
        # The glossary is in English: it explains the parts that are.
        parts = text.parts
        return join(explained(p, glossary) if isinstance(p, InEnglish) else p for p in parts)
    return _explained(text, tuple(glossary.values()))


@lru_cache(maxsize=1024)
def _explained(text: str, terms: tuple[Term, ...]) -> Html:
    """The same sentences come again with every answer, and their terms are looked for once."""
    if not terms:
        return join([text])
    by_word, pattern = _terms(terms)
    seen: set[str] = set()
    parts: list[str] = []
    position = 0
    for match in pattern.finditer(text):
        word = match[0].lower()
        if word in seen or _is_only_spelt_alike(match[0], by_word[word].term):
            continue
        seen.add(word)
        meaning = tag("span", str(by_word[word].definition), class_="meaning", role="note")
        before, end = text[position : match.start()], match.end()
        # A bracket of its own would stay behind on another line than the term.
        opening = before[-1:] if before.endswith("(") else ""
        closing = text[end : end + 1] if opening and text[end : end + 1] == ")" else ""
        shown = (_bracket(opening), match[0], _bracket(closing))
        parts += [
            before.removesuffix(opening),
            tag("span", tag("button", *shown, **CLOSED), meaning, class_="term"),
        ]
        position = end + len(closing)
    return join([*parts, text[position:]])


def _bracket(bracket: str) -> str:
    return tag("span", bracket, aria_hidden="true") if bracket else ""


def _is_only_spelt_alike(word: str, term: str) -> bool:
    """The left leg has nothing to do with LEFt, a rule: a name with capitals inside is that name alone."""
    return word[1:] != term[1:] and term[1:] != term[1:].lower()


@cache
def _terms(terms: tuple[Term, ...]) -> tuple[dict[str, Term], re.Pattern[str]]:
    """The terms by their word, and what finds them, the longest first; made once, used for each text."""
    by_word = {term.term.lower(): term for term in terms}
    longest_first = sorted(by_word, key=len, reverse=True)
    pattern = r"(?<!\w)(" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)"
    return by_word, re.compile(pattern, re.IGNORECASE)
