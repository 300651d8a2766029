"""Write data/shipped.json: what a trainer's copy of the tables is compared with.

With it data/datapackage.json and the tables of columns in data/README.md (`write_columns.py`). Run it
(`make shipped`) after a deliberate change of any table; a test fails until it was run. For a set of your
own, name its folder, and the first alone is written: `python tools/write_shipped.py FOLDER`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import write_columns

from crampkit.catalogue.reading import read_tables
from crampkit.catalogue.shipping import RECORD, record_of
from crampkit.catalogue.topic import subject_of

ROOT = Path(__file__).resolve().parent.parent


def content(folder: Path = ROOT / "data") -> str:
    """What shipped.json has to say of the tables in a folder."""
    tables, problems = read_tables(folder, subject_of(folder))
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return record_of(tables)


if __name__ == "__main__":
    target = Path(*sys.argv[1:2]) if sys.argv[1:] else ROOT / "data"
    (target / RECORD).write_text(content(target), encoding="utf-8")
    print(f"Wrote {target.name}/{RECORD}")
    if target == write_columns.DATA:
        write_columns.write()
        print(
            f"Wrote {target.name}/{write_columns.PACKAGE.name} and the tables of {target.name}/README.md"
        )
