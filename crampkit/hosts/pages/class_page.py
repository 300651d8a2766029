"""The report on a class as one HTML file, which opens anywhere and prints whole."""

from __future__ import annotations

from crampkit.catalogue import Catalogue
from crampkit.front import sheet, tokens_without_script
from crampkit.hosts.pages.single import digest
from crampkit.practice.class_report import ClassReport
from crampkit.views.kit.markup import Html, tag
from crampkit.views.practice.class_report import report
from crampkit.words import Words


def class_page(catalogue: Catalogue, found: ClassReport, refused: list[str], words: Words) -> str:
    """The page, with its styles inside, and nothing that runs or is fetched."""
    styles = "\n".join([tokens_without_script(), sheet("kit"), sheet("class_report")])
    policy = f"default-src 'none'; style-src {digest(styles)}; style-src-attr 'unsafe-inline'"
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", words("class.title")),
        tag("style", Html(styles)),
    )
    main = tag(
        "main",
        tag("h1", words("class.title")),
        tag("p", words("not_a_device"), class_="note"),
        report(catalogue, found, refused, words),
    )
    document = tag(
        "html",
        tag("head", *head),
        tag("body", main, class_="class-alone"),
        class_="crampkit",
        lang=words.language.code,
        dir=words.language.direction,
    )
    return f"<!DOCTYPE html>\n{document}\n"
