"""A checked `Catalogue` as JSON and back, for a place that has no folder of tables: a page in a browser.

It travels as it was read, with its warnings, so nothing is checked a second time. Each table is
written by column: short, and read in the time in which a page can be waited for.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from crampkit.catalogue import tables as declared
from crampkit.catalogue.records import Catalogue

PLAIN = (str, int, float, type(None))
"""What JSON gives back as it was; of a true or false Python says that it is an int, too."""


def as_json(catalogue: Catalogue) -> str:
    """The catalogue as one line of JSON; the same catalogue gives the same line.

    Raises `TypeError` for what would not come back as it was.

    >>> from crampkit.toy import toy_catalogue
    >>> from_json(as_json(toy_catalogue())) == toy_catalogue()
    True
    """
    tables = {table.name: _table(getattr(catalogue, table.name)) for table in fields(Catalogue)}
    return json.dumps(tables, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str) -> Catalogue:
    """The catalogue that `as_json` wrote.

    Raises `ValueError` where a crampkit with other tables wrote it.
    """
    tables = json.loads(text)
    if list(tables) != _names(Catalogue):
        raise ValueError("this catalogue was written by another crampkit; make it anew")
    return Catalogue(**{name: _read_table(table) for name, table in tables.items()})


def _names(record: type) -> list[str]:
    return [one.name for one in fields(record)]


# ------------------------------------------------------------------------------ writing


def _table(rows: Collection[Any]) -> Any:
    """A table by column; words alone, or by key, stay as they are."""
    keyed = isinstance(rows, Mapping)
    values = list(rows.values()) if isinstance(rows, Mapping) else list(rows)
    if all(isinstance(value, str) for value in values):
        return dict(rows) if isinstance(rows, Mapping) else values
    record = type(values[0])
    if any(type(value) is not record for value in values):
        raise TypeError(f"a table of {record.__name__} has rows of another kind")
    columns = {name: [getattr(value, name) for value in values] for name in _names(record)}
    return {
        "record": record.__name__,
        "key": _key(list(rows), columns) if keyed else None,
        "lists": [name for name, cells in columns.items() if _holds_lists(name, cells)],
        "columns": columns,
    }


def _key(keys: list[Any], columns: Mapping[str, list[Any]]) -> str | list[str]:
    """The column, or the columns, by which the rows are found."""
    if isinstance(keys[0], tuple):
        return [_column(list(part), columns) for part in zip(*keys, strict=True)]
    return _column(keys, columns)


def _column(cells: list[Any], columns: Mapping[str, list[Any]]) -> str:
    for name, own in columns.items():
        if own == cells:
            return name
    raise TypeError("a table is keyed by what stands in none of its columns")


def _holds_lists(name: str, cells: Iterable[Any]) -> bool:
    """Whether a column holds tuples of words, which JSON gives back as lists."""
    kinds = {type(cell) for cell in cells}
    if kinds == {tuple}:
        if all(isinstance(word, str) for cell in cells for word in cell):
            return True
    elif all(issubclass(kind, PLAIN) for kind in kinds):
        return False
    raise TypeError(f"a column holds what JSON would not give back as it was: {name}")


# ------------------------------------------------------------------------------ reading


def _read_table(table: Any) -> Any:
    if isinstance(table, list):
        return tuple(table)
    if "columns" not in table:
        return MappingProxyType(table)
    record, columns = getattr(declared, table["record"]), table["columns"]
    if list(columns) != _names(record):
        raise ValueError(f"this table was written by another crampkit: {table['record']}")
    for name in table["lists"]:
        columns[name] = list(map(tuple, columns[name]))
    rows = [_made(record, columns, cells) for cells in zip(*columns.values(), strict=True)]
    match table["key"]:
        case None:
            return tuple(rows)
        case str(name):
            keys: Iterable[Any] = columns[name]
        case names:
            keys = zip(*(columns[name] for name in names), strict=True)
    return MappingProxyType(dict(zip(keys, rows, strict=True)))


def _made(record: type, names: Iterable[str], cells: Iterable[Any]) -> Any:
    # Not by its own __init__, which sets the fields of a frozen record one by one: ten times as slow.
    row: Any = object.__new__(record)
    row.__dict__.update(zip(names, cells, strict=True))
    return row
