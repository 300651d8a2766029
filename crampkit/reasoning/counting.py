"""How far a share that was counted could be off."""

from __future__ import annotations

import math

TWO_SIDED_95 = 1.959964
"""The standard normal quantile that leaves 2.5 % above it."""


def wilson_range(events: int, total: int) -> tuple[float, float]:
    """The 95 % range of a share that was counted: `events` of `total`.

    It stays within 0 and 1 and fits small counts, where the usual formula does not. E. B. Wilson,
    "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 1927;22:209-12; without continuity correction, as in method 3 of
    R. G. Newcombe, Statistics in Medicine 1998;17:857-72. Raises `ValueError` without women.

    >>> [round(end, 4) for end in wilson_range(81, 263)], [round(e, 4) for e in wilson_range(0, 20)]
    ([0.2553, 0.3662], [0.0, 0.1611])
    """
    if not 0 <= events <= total or not total:
        raise ValueError(f"{events} of {total} is no share")
    share, squared = events / total, TWO_SIDED_95**2
    middle = share + squared / (2 * total)
    half = TWO_SIDED_95 * math.sqrt(share * (1 - share) / total + squared / (4 * total**2))
    whole = 1 + squared / total
    # Rounding must not leave the share itself outside, where none or all were counted.
    return (
        0.0 if events == 0 else (middle - half) / whole,
        1.0 if events == total else (middle + half) / whole,
    )
