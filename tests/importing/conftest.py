"""A province with its names, read once, and a way to understand a file without writing anything."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.importing.asking import Understood
from generator.importing.command import Request, reading_of, understood_of
from generator.loading import load_portal
from generator.model import Portal
from tests.conftest import PROVINCE

Understand = Callable[..., Understood]
SOURCE = "1612-UBND-KSTT-2024"


@pytest.fixture(scope="session")
def real() -> Portal:
    """The names of a whole province."""
    portal, faults = load_portal(PROVINCE)
    assert faults == []
    return portal


@pytest.fixture
def understand(real: Portal) -> Understand:
    """Understands a file as one of Letter 1612 unless told otherwise."""

    def run(file: Path, **said: object) -> Understood:
        request = Request(file, **{"source_id": SOURCE, **said})
        return understood_of(reading_of(PROVINCE, request, real))

    return run


def rows(understood: Understood) -> list[tuple[str, str, str, str, str]]:
    """Unit, indicator, period, value or status, and cell of each figure."""
    return [
        (entry.unit_id.removeprefix("tay-ninh."), entry.indicator_id, entry.period, entry.value or entry.status, at)
        for entry in understood.entries
        if (at := entry.at.short_address)
    ]


def values(understood: Understood) -> dict[str, str]:
    """The value or the status of each figure by its cell."""
    return {entry.at.short_address: entry.value or entry.status for entry in understood.entries}


def questions(understood: Understood) -> dict[str, str]:
    """What is asked, by cell."""
    return {item.at.short_address: item.message for item in understood.questions}
