"""Loads `data/corrections.csv` and `data/accepted.csv`: the answers to findings and warnings."""

from pathlib import Path

from generator import data_files
from generator.loading.entities import optional_rows
from generator.loading.fields import Fields
from generator.model import Acceptance, Correction
from generator.problems import Problem

CORRECTION_COLUMNS = ("finding_id", "answer", "answered_by", "answered_on", "source_id")
ACCEPTANCE_COLUMNS = ("warning_id", "reason", "accepted_by", "accepted_on")


def load_corrections(root: Path, faults: list[Problem]) -> tuple[Correction, ...]:
    """Returns `data/corrections.csv` in file order; the file may be missing."""
    found = optional_rows(root, data_files.CORRECTIONS, CORRECTION_COLUMNS, faults)
    return tuple(_correction(fields) for fields in found)


def _correction(fields: Fields) -> Correction:
    return Correction(
        finding_id=fields.text("finding_id"),
        answer=fields.text("answer"),
        answered_by=fields.text("answered_by"),
        answered_on=fields.day("answered_on"),
        source_id=fields.optional("source_id"),
        path=fields.path,
        line=fields.line,
    )


def load_acceptances(root: Path, faults: list[Problem]) -> tuple[Acceptance, ...]:
    """Returns `data/accepted.csv` in file order; the file may be missing."""
    found = optional_rows(root, data_files.ACCEPTANCES, ACCEPTANCE_COLUMNS, faults)
    return tuple(_acceptance(fields) for fields in found)


def _acceptance(fields: Fields) -> Acceptance:
    return Acceptance(
        warning_id=fields.text("warning_id"),
        reason=fields.text("reason"),
        accepted_by=fields.text("accepted_by"),
        accepted_on=fields.day("accepted_on"),
        path=fields.path,
        line=fields.line,
    )
