"""Write crampkit/shipped.json: what a trainer's copy of data/ must not lose unseen.

Run it (`make shipped`) after a deliberate change of the flags, the rules or the interface's
sentences; a test fails until it was run.
"""

from __future__ import annotations

import json
from pathlib import Path

from crampkit.catalogue import FILES, GAP, FlagRule, rule_key
from crampkit.data import Row, read_table

ROOT = Path(__file__).resolve().parent.parent


def rows(file: str) -> tuple[Row, ...]:
    table, problems = read_table(ROOT / "data", file, tuple(FILES[file].columns))
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return table.rows


def content() -> dict[str, object]:
    """Flags with their tier, which are private, the keys of a place, rules in one line each, and the
    gaps of every sentence."""

    def ids(cell: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in cell.split(";")) if cell else ()

    return {
        "flags": {row.cells["flag_id"]: row.cells["tier"] for row in rows("red_flags.csv")},
        "private": [
            row.cells["flag_id"] for row in rows("red_flags.csv") if row.cells["private"] == "yes"
        ],
        "local": [row.cells["key"] for row in rows("local.csv")],
        "rules": [
            rule_key(
                FlagRule(
                    row.cells["flag_id"],
                    ids(row.cells["all_present"]),
                    ids(row.cells["all_absent"]),
                    row.cells["effect"],
                )
            )
            for row in rows("flag_rules.csv")
        ],
        "text": {
            row.cells["key"]: sorted(set(GAP.findall(row.cells["text"])))
            for row in rows("text/en.csv")
        },
    }


if __name__ == "__main__":
    target = ROOT / "crampkit" / "shipped.json"
    target.write_text(json.dumps(content(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Wrote {target.relative_to(ROOT)}")
