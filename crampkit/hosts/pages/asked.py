"""What a page's scripts ask Python for that is no panel of a lesson: text in, text out."""

from __future__ import annotations

import json

from crampkit.catalogue import Catalogue
from crampkit.practice.class_report import class_report
from crampkit.practice.class_table import class_table
from crampkit.practice.handed_in import LARGEST_FILE, MOST_FILES, NotReadError, read_handed_in
from crampkit.views.practice.class_report import refusal, report
from crampkit.words import words_of


def class_made(catalogue: Catalogue, value: str) -> str:
    """The report on files that were chosen in a page, as HTML and as a table, and a sentence on it.

    `value` has of each file its text, or the key of why it was not read. A file that is refused is named
    by its number alone.
    """
    words = words_of(catalogue)
    read, refused = [], []
    for number, file in enumerate(json.loads(value), start=1):
        try:
            if problem := file.get("problem"):
                most = MOST_FILES if problem == "too_many_files" else LARGEST_FILE // 1_000_000
                raise NotReadError(problem, most=most)
            read.append(read_handed_in(file["text"].encode("utf-8", "replace")))
        except NotReadError as error:
            refused.append(words("class.file", number=number, why=refusal(error, words)))
    found = class_report(catalogue, read)
    told = (
        words.plural("class.told", len(read))
        if read
        else words.plural("class.refused", len(refused))
    )
    return json.dumps(
        {
            "html": str(report(catalogue, found, refused, words)) if read or refused else "",
            "table": class_table(catalogue, found),
            "told": str(told),
        }
    )
