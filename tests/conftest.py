"""What all tests share: the settings of hypothesis, and the two catalogues."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, Phase, settings

from crampkit.catalogue import Catalogue, load
from crampkit.toy import toy_catalogue

# No test reads or writes the journal of whoever runs it; nor does one process of the tests clear
# what a test of another one has just kept.
named = os.environ.get("CRAMPKIT_JOURNAL")
if named:
    os.makedirs(named, exist_ok=True)
os.environ["CRAMPKIT_JOURNAL"] = tempfile.mkdtemp(prefix="crampkit-journal-", dir=named)
atexit.register(shutil.rmtree, os.environ["CRAMPKIT_JOURNAL"], ignore_errors=True)
# Nor is it run in the language of whoever runs it.
os.environ.pop("CRAMPKIT_LANGUAGE", None)

# Derandomised, so that a run that passes once passes always; no deadline, so that a busy machine
# cannot fail a law.
settings.register_profile(
    "crampkit",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# HYPOTHESIS_PROFILE=thorough looks for longer, at other places each time.
settings.register_profile(
    "thorough", settings.get_profile("crampkit"), max_examples=500, derandomize=False
)
# For `make mutants`: that a law fails is enough, without the smallest catalogue on which it does.
settings.register_profile(
    "first_failure",
    settings.get_profile("crampkit"),
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "crampkit"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long is left to `make test-all`; named by itself it is run anywhere."""
    named = any("::" in argument for argument in config.args)
    if named or os.environ.get("CRAMPKIT_LONG_TESTS") == "1":
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue of data/: only tests of the content use it."""
    return load()


@pytest.fixture
def toy() -> Catalogue:
    return toy_catalogue()
