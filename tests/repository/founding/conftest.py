"""Fixtures for tests of new portals: the gazetteer, read once."""

import pytest

from generator.founding.gazetteer import Gazetteer, gazetteer


@pytest.fixture(scope="session")
def source() -> Gazetteer:
    """The gazetteer unchanged, including its errors."""
    return gazetteer()
