"""The examples in the docstrings are run by `pytest --doctest-modules crampkit`; here, that they exist."""

from __future__ import annotations

import inspect

import pytest

from crampkit import data, reasoning, toy, words

PUBLIC_FUNCTIONS = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in (reasoning, toy)
    for name, value in vars(module).items()
    if inspect.isfunction(value) and value.__module__.startswith(module.__name__) and name[0] != "_"
]


@pytest.mark.parametrize("function", PUBLIC_FUNCTIONS)
def test_every_public_function_of_the_reasoning_says_what_it_returns(function):
    assert function.__doc__
    assert len(function.__doc__.splitlines()[0]) > 20


@pytest.mark.parametrize("function", PUBLIC_FUNCTIONS)
def test_every_public_function_of_the_reasoning_shows_an_example(function):
    assert ">>>" in function.__doc__


@pytest.mark.parametrize("subject", [data.nearest, data.Problem, words.Words])
def test_what_others_build_on_shows_an_example(subject):
    assert ">>>" in subject.__doc__
