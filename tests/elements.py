"""The elements of some HTML, for tests that ask what is in which of them.

>>> page = read('<ul class="do"><li>Walk</li><li>Rest <b>well</b></li></ul>')
>>> [item.text for item in page.all("li")]
['Walk', 'Rest well']
>>> page.one("ul").classes
['do']
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

EMPTY = frozenset({"input", "br", "hr", "meta", "link", "img"})


class Element:
    """One element: its name, its attributes, and what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str | None], inside: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inside = inside
        self.children: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    @property
    def text(self) -> str:
        """All text in it on one line, as a reader sees it."""
        return " ".join("".join(self._texts()).split())

    @property
    def elements(self) -> list[Element]:
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def around(self) -> Iterator[Element]:
        """The elements it stands in, the nearest first."""
        if self.inside:
            yield self.inside
            yield from self.inside.around

    def all(
        self, tag: str | None = None, class_: str | None = None, **attributes: str | None
    ) -> list[Element]:
        """The elements anywhere in it with this tag, class and attributes, in their order.

        An underscore in a name stands for a hyphen; None asks that there is no such attribute.
        """
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self._within()
            if tag in (None, element.tag)
            and (class_ is None or class_ in element.classes)
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(
        self, tag: str | None = None, class_: str | None = None, **attributes: str | None
    ) -> Element:
        """The only such element."""
        [element] = self.all(tag, class_, **attributes)
        return element

    def __getitem__(self, name: str) -> str | None:
        """An attribute; `KeyError` where it has none of that name."""
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def _within(self) -> Iterator[Element]:
        for child in self.elements:
            yield child
            yield from child._within()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield " "
                yield from child._texts()
                yield " "


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.now = Element("", {}, None)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.now)
        self.now.children.append(element)
        if tag not in EMPTY:
            self.now = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.now.children.append(Element(tag, dict(attrs), self.now))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.now.tag, f"</{tag}> ends <{self.now.tag}>"
        self.now = self.now.inside or self.now

    def handle_data(self, data: str) -> None:
        self.now.children.append(data)


def read(html: str) -> Element:
    """The elements of some HTML, in one that holds them all; what is cut off at its end may be open."""
    return _Reader(html).root
