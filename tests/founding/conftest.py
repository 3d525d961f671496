"""The open gazetteer, read once."""

import pytest

from generator.founding.gazetteer import Gazetteer, gazetteer


@pytest.fixture(scope="session")
def source() -> Gazetteer:
    return gazetteer()
