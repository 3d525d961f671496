"""Prints how the cost of a build grows with the number of months. Nothing fails."""

from datetime import timedelta
from pathlib import Path

import pytest

from generator.progress import progress
from tests.benchmarks.living import write_province
from tests.benchmarks.living_figures import Month
from tests.benchmarks.measuring import Amounts, page, steps, table, tree, whole_build

MONTHS = (2, 12, 36)


def built(root: Path, months: int) -> Amounts:
    return whole_build(root, Month(months - 1).issued_on + timedelta(days=4))


def pages(docs: Path) -> Amounts:
    """Measures a page of each kind that grows with time, and the largest page of a document."""
    documents = docs.glob("van-ban/*/index.md")
    files = {
        "department": docs / "don-vi/so-xay-dung/index.md",
        "commune": docs / "don-vi/xa-tan-binh-tan-bien/index.md",
        "province": docs / "don-vi/tay-ninh/index.md",
        "indicator": docs / "chi-tieu/ty-le-thanh-toan-truc-tuyen/index.md",
        "largest document": max(documents, key=lambda path: path.stat().st_size),
        "units by indicators": docs / "xep-hang/index.md",
        "home": docs / "index.md",
    }
    return {key: amount for name, file in files.items() for key, amount in page(name, file).items()}


def cost(root: Path, months: int) -> Amounts:
    write_province(root, months)
    today = Month(months - 1).issued_on
    docs = root / "build" / "docs"
    return {**steps(root, today), **built(root, months), **tree(docs), **pages(docs)}


def test_build_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page should not grow with time. A build should grow only with the new figures."""
    costs = [cost(tmp_path / f"{months}", months) for months in progress(MONTHS, len(MONTHS))]
    with capsys.disabled():
        print(table([f"{months} months" for months in MONTHS], costs))


def test_one_more_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Measures a build after one more month and a build without changes, both with the cache of the previous build."""
    write_province(tmp_path, MONTHS[-1] - 1)
    first = built(tmp_path, MONTHS[-1] - 1)
    write_province(tmp_path, MONTHS[-1])
    costs = [first, built(tmp_path, MONTHS[-1]), built(tmp_path, MONTHS[-1])]
    with capsys.disabled():
        print(table([f"{MONTHS[-1] - 1} months", "one more", "nothing new"], costs))
