"""Fixtures of Tây Ninh's tests: the portal's own data, read once, and a function that reads a file as one of its
documents."""

import pytest

from generator.model import Portal
from tests.importing.conftest import Understand, understand_in
from tests.support.folders import ROOT
from tests.support.portals import portal_of


@pytest.fixture(scope="session")
def real() -> Portal:
    """The portal's own data."""
    return portal_of(ROOT)


@pytest.fixture
def understand(real: Portal) -> Understand:
    return understand_in(ROOT, real)
