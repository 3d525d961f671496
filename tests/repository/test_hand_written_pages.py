"""Tests the hand-written pages of this repository, and the whole site of its portal together with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import words
from generator.model import TaskStatus
from tests.support.crawling import QUESTIONS, Crawl, crawl, report
from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"


@pytest.fixture(scope="module")
def real() -> Crawl:
    """The site of this portal."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    return crawl(SITE)


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
def test_the_check_of_the_whole_site_finds_no(real: Crawl, question: Callable[[Crawl], list[str]]) -> None:
    faults = question(real)
    assert not faults, report(faults)


def test_no_english_text_is_left(real: Crawl) -> None:
    assert real.english_texts() == []


def test_the_method_page_explains_the_words_that_pages_show() -> None:
    """Each assessment is explained under exactly the word that pages show."""
    method = (ROOT / "content" / "phuong-phap" / "index.md").read_text(encoding="utf-8")
    for word in words.ASSESSMENTS.values():
        assert f"\n| {word} | " in method
    assert f"“{words.TASK_STATUSES[TaskStatus.OVERDUE]}”" in method


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.parent.name)
def test_the_heading_of_a_page_repeats_its_title(path: Path) -> None:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    title = front.partition('title: "')[2].partition('"')[0]
    assert title
    assert f"\n# {title}\n" in body
