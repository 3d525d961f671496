"""The open gazetteer, read once."""

import pytest

from generator.founding.gazetteer import Gazetteer, gazetteer


@pytest.fixture(scope="session")
def source() -> Gazetteer:
    """As it is, its faults included."""
    return gazetteer()
