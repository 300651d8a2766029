"""What the page's script calls in the browser's own Python: text in, text out."""

from __future__ import annotations

import gc
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

from crampkit import hosts
from crampkit.catalogue.travelling import from_json
from crampkit.hosts.pages.host import PagesHost
from crampkit.hosts.pages.store import DeskInBrowser, JournalInBrowser
from crampkit.practice.journal import Entry, entry_of
from crampkit.practice.spreadsheet import to_csv
from crampkit.practice.summary import summary
from crampkit.views.practice import to_a_class
from crampkit.words import words_of

Say = Callable[[str], None]


def prime() -> None:
    """Load what the lessons need, so that a picture of the memory holds it."""
    for module in LOADED:
        import_module(module)
    gc.collect()


LOADED = (
    "crampkit.lab",
    "crampkit.lesson",
    "crampkit.panels.practice.cases",
    "crampkit.panels.explorer.explorer",
    "crampkit.panels.explorer.kept_state",
    "crampkit.panels.figures.figures",
    "crampkit.panels.practice.progress",
    "crampkit.panels.practice.quiz",
    "crampkit.panels.figures.trials",
    "crampkit.practice.review",
    "fsrs",
    "traceback",
)
"""What every lesson loads, or most of them."""


class Door:
    """The one host of this Python behind plain text: nothing of Python's is kept on the other side.

    `catalogue` is as `travelling.as_json` wrote it.
    """

    def __init__(self, catalogue: str) -> None:
        self._catalogue = from_json(catalogue)

    def open(self, tell: Say, keep: Say, lines: str, values: str, session: bool) -> None:
        """Begin with what the browser holds. `tell` takes messages for the page, `keep` for its storage."""

        def keep_plain(wish: dict[str, object]) -> None:
            keep(json.dumps(wish))

        def summarise(entries: tuple[Entry, ...]) -> dict[str, object]:
            return summary(self._catalogue, entries, datetime.now(UTC))

        random.seed()  # What a snapshot brought back would draw the same again.
        self._journal = JournalInBrowser(
            keep_plain, lines.encode("utf-8"), summarise, session=session
        )
        self._desk = DeskInBrowser(keep_plain, json.loads(values))
        self._host = PagesHost(self._catalogue, tell, self._journal, self._desk)
        hosts.choose(self._host)

    def run(
        self,
        cells: str,
        known: str,
        turn: int,
        place: str = "",
        ways: str = "{}",
        case: str = "",
    ) -> str:
        """What the cells of a lesson show; `place` is the name of its file, `ways` lead to its steps.

        `case` is the woman whom its address asks for.
        """
        asked = (json.loads(cells), json.loads(known), turn, place, json.loads(ways), case)
        return json.dumps(self._host.run(*asked))

    def receive(self, message: str) -> None:
        """What a learner did."""
        self._host.receive(json.loads(message))

    def asked(self, question_id: str) -> str:
        """A question as it is put to a class: nothing of what is right or wrong.

        A file of votes can name one that is not in the tables: nothing is asked then, nor explained.
        """
        catalogue = self._catalogue
        question = catalogue.questions.get(question_id)
        if question is None:
            return json.dumps({"stem": "", "options": []})
        return json.dumps(to_a_class.asked(question, catalogue.options_of[question_id]))

    def explained(self, question_id: str) -> str:
        """Its answer, and why each option is right or tempting, to be told one at a time."""
        if question_id not in self._catalogue.questions:
            return json.dumps({"told": []})
        return json.dumps(
            to_a_class.explained(self._catalogue, question_id, words_of(self._catalogue))
        )

    def keep_for_session(self, session: bool) -> None:
        """The learner chose whether anything is kept once the tab is closed."""
        self._journal.keep_for_session(session)
        self._host.tell_changes()

    def table(self) -> str:
        """The learner's answers as a table that any crampkit takes over; nothing where there is none."""
        entries = self._entries()
        return to_csv(entries) if entries else ""

    def _entries(self) -> tuple[Entry, ...]:
        lines = self._journal.read().decode("utf-8").split("\n")
        return tuple(filter(None, map(entry_of, lines)))

    def answer(self, what: str, value: str) -> str:
        """What is no panel of a lesson; its modules are loaded when it is first asked for."""
        from crampkit.hosts.pages import asked
        from crampkit.practice.handed_in import hand_in

        if what == "hand_in":
            return hand_in(self._catalogue, self._entries())
        return {"class_report": asked.class_made}[what](self._catalogue, value)

    def not_kept(self, wish: str, reason: str) -> None:
        """What the browser did not keep, and why."""
        refused = json.loads(wish)
        if "append" in refused:
            self._journal.failed(reason, refused["append"])
        else:
            self._desk.failed(reason)
        self._host.tell_changes()

    def news(self, news: str) -> None:
        """What another tab has written."""
        told = json.loads(news)
        if told.get("erase"):
            self._journal.erased()
            self._desk.erased()
        if lines := told.get("lines"):
            self._journal.taken(lines)
        if values := told.get("values"):
            self._desk.taken(values)
        self._host.tell_changes()
