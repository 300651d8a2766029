"""Numbers as text: shares, ratios and weights, as exact as they deserve."""

from __future__ import annotations

from crampkit.catalogue import Measurement
from crampkit.reasoning import likelihood_band
from crampkit.reasoning.rounding import about_one_in, decimals_of, frequency_of, two_figures
from crampkit.words import Words

HUNDRED = 100


def in_100(share: float, words: Words) -> str:
    """How many of 100 women: one unit for all, so that two of them can be compared at a glance.

    >>> words = Words({"lesson.in_100": "{count} in 100"})
    >>> in_100(0.9, words), in_100(0.004, words)
    ('90 in 100', '0.4 in 100')
    """
    return words("lesson.in_100", count=f"{round(100 * share, 1):g}")


def bits_text(weight: float) -> str:
    """A weight of evidence with its sign, and a true minus.

    >>> bits_text(2.04), bits_text(-1.0)
    ('+2.0', '−1.0')
    """
    return f"{weight:+.1f}".replace("-", "−")


def percent_text(share: float, words: Words) -> str:
    """A share in per cent, as exact as its smaller side deserves; never 0 % and never 100 %.

    >>> words = Words({"chart.percent": "{percent} %", "chart.percent.under": "under {percent} %"})
    >>> [percent_text(share, words) for share in (0.0001, 0.234, 0.9992, 0.00000001)]
    ['0.01 %', '23 %', '99.92 %', 'under 0.01 %']
    """
    if share < 0.000095:
        return words("chart.percent.under", percent="0.01")
    if share > 1 - 0.000095:
        return words("chart.percent.over", percent="99.99")
    smaller = 100 * min(share, 1 - share)
    decimals = decimals_of(smaller)
    number = f"{100 * share:.{decimals}f}"
    return words("chart.percent", percent=number.rstrip("0").rstrip(".") if decimals else number)


def frequency_text(share: float, words: Words) -> str:
    """A share as women counted: 1 in 500, 23 in 100, 999 in 1,000.

    >>> words = Words({"chart.frequency": "{count} in {total}"})
    >>> [frequency_text(share, words) for share in (0.0001, 0.002, 0.23, 0.97, 0.999)]
    ['1 in 10,000', '1 in 500', '23 in 100', '97 in 100', '999 in 1,000']
    """
    count, total = frequency_of(share)
    return words("chart.frequency", count=f"{count:,}", total=f"{total:,}")


def ratio_text(ratio: float) -> str:
    """A likelihood ratio with two figures that mean something.

    >>> [ratio_text(ratio) for ratio in (8.6, 20.0, 1234.0, 0.05)]
    ['8.6', '20', '1,200', '0.05']
    """
    if ratio >= 10:
        return f"{two_figures(ratio):,}"
    decimals = decimals_of(ratio)
    return f"{ratio:.{decimals}f}".rstrip("0").rstrip(".")


def percent(share: float, words: Words) -> str:
    """A likelihood in figures; never 0 % and never 100 %.

    >>> from crampkit.words import Words
    >>> percent(0.004, Words({"percent.under_1": "under 1 %"}))
    'under 1 %'
    """
    band = likelihood_band(share)
    if band in ("under_1", "over_99"):
        return words(f"percent.{band}")
    return words("percent.about", percent=round(100 * share))


def one_in(share: float, words: Words) -> str:
    """A share as a count of women: 1 in so many, or so many in 10.

    >>> words = Words({"pretest.one_in": "about 1 in {count}", "pretest.in_ten": "about {count} in 10"})
    >>> one_in(0.0123, words), one_in(0.62, words)
    ('about 1 in 80', 'about 6 in 10')
    """
    if share > 0.15:
        return words("pretest.in_ten", count=min(round(10 * share), 9))
    return words("pretest.one_in", count=f"{about_one_in(share):,}")


def number_text(row: Measurement, words: Words) -> str:
    """The number of a row with its unit, its range, or that there is none.

    >>> words = Words({"figure.number": "{number} {unit}", "figure.range": "{low} to {high}",
    ...     "figure.no_number": "no figure"})
    >>> row = Measurement("", "", "", "", "", "", None, None, 2.0, 3.0, "mg", "", "", (), True)
    >>> number_text(row, words)
    '2 to 3 mg'
    """
    if row.value is not None:
        number = f"{row.value:g}"
    elif row.low is not None and row.high is not None:
        number = words("figure.range", low=f"{row.low:g}", high=f"{row.high:g}")
    else:
        return words("figure.no_number")
    return words("figure.number", number=number, unit=row.unit)


def printed(number: str) -> str:
    """A number as it was printed, with a true minus.

    >>> printed("-1.32")
    '−1.32'
    """
    return number.replace("-", "−")
