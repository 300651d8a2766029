"""What all tests share: the settings of hypothesis, and the two catalogues."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from crampkit.catalogue import Catalogue, load
from crampkit.toy import toy_catalogue

# No test reads or writes the journal of whoever runs it.
os.environ.setdefault("CRAMPKIT_JOURNAL", tempfile.mkdtemp(prefix="crampkit-journal-"))

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
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "crampkit"))


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue of data/: only tests of the content use it."""
    return load()


@pytest.fixture
def toy() -> Catalogue:
    return toy_catalogue()
