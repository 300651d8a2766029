"""A checked catalogue travels as JSON and arrives as it was, with its warnings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import Any

import pytest

from crampkit.catalogue import Catalogue, load
from crampkit.catalogue.travelling import as_json, from_json
from crampkit.data import own_directory
from crampkit.lab import Lab
from crampkit.practice.toy import toy_questions
from tests.folder import Folder


def exactly(value: Any) -> Any:
    """A value with the type and the order of everything in it, which `==` does not look at."""
    if isinstance(value, Catalogue):
        return [(one.name, exactly(getattr(value, one.name))) for one in fields(Catalogue)]
    if hasattr(value, "__dataclass_fields__"):
        return type(value), [(name, exactly(cell)) for name, cell in vars(value).items()]
    if isinstance(value, dict | MappingProxyType):
        return type(value), [(exactly(key), exactly(one)) for key, one in value.items()]
    if isinstance(value, tuple):
        return tuple, [exactly(one) for one in value]
    return type(value), value


@pytest.mark.parametrize("source", [None, own_directory()], ids=["toy", "shipped"])
def test_every_record_in_its_order_arrives_as_it_was(source, tmp_path):
    catalogue = load(Folder(tmp_path / "data", source).path)
    arrived = from_json(as_json(catalogue))
    assert arrived == catalogue
    assert exactly(arrived) == exactly(catalogue)


def test_a_catalogue_that_was_made_by_hand_travels_too(toy):
    for catalogue in (toy, toy_questions()):
        assert from_json(as_json(catalogue)) == catalogue


def test_a_local_edit_stays_marked(tmp_path):
    folder = Folder(tmp_path / "data", own_directory())
    folder.set("red_flags.csv", 2, "action", "Wait and see.")
    catalogue = load(folder.path)
    assert catalogue.warnings
    assert from_json(as_json(catalogue)).warnings == catalogue.warnings


def test_what_arrived_cannot_be_changed(toy):
    arrived = from_json(as_json(toy))
    with pytest.raises(TypeError):
        arrived.causes["star"] = arrived.causes["sun"]
    with pytest.raises(AttributeError):
        arrived.causes["sun"].pretest = 2.0


def test_what_is_worked_out_of_a_catalogue_works_after_the_journey(toy):
    arrived = from_json(as_json(toy))
    assert arrived.background == toy.background
    assert arrived.limited_to(["sun"]) == toy.limited_to(["sun"])
    assert asdict(arrived.causes["sun"]) == asdict(toy.causes["sun"])


def test_the_same_tables_give_the_same_bytes_in_every_python(shipped):
    code = (
        "import sys; from crampkit.catalogue import load;"
        "from crampkit.catalogue.travelling import as_json;"
        "sys.stdout.buffer.write(as_json(load()).encode())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert other.stdout == as_json(shipped).encode()


def with_sun(toy: Catalogue, **changes: Any) -> Catalogue:
    sun = replace(toy.causes["sun"], **changes)
    return replace(toy, causes=MappingProxyType({**toy.causes, "sun": sun}))


@pytest.mark.parametrize(
    "changes",
    [
        {"source_ids": ["EXPERT"]},
        {"source_ids": "EXPERT"},
        {"source_ids": (("EXPERT",),)},
        {"needs": frozenset({"noon"})},
        {"pretest": 1j},
        {"cause_id": "star", "label": "Star", "short_label": "Star"},
    ],
    ids=str,
)
def test_what_would_not_come_back_as_it_was_is_not_sent(toy, changes):
    with pytest.raises(TypeError):
        as_json(with_sun(toy, **changes))


def test_a_number_without_end_is_not_sent(toy):
    with pytest.raises(ValueError, match="JSON"):
        as_json(with_sun(toy, pretest=float("inf")))


def test_rows_of_two_kinds_in_a_table_are_not_sent(toy):
    with pytest.raises(TypeError, match="of another kind"):
        as_json(replace(toy, rules=(*toy.rules, toy.causes["sun"])))


def test_a_catalogue_of_another_crampkit_is_not_read(toy):
    tables = json.loads(as_json(toy))
    del tables["causes"]["columns"]["needs"]
    with pytest.raises(ValueError, match="another crampkit"):
        from_json(json.dumps(tables))
    del tables["causes"]
    with pytest.raises(ValueError, match="another crampkit"):
        from_json(json.dumps(tables))


def test_a_lab_teaches_from_what_its_host_brought_along(toy, monkeypatch):
    from crampkit import hosts
    from crampkit.hosts.jupyter.host import JupyterHost

    class Elsewhere(JupyterHost):
        def catalogue(self, data, language=None):
            return toy

    monkeypatch.setattr(hosts, "_chosen", Elsewhere())
    assert Lab().catalogue is toy
