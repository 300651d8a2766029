"""The page on which a trainer reads a class's files: what stands on it before any file is chosen."""

from __future__ import annotations

from crampkit.practice.handed_in import LARGEST_CLASS, LARGEST_FILE, MOST_FILES
from crampkit.views.kit.controls import file_chosen
from crampkit.views.kit.markup import Html, tag
from crampkit.words import Words


def class_files(words: Words, start: str | None) -> Html:
    """What the page shows, with the address of the start page; `front/class_view.js` opens it, and puts
    the report below.
    """
    choosing = tag(
        "section",
        tag(
            "div",
            _field("files", words, multiple=True, accept=".csv,.jsonl,text/csv"),
            _field("folder", words, webkitdirectory=True),
            class_="class-ways",
        ),
        tag("p", words("pages.class.drop")),
        tag("p", role="status"),
        class_="class-files",
        hidden=True,
        data_most=MOST_FILES,
        data_largest=LARGEST_FILE,
        data_all=LARGEST_CLASS,
        aria_label=words("pages.class.files"),
    )
    made = tag(
        "div",
        tag(
            "div",
            *(
                tag("button", words(f"pages.class.{way}"), type="button", data_class=way)
                for way in ("print", "table")
            ),
            class_="class-ways",
            hidden=True,
        ),
        tag("div", class_="class-shown"),
        class_="class-made",
    )
    return tag(
        "div",
        tag("h1", words("class.title")),
        tag("p", tag("a", words("pages.all"), href=start)),
        tag("p", words("pages.class.how")),
        tag("p", tag("strong", words("pages.class.private"))),
        choosing,
        made,
        class_="crampkit class-view",
    )


def _field(name: str, words: Words, **attributes: object) -> Html:
    return file_chosen(words(f"pages.class.{name}"), **attributes)
