"""plotly's own style rules as a style sheet."""

from __future__ import annotations

import re

from crampkit.hosts.pages.node import NoRuntimeError

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_NAME = rf"(?:[A-Z]|{_TEXT})"
_RULES = re.compile(rf"\{{((?:{_NAME}:{_TEXT},?)+)\}};for\(")
_RULE = re.compile(f"({_NAME}):({_TEXT}),?")


def plotly_css(bundle: str) -> str:
    """The rules that plotly.js writes into its page by script, which the policy of a page forbids.

    X and Y are plotly's short forms. It puts each rule before those that it has put already.

    >>> print(plotly_css('a={"X a":"top:0;",Y:\\'font:"d"\\'};for(e in a)'))
    .plotly-notifier{font:"d"}
    .js-plotly-plot .plotly a{top:0;}
    <BLANKLINE>
    """
    lists = _RULES.findall(bundle)
    if len(lists) != 1:
        raise NoRuntimeError("plotly.js has changed: its list of style rules was not found.")
    rules = [(_unquoted(names), _unquoted(what)) for names, what in _RULE.findall(lists[0])]
    short = {"X": ".js-plotly-plot .plotly", "Y": ".plotly-notifier"}
    lines = [
        f"{re.sub('[XY]', lambda found: short[found[0]], names)}{{{what}}}\n"
        for names, what in reversed(rules)
    ]
    return "".join(lines)


def _unquoted(text: str) -> str:
    """What a text of JavaScript says; a name may stand without quotation marks."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] in "\"'" else text
