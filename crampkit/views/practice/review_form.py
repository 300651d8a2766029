"""The form for a reviewer: one page with everything in it, for any browser, with no network and no server."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

from crampkit.practice.reviewing import KINDS, Item
from crampkit.views.kit.markup import Html, question, tag
from crampkit.words import Words

SAID = (
    *("of", "one", "saved", "loaded", "not_loaded", "not_kept", "who", "who_first", "here"),
    "range_wrong",
)
"""Sentences that the form's script says, by their key after `review.`."""


def page(items: Iterable[Item], words: Words, data_version: str, script: str, styles: str) -> str:
    """The whole form as one file; nothing in it says what the set says."""
    asked = [_asked(item, words) for item in items]
    said = {key: words(f"review.{key}", **{g: f"{{{g}}}" for g in _GAPS}) for key in SAID}
    data = json.dumps(
        {"items": asked, "words": said, "version": data_version},
        ensure_ascii=False,
        separators=(",", ":"),
    ).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(styles)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", words("review.title")),
        Html(f"<style>{styles}</style>"),
    )
    body = tag(
        "body",
        tag("main", *_parts(words), class_="crampkit review"),
        Html(f'<script type="application/json" id="data">{data}</script>'),
        Html(f"<script>{script}</script>"),
    )
    code, way = words.language.code, words.language.direction
    return (
        f"<!DOCTYPE html>\n{tag('html', head, body, lang=code, dir=way, data_edition='review')}\n"
    )


_GAPS = ("number", "count", "answered", "name")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}"


def _asked(item: Item, words: Words) -> dict[str, object]:
    """What the form is told of an item: never what the set says of it."""
    gaps = {name: words.in_own_language(text) for name, text in item.gaps.items()}
    own = [(one, words(key) if key in words else key) for one, key in item.options.items()]
    return {
        "id": item.item_id,
        "kind": item.kind,
        "asked": str(words(item.ask, **gaps)),
        "as_read": item.as_read,
        "of": item.of,
        "several": item.several,
        "options": [[one, str(label)] for one, label in own],
    }


def _parts(words: Words) -> tuple[Html, ...]:
    kinds = (
        tag(
            "label",
            tag("input", type="radio", name="kind", value=kind, checked=kind == KINDS[0]),
            tag("span", words(f"review.kind.{kind}")),
            class_="choice",
        )
        for kind in KINDS
    )
    return (
        tag("h1", words("review.title")),
        tag("p", words("review.what")),
        # One who begins is shown nothing of whoever was here before, and the other way round.
        tag(
            "form",
            _text("reviewer", words("review.name")),
            tag("p", words("review.name.how"), class_="note"),
            tag("p", tag("button", words("review.begin"), type="submit", class_="main")),
            class_="who",
        ),
        _begun(tag("p", class_="who-is"), _button(words("review.other"), "other"), row=True),
        _begun(
            question(words("review.kinds"), tag("div", *kinds, class_="in-a-row")),
            tag("p", role="status", class_="how-far"),
            tag(
                "section",
                tag("h2", id="asked", tabindex="-1"),
                tag("div", class_="answer"),
                tag(
                    "label",
                    tag("span", words("review.comment")),
                    tag("textarea", name="comment", rows="3"),
                    class_="field",
                ),
                aria_labelledby="asked",
                class_="card",
            ),
        ),
        tag("p", role="status", class_="message"),
        _begun(
            _button(words("review.back"), "back"),
            _button(words("review.skip"), "skip"),
            _button(words("review.next"), "next", class_="main"),
            row=True,
        ),
        tag(
            "div",
            _button(words("review.save"), "save", hidden=True, data_begun=True),
            tag(
                "label",
                tag("span", words("review.load")),
                tag("input", type="file", name="load", accept=".json,application/json"),
            ),
            class_="in-a-row saving",
        ),
        tag("p", words("review.safe"), class_="note"),
        tag(
            "template",
            question(
                words("review.number"),
                _number("number", words("review.answer")),
                _number("low", words("review.low")),
                _number("high", words("review.high")),
                tag("p", class_="out-of note"),
            ),
            id="number",
        ),
        tag("template", question(words("review.choose")), id="choose"),
    )


def _begun(*parts: Html, row: bool = False) -> Html:
    """What is there once it is known who reviews."""
    return tag("div", *parts, hidden=True, data_begun=True, class_="in-a-row" if row else None)


def _text(name: str, label: str) -> Html:
    return tag(
        "label", tag("span", label), tag("input", type="text", name=name, autocomplete="off"),
        class_="field",
    )  # fmt: skip


def _number(name: str, label: str) -> Html:
    return tag(
        "label", tag("span", label), tag("input", type="number", name=name, min="0", step="any"),
        class_="field",
    )  # fmt: skip


def _button(label: str, way: str, **attributes: object) -> Html:
    return tag("button", label, type="button", data_way=way, **attributes)
