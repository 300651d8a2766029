"""What a measurement comes to: a row of the table, and the figures in it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MEBIBYTE = 2**20
MET = {True: "yes", False: "NO", None: ""}


class Line(NamedTuple):
    """One row of the table; `met` is None where nothing was aimed at.

    `beside` is the ratio to a yardstick that was measured in the same run: machines differ, ratios less.
    """

    what: str
    measured: str
    beside: str = ""
    aim: str = ""
    met: bool | None = None


HEAD = ["what", "measured", "beside", "aim", "met"]


def table(lines: Iterable[Line]) -> str:
    """
    >>> print(table([Line("swapped", "0.15 s", "0.18 x a load", "0.3 x a load", True)]))
    what     measured  beside         aim           met
    -------  --------  -------------  ------------  ---
    swapped  0.15 s    0.18 x a load  0.3 x a load  yes
    """
    rows = [[*line[:4], MET[line.met]] for line in lines]
    rows.insert(0, HEAD)
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def missed(lines: Iterable[Line]) -> str:
    """Which aims were missed, in words.

    >>> print(missed([Line("cold", "1.7 s", "", "1.5 s", False), Line("warm", "0.7 s", "", "0.8 s", True)]))
    1 of 2 aims missed:
      cold: 1.7 s, aim 1.5 s
    >>> missed([Line("warm", "0.7 s", "", "0.8 s", True), Line("frame", "17 ms")])
    'Every aim was met (1).'
    """
    aimed = [line for line in lines if line.met is not None]
    short = [line for line in aimed if not line.met]
    if not short:
        return f"Every aim was met ({len(aimed)})." if aimed else "Nothing was aimed at."
    said = (f"  {line.what}: {line.measured}, aim {line.aim}" for line in short)
    return "\n".join((f"{len(short)} of {len(aimed)} aims missed:", *said))


def seconds(value: float) -> str:
    """
    >>> seconds(0.2634), seconds(38.21)
    ('0.26 s', '38.2 s')
    """
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def milliseconds(value: float) -> str:
    """Seconds, written as milliseconds.

    >>> milliseconds(0.0163), milliseconds(0.00021), milliseconds(1.2)
    ('16.3 ms', '0.21 ms', '1,200 ms')
    """
    return f"{1000 * value:,.{2 if value < 0.01 else 1 if value < 0.1 else 0}f} ms"


def megabytes(count: float) -> str:
    """Bytes, written as millions of them.

    >>> megabytes(6_412_345)
    '6.4 MB'
    """
    return f"{count / 1e6:.1f} MB"


def mebibytes(count: float) -> str:
    """Bytes of memory, counted as what lists processes counts them.

    >>> mebibytes(312_475_648)
    '298 MB'
    """
    return f"{count / MEBIBYTE:.0f} MB"


def times(value: float, yardstick: float, name: str) -> str:
    """
    >>> times(0.15, 0.84, "an ordinary load"), times(1.64, 0.05, "an empty page")
    ('0.18 x an ordinary load', '33 x an empty page')
    """
    ratio = value / yardstick
    return f"{ratio:.{2 if ratio < 1 else 1 if ratio < 10 else 0}f} x {name}"


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed.

    >>> percentile_95(range(1, 101)), percentile_95([7])
    (95, 7)
    """
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
