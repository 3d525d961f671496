"""Fixtures of Tây Ninh's tests: the portal's own data, read once, and a function that reads a file as one of its
documents."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import pytest

from generator.importing.dialogue import Findings
from generator.importing.import_context import prepare_import, understand_file
from generator.importing.request import Request
from generator.loading import load_portal
from generator.model import Portal
from tests.conftest import ROOT
from tests.importing.conftest import SOURCE, Options, Understand


@pytest.fixture(scope="session")
def real() -> Portal:
    """The portal's own data."""
    portal, faults = load_portal(ROOT)
    assert faults == []
    return portal


@pytest.fixture
def understand(real: Portal) -> Understand:
    """Returns a function that reads a file as a file of Letter 1612, unless other options are given."""

    def run(file: Path, **options: Unpack[Options]) -> Findings:
        request = replace(Request(file, SOURCE), **options)
        return understand_file(prepare_import(ROOT, request, real))

    return run
