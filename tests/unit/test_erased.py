"""Whatever a script of the pages writes into the browser is named here, with what erases it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

SCRIPTS = {
    file.name: file.read_text(encoding="utf-8")
    for file in files("crampkit.front").iterdir()
    if file.name.endswith(".js")
}

WAYS_TO_KEEP = {
    "storage": r"(?:torage|area\(\))\.setItem\(([^,]+),",
    "other storage": r"(?:local|session)Storage(\[|\.(?!getItem|setItem|removeItem)\w+ = )",
    "database": r"indexedDB\.open\(([\w.]+)",
    "cache": r"caches\.open\((\w+)",
    "cookie": r"(document\.cookie|cookieStore)",
    "files": r"(getDirectory\(\)|showSaveFilePicker)",
    "setting": r'choose\(("[^"]+"), (?!null)',
}
"""How a browser can be made to keep something, and where the pattern finds its name."""

NOTHING_OF_HERS = None
"""The files of the set, Python before it has read any answer, and what a reviewer saves as a file."""

ERASED_BY = {
    ("store.js", "storage", "`${name}:choice`"): ("keeping.js", "choose(name, null);"),
    ("store.js", "storage", "key"): ("keeping.js", "await opened.erase(me);"),
    ("class.js", "storage", "own(which)"): ("keeping.js", "eraseKeys(name);"),
    ("review.js", "storage", "keyOf(held.reviewer)"): NOTHING_OF_HERS,
    ("store.js", "database", "name"): ("keeping.js", "await opened.erase(me);"),
    ("theme.js", "storage", '"crampkit:theme"'): ("theme.js", "sessionStorage.removeItem("),
    ("theme.js", "storage", "`crampkit:${name}`"): (
        *("reading.js", 'choose(group.querySelector("input").name, null)'),
    ),
    ("steps.js", "setting", '"steps"'): ("steps.js", 'choose("steps", null)'),
    ("snapshot.js", "database", "databaseOf"): NOTHING_OF_HERS,
    ("sw.js", "cache", "MINE"): NOTHING_OF_HERS,
    ("sw.js", "cache", "name"): NOTHING_OF_HERS,
}


def test_each_thing_that_a_script_keeps_is_known_and_no_other():
    found = {
        (name, way, match[1])
        for name, text in SCRIPTS.items()
        for way, pattern in WAYS_TO_KEEP.items()
        for match in re.finditer(pattern, text)
    }
    assert found == set(ERASED_BY)


@pytest.mark.parametrize("erased_by", sorted(set(filter(None, ERASED_BY.values()))))
def test_what_erases_it_is_there(erased_by):
    script, words = erased_by
    assert words in SCRIPTS[script]


def test_every_part_of_the_database_is_emptied():
    text = SCRIPTS["store.js"]
    parts = re.findall(r"createObjectStore\((\w+)", text)
    assert len(parts) == 3
    assert f"const ALL = [{', '.join(parts)}];" in text
    assert "ALL.forEach((kind) => transaction.objectStore(kind).clear())" in text


def test_keys_of_their_own_begin_with_the_name_of_the_set_by_which_they_are_erased():
    assert "const own = (which) => `${name}:${which}`;" in SCRIPTS["class.js"]
    assert re.search(r"import \{[^}]*\bname\b[^}]*\} from \"./keeping.js\"", SCRIPTS["class.js"])
    assert "key.startsWith(`${name}:`)" in SCRIPTS["store.js"]


PASSED_ON = {"keeping.js", "store.js", "worker.js", "snapshot.js", "sw.js"}
"""Scripts that write what they are given, and remember nothing of it."""


def test_a_script_that_remembers_what_it_has_kept_forgets_it_when_all_is_erased():
    writers = {name for name, text in SCRIPTS.items() if re.search(r"\.put\((\w+), ", text)}
    assert writers - PASSED_ON == {"openings.js", "steps.js"}
    for name in writers - PASSED_ON:
        assert 'addEventListener("crampkit:forgotten"' in SCRIPTS[name]
