"""Tests the feeds that this portal's pages announce."""

import pytest

from tests.support.crawling import read_page
from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("", ["data/cap-nhat.atom"]),
        ("cap-nhat", ["../data/cap-nhat.atom"]),
        ("don-vi/so-cong-thuong", ["../../data/don-vi/so-cong-thuong.atom"]),
        ("chi-tieu/ty-le-thanh-toan-truc-tuyen", ["../../data/chi-tieu/ty-le-thanh-toan-truc-tuyen.atom"]),
        ("van-ban/cong-van-1612-ubnd-kstt-2024", ["../../data/van-ban/cong-van-1612-ubnd-kstt-2024.atom"]),
        ("phuong-phap", ["../data/cap-nhat.atom"]),
    ],
)
def test_a_page_announces_the_feed_of_its_topic(page: str, feeds: list[str]) -> None:
    """A page without its own feed announces the feed of everything."""
    path = f"{page}/index.html".lstrip("/")
    assert read_page(path, (SITE / path).read_bytes()).feeds == feeds
