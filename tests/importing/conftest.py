"""Fixtures: the portal of a whole province, a function that reads a file without writing, and a portal to write to."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

import pytest

from generator.cli import main
from generator.importing.dialogue import Findings
from generator.importing.import_context import prepare_import, understand_file
from generator.importing.request import Request
from generator.model import Portal
from tests.support.folders import PROVINCE
from tests.support.portals import copy_of_mini, portal_of


class Options(TypedDict, total=False):
    """Options of the import; see `Request`."""

    source_id: str
    period: str
    within: str
    mapping: str
    kind: str
    decimal: str
    answers: Sequence[str]
    document: Mapping[str, str]


Understand = Callable[..., Findings]
"""A function that reads a file with `Options`."""

SOURCE = "1612-UBND-KSTT-2024"


def understand_in(root: Path, portal: Portal) -> Understand:
    """Returns a function that reads a file for the portal at `root`, as an attachment of Letter 1612 unless the options
    name another document."""

    def run(file: Path, **options: Unpack[Options]) -> Findings:
        request = replace(Request(file, SOURCE), **options)
        return understand_file(prepare_import(root, request, portal))

    return run


@pytest.fixture(scope="session")
def real() -> Portal:
    """The portal of a whole province, with its units and indicators."""
    return portal_of(PROVINCE)


@pytest.fixture
def understand(real: Portal) -> Understand:
    return understand_in(PROVINCE, real)


@pytest.fixture(scope="session")
def in_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the mini portal, with the addresses of its pages in its ledger."""
    copy = copy_of_mini(tmp_path_factory)
    assert main(["format", "--root", str(copy)]) == 0
    return copy


@pytest.fixture
def mini(in_form: Path, tmp_path: Path) -> Path:
    """A copy of the mini portal that a test may change."""
    return Path(shutil.copytree(in_form, tmp_path / "portal"))


def rows(findings: Findings) -> list[tuple[str, str, str, str, str]]:
    """Returns unit, indicator, period, value or status, and cell of each figure."""
    return [
        (entry.unit_id.removeprefix("tay-ninh."), entry.indicator_id, entry.period, entry.value or entry.status, at)
        for entry in findings.entries
        if (at := entry.at.short_address)
    ]


def values(findings: Findings) -> dict[str, str]:
    """Returns the value or the status of each figure, by its cell."""
    return {entry.at.short_address: entry.value or entry.status for entry in findings.entries}


def questions(findings: Findings) -> dict[str, str]:
    """Returns the message of each question, by its cell."""
    return {item.at.short_address: item.message for item in findings.questions}
